import type { Command } from 'commander';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeWhenCheck, type WhenFlags } from '../due-time/due-time-options.ts';
import { EXIT, Failure } from '../failure.ts';
import { mistypedCommand } from '../mistyped-command.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { messageProblem } from './check-reminder.ts';
import { readStdin } from './read-stdin.ts';

function noWhen(context: Context, message: string, command: Command): Failure {
  const meant = mistypedCommand(command, message);
  const add = `To add a reminder, say when: ${context.command(`${shellText(message)} tomorrow 9am`)}.`;
  return new Failure(
    EXIT.usage,
    meant ? `There is no command ${clean(message)}. Did you mean remindme ${meant}? ${add}` : add,
  );
}

/** Fills in what of message and time was not given: from stdin, from somebody at a terminal, or not at all. */
export async function askMissing(
  context: Context,
  command: Command,
  flags: WhenFlags,
  message: string | undefined,
  when: string,
): Promise<{ message: string; when: string }> {
  if (message === '-') {
    if (when === '') {
      throw new Failure(EXIT.usage, 'Say when: echo "the message" | remindme add - tomorrow 9am.');
    }
    return { message: await readStdin(), when };
  }
  if (message !== undefined && when !== '') {
    return { message, when };
  }
  // at a terminal "remindme tea" asks when, but "remindme lst" is a command that was mistyped
  const isMistyped = message !== undefined && mistypedCommand(command, message) !== undefined;
  if (!context.terminal.interactive || isMistyped) {
    throw message === undefined
      ? new Failure(EXIT.usage, 'Say what and when: remindme add "call mum" tomorrow 9am.')
      : noWhen(context, message, command);
  }
  const checkWhen = await makeWhenCheck(flags); // first: it refuses options without which no answer helps
  const { askText } = await import('./ask-text.ts');
  const ask = 'What shall I remind you of?';
  const text = message ?? (await askText(context, ask, 'call mum', messageProblem));
  const askWhen = message === undefined ? 'When?' : `When shall I remind you of "${shorten(clean(message), 40)}"?`;
  return { message: text, when: when || (await askText(context, askWhen, 'tomorrow 9am', checkWhen)) };
}
