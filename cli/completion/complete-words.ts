import { setTimeout as sleep } from 'node:timers/promises';
import root, { type Command as Target } from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import { listReminders } from '../../client/reminders/list-reminders.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { clean } from '../terminal/clean.ts';

/** Commands whose arguments are ids. */
const TAKE_IDS = ['cancel', 'edit', 'move', 'show', 'retry'];

/** A TAB that takes longer is a shell that hangs. */
const PATIENCE_MILLISECONDS = 1_500;

/** The ids of the reminders with a status, with their texts if they are known. */
async function idsOf(
  status: 'pending' | 'failed',
  options: SharedOptions,
): Promise<readonly (readonly [id: string, text: string])[]> {
  const { deployment } = contextOf({ ...options, quiet: true });
  const reminders = await deployment.withMachines((machines) => listReminders(machines, { status }));
  return reminders.map(({ id, message }) => [id, clean(message ?? '')]);
}

type Offer = (value: string, description: string) => void;

/** What may follow an option that takes a value. */
function valuesOf(option: Option): (offer: Offer) => void {
  const values = option.argChoices ?? (option.long === '--tz' ? Intl.supportedValuesOf('timeZone') : []);
  return (offer) => {
    for (const value of values) {
      offer(value, '');
    }
  };
}

function addOptions(target: Target, options: readonly Option[]): void {
  for (const option of options.filter(({ hidden, long }) => !hidden && long)) {
    const name = option.long?.slice(2) ?? '';
    if (option.required || option.optional) {
      target.option(name, option.description, valuesOf(option));
    } else {
      target.option(name, option.description);
    }
  }
}

/** Prints what could follow the words on the command line, for the script of the shell. */
export async function completeWords(program: Command, typed: readonly string[], options: SharedOptions): Promise<void> {
  const words = typed.map((word) => program.commands.find((each) => each.aliases().includes(word))?.name() ?? word);
  addOptions(root, program.options);
  const takesIds = TAKE_IDS.find((name) => words.includes(name));
  // without an answer from AWS there is nothing to offer, and nobody expects an error after TAB
  const ids = takesIds
    ? await Promise.race([
        idsOf(takesIds === 'retry' ? 'failed' : 'pending', options).catch(() => []),
        sleep(PATIENCE_MILLISECONDS, [], { ref: false }),
      ])
    : [];
  const commands = program.createHelp().visibleCommands(program);
  /** What may stand for an argument. */
  const valuesFor = (command: Command, argument: Argument): readonly (readonly [string, string])[] => {
    if (argument.argChoices) {
      return argument.argChoices.map((choice) => [choice, ''] as const);
    }
    if (command.name() === 'help') {
      return commands.map((each) => [each.name(), each.summary()] as const);
    }
    return command.name() === takesIds && argument.name() === 'id' ? ids : [];
  };
  for (const command of commands) {
    const target = root.command(command.name(), command.summary());
    addOptions(target, [...command.options, ...program.options]);
    for (const argument of command.registeredArguments) {
      const values = valuesFor(command, argument);
      target.argument(
        argument.name(),
        (offer) => {
          for (const [value, description] of values) {
            offer(value, description);
          }
        },
        argument.variadic,
      );
    }
  }
  root.parse([...words]);
}
