import type { Command } from 'commander';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeWhenCheck, type WhenFlags } from '../due-time/due-time-options.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { checkMessage, type Words } from './check-message.ts';
import { messageProblem } from './check-reminder.ts';
import { readStdin } from './read-stdin.ts';

/** Gets the message or the time if one was not given: from stdin, or from a person at a terminal. */
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
  const words =
    given === undefined ? undefined : await checkMessage(context, add, flags, { message: given, when: givenWhen });
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
  const checkWhen = await makeWhenCheck(flags); // before any question, because it refuses wrong options
  const { askText } = await import('./ask-text.ts');
  const message = words?.message ?? (await askText(context, 'What shall I remind you of?', 'call mum', messageProblem));
  const question = words ? `When shall I remind you of "${shorten(clean(message), 40)}"?` : 'When?';
  return { message, when: await askText(context, question, 'tomorrow 9am', checkWhen) };
}
