import { fstatSync } from 'node:fs';
import type { Command } from 'commander';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeTimeTest, type WhenFlags } from '../due-time/due-time-options.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { messageProblem } from './check-reminder.ts';
import { type Judges, type Suspicion, suspectMessage, type Typed } from './suspect-message.ts';
import { verbOf } from './verbs.ts';

/** A message and its due time, as the user typed them. */
export type Words = Pick<Typed, 'message' | 'when'>;

/** Matches text that a shell leaves unchanged. */
const PLAIN = /^[\w .,:+/@-]+$/;

/** Quotes the words of a due time for the shell, if necessary. */
export const shellWhen = (when: string) => (PLAIN.test(when) ? when : shellText(when));

/**
 * Returns the origin of stdin: `shell` for a pipe or for a file that is not empty, and `program` for a socket. Some programs
 * pass a socket to their child processes. Returns `undefined` for anything else, such as a terminal.
 */
function kindOfStdin(): 'shell' | 'program' | undefined {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || (stdin.isFile() && stdin.size > 0) ? 'shell' : stdin.isSocket() ? 'program' : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the next step for a command line that consists only of a time. */
function writeMessage({ command }: Context, when: string, added: string | undefined, shown: string): string {
  const stdin = kindOfStdin();
  if (added !== undefined && stdin !== 'shell') {
    return `Write the message first, or add in front if it is ${shown}: ${added}`;
  }
  return stdin
    ? `Write the message first, or read it from stdin: ${command(`add - ${when}`)}`
    : `Write the message first: ${command(`"call mum" ${when}`)}`;
}

/** The command lines that the user may have meant. */
interface Ways {
  /** True if the same words are accepted after `add`. */
  readonly canAdd: boolean;
  /** Advice with a command line that adds a reminder. Missing if words follow the message but do not end in a time. */
  readonly addInstead: string | undefined;
}

/** Builds the Failure for a doubtful message. */
function refusal(
  context: Context,
  { message, when, isAdd }: Typed,
  suspicion: Suspicion,
  { canAdd, addInstead }: Ways,
): Failure {
  const { command } = context;
  const text = shellText(message.trim());
  const shown = `"${clean(message.trim())}"`;
  const added = when === '' ? '' : command(`add ${text} ${shellWhen(when)}`);
  const refuse = (problem: string, next: string) => new Failure(EXIT.usage, problem, { next });
  switch (suspicion.kind) {
    case 'no-message':
      return refuse(
        `There is no message, because "${clean(suspicion.when)}" is a time.`,
        writeMessage(context, shellWhen(suspicion.when), canAdd ? added : undefined, shown),
      );
    case 'time-first':
      return refuse(
        `The time "${clean(suspicion.when)}" stands before the message.`,
        `Write the message first: ${command(`${shellText(suspicion.message)} ${shellWhen(suspicion.when)}`)}`,
      );
    case 'time-inside': {
      const whole = `${shellText(suspicion.message)} ${shellWhen(suspicion.when)}`;
      return refuse(
        `The time "${clean(suspicion.when)}" is inside the quotes.`,
        `End them before it: ${command(isAdd ? `add ${whole}` : whole)}`,
      );
    }
    case 'time-word':
      return refuse(`${shown} may be a part of the time.`, `If it is the message, write add in front: ${added}`);
    case 'mistyped-time':
      return refuse(
        `${shown} may be mistyped: "${clean(suspicion.when)}" is a time.`,
        `If ${shown} is the message, write add in front: ${added}`,
      );
    case 'verb': {
      const meant = suspicion.verb.command;
      const problem = `There is no command ${clean(message.trim())}.`;
      return new Failure(EXIT.usage, meant ? `${problem} Did you mean remindme ${meant}?` : problem, {
        next: addInstead,
      });
    }
  }
}

/**
 * Returns advice on how to add a reminder whose message starts with a verb. Returns `undefined` if words follow the message but
 * do not end in a time.
 */
function howToAdd(
  { command }: Context,
  { message, when }: Typed,
  kindOf: (text: string) => string,
  isAddVerb: boolean,
): string | undefined {
  const words = when === '' ? [] : when.split(' ');
  if (words.length === 0) {
    return `To add a reminder, say when: ${command(`add ${shellText(message)} tomorrow 9am`)}`;
  }
  for (let first = 0; first < words.length; first += 1) {
    const end = words.slice(first).join(' ');
    if (kindOf(end) !== 'refused') {
      // "create" and "remind" are not part of the message that follows
      const text = [...(isAddVerb && first > 0 ? [] : [message]), ...words.slice(0, first)].join(' ');
      return `To add a reminder: ${command(`add ${shellText(text)} ${shellWhen(end)}`)}`;
    }
  }
  return undefined;
}

/**
 * Checks that the typed message is not a command or part of the due time. In case of doubt, asks the user at the terminal.
 * Returns the words that the user meant.
 *
 * @throws Failure if the message remains doubtful
 */
export async function checkMessage(context: Context, add: Command, flags: WhenFlags, words: Words): Promise<Words> {
  const program = add.parent ?? add;
  const isAdd = program.args[0] === add.name();
  const kindOf = await makeTimeTest(flags);
  const typed: Typed = { ...words, isAdd };
  const judges: Judges = { kindOf, verbOf: (word) => verbOf(program, word) };
  const suspicion = suspectMessage(typed, judges);
  if (!suspicion) {
    return words;
  }
  const failure = refusal(context, typed, suspicion, {
    canAdd: !isAdd && words.when !== '' && suspectMessage({ ...typed, isAdd: true }, judges) === undefined,
    addInstead: howToAdd(context, typed, kindOf, suspicion.kind === 'verb' && suspicion.verb.command === 'add'),
  });
  if (!context.terminal.interactive) {
    throw failure;
  }
  return ask(context, words, suspicion, failure, words.when !== '' && kindOf(words.when) !== 'refused');
}

/** Asks the user at the terminal for the intended message and time. Throws `failure` if the doubt remains. */
async function ask(
  context: Context,
  typed: Words,
  suspicion: Suspicion,
  failure: Failure,
  isTimeRead: boolean,
): Promise<Words> {
  const { askText } = await import('./ask-text.ts');
  const { askYesNo } = await import('./ask-yes-no.ts');
  switch (suspicion.kind) {
    case 'no-message': {
      const question = `"${clean(suspicion.when)}" is a time. What shall I remind you of?`;
      return { message: await askText(context, question, 'call mum', messageProblem), when: suspicion.when };
    }
    case 'time-first':
    case 'time-inside': {
      const { message, when } = suspicion;
      const isSure = suspicion.kind === 'time-first' || suspicion.isSure;
      const question = `Did you mean a reminder of "${clean(message)}" at the time "${clean(when)}"?`;
      if (isSure && (await askYesNo(context, question, true))) {
        return { message, when };
      }
      if (suspicion.kind === 'time-first') {
        throw failure;
      }
      return typed;
    }
    default: {
      const question = `Did you mean a reminder of "${clean(typed.message)}"?`;
      if (isTimeRead && (await askYesNo(context, question, false))) {
        return typed;
      }
      throw failure;
    }
  }
}
