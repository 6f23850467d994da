import { setTimeout as sleep } from 'node:timers/promises';
import root, { type Command as Target } from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import { type ListedReminder, listReminders } from '../../client/reminders/list-reminders.ts';
import type { ListedStatus } from '../../core/reminder/reminder-status.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { clean } from '../terminal/clean.ts';
import { reminderFiles } from './reminder-files.ts';

type Offered = (reminder: ListedReminder) => boolean;
const isAny: Offered = () => true;

/** The commands that take ids as arguments. Each has the statuses of the reminders to offer, and a filter. */
const TAKE_IDS = {
  cancel: [['pending'], isAny],
  edit: [['pending'], isAny],
  move: [['pending'], isAny],
  snooze: [['sent', 'pending'], isAny],
  pause: [['pending'], ({ status, repetition }) => status === 'pending' && repetition !== undefined],
  resume: [['pending'], ({ status }) => status === 'paused'],
  skip: [['pending'], ({ repetition }) => repetition !== undefined],
  show: [['pending'], isAny],
  retry: [['failed'], isAny],
} as const satisfies Record<string, readonly [lists: readonly ListedStatus[], isOffered: Offered]>;

/** The time limit for reading ids from AWS, in milliseconds. The shell does not react to keys during a completion. */
const PATIENCE_MILLISECONDS = 1_500;

/**
 * The maximum number of reminders to offer for each status except pending. A shell asks before it shows more than 100 words.
 */
const ENDED_OFFERED = 20;

/** Returns the ids of the reminders to offer, each with its message if known. */
async function idsOf(
  [lists, isOffered]: readonly [readonly ListedStatus[], Offered],
  options: SharedOptions,
): Promise<readonly (readonly [id: string, text: string])[]> {
  const { deployment } = contextOf({ ...options, quiet: true });
  const listed = await deployment.withMachines((machines) =>
    Promise.all(
      lists.map(async (status) => {
        const reminders = await listReminders(machines, { status });
        return status === 'pending' ? reminders : reminders.slice(0, ENDED_OFFERED);
      }),
    ),
  );
  return listed
    .flat()
    .filter(isOffered)
    .map(({ id, message }) => [id, clean(message ?? '')]);
}

type Offer = (value: string, description: string) => void;

/** Returns a function that offers the possible values of the option. */
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

/** Prints the words that can come next on the command line, for the shell's completion script. */
export async function completeWords(program: Command, typed: readonly string[], options: SharedOptions): Promise<void> {
  const words = typed.map((word) => program.commands.find((each) => each.aliases().includes(word))?.name() ?? word);
  addOptions(root, program.options);
  const takesIds = Object.keys(TAKE_IDS).find((name) => words.includes(name)) as keyof typeof TAKE_IDS | undefined;
  // offer no ids if AWS does not answer, because an error message would disturb the command line
  const ids = takesIds
    ? await Promise.race([
        idsOf(TAKE_IDS[takesIds], options).catch(() => []),
        sleep(PATIENCE_MILLISECONDS, [], { ref: false }),
      ])
    : [];
  const commands = program.createHelp().visibleCommands(program);
  /** Returns the possible values of the argument, each with a description. */
  const valuesFor = (command: Command, argument: Argument): readonly (readonly [string, string])[] => {
    if (argument.argChoices) {
      return argument.argChoices.map((choice) => [choice, ''] as const);
    }
    if (command.name() === 'help') {
      return commands.map((each) => [each.name(), each.summary()] as const);
    }
    if (argument.name() === 'file') {
      return reminderFiles(typed.at(-1) ?? '').map((name) => [name, ''] as const);
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
