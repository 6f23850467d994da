import { type Command, Option } from 'commander';
import { VIAS } from '../../core/naming/physical-names.ts';

/** Adds the option that chooses between two reminders with the same id, one on each state machine. */
export function addViaOption(command: Command): Command {
  return command.addOption(new Option('--via <machine>', 'look for it there only').choices(VIAS));
}
