import { type Command, Option } from 'commander';
import { VIAS } from '../../core/naming/physical-names.ts';

/** Adds the option `--via`, which chooses between reminders with the same id on the two state machines. */
export function addViaOption(command: Command): Command {
  return command.addOption(new Option('--via <machine>', 'look for it there only').choices(VIAS));
}
