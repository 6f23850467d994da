import type { Command } from 'commander';
import { readTimestamp } from '../../core/due-time/read-timestamp.ts';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeWhenCheck, type WhenFlags } from '../due-time/due-time-options.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean, shorten } from '../terminal/clean.ts';
import type { Words } from './check-message.ts';
import { messageProblem } from './check-reminder.ts';
import { readStdin } from './read-stdin.ts';

/**
 * Checks whether the command line consists of `add`, a message of several words and a timestamp, as in many scripts. Such a
 * command line is unambiguous, so the grammar of due times is not loaded.
 */
const areClear = (add: Command, { message, when }: Words) =>
  add.parent?.args[0] === add.name() && /\s/.test(message.trim()) && readTimestamp(when, Date.now()) !== undefined;

/**
 * Returns the message and the time. If the message is `-`, reads it from stdin. Asks the user at the terminal for a message or
 * a time that is missing or doubtful.
 *
 * @throws Failure if something is missing or doubtful, and there is no terminal or the message comes from stdin
 */
export async function askMissing(
  context: Context,
  add: Command,
  flags: WhenFlags,
  given: string | undefined,
  givenWhen: string,
): Promise<Words> {
  if (given === '-') {
    if (givenWhen === '') {
      throw new Failure(EXIT.usage, 'Say when: echo "the message" | remindme add - tomorrow 9am.');
    }
    return { message: await readStdin(), when: givenWhen };
  }
  const typed = given === undefined ? undefined : { message: given, when: givenWhen };
  if (typed && areClear(add, typed)) {
    return typed;
  }
  const { checkMessage } = await import('./check-message.ts');
  const words = typed && (await checkMessage(context, add, flags, typed));
  if (words && words.when !== '') {
    return words;
  }
  if (!context.terminal.interactive) {
    throw new Failure(
      EXIT.usage,
      words
        ? `To add a reminder, say when: ${context.command(`${shellText(words.message)} tomorrow 9am`)}.`
        : 'Say what and when: remindme add "call mum" tomorrow 9am.',
    );
  }
  const checkWhen = await makeWhenCheck(flags); // before the first question, because makeWhenCheck refuses invalid options
  const { askText } = await import('./ask-text.ts');
  const message = words?.message ?? (await askText(context, 'What shall I remind you of?', 'call mum', messageProblem));
  const question = words ? `When shall I remind you of "${shorten(clean(message), 40)}"?` : 'When?';
  return { message, when: await askText(context, question, 'tomorrow 9am', checkWhen) };
}
