import type { Command } from 'commander';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { mistypedCommand } from '../mistyped-command.ts';
import { clean } from '../terminal/clean.ts';
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
  const named = command.parent?.args[0] === 'add';
  if (!context.terminal.interactive || !named) {
    throw message === undefined
      ? new Failure(EXIT.usage, 'Say what and when: remindme add "call mum" tomorrow 9am.')
      : noWhen(context, message, command);
  }
  const { askText } = await import('./ask-text.ts');
  return {
    message: message ?? (await askText(context, 'What shall I remind you of?', 'call mum')),
    when: when || (await askText(context, 'When?', 'tomorrow 9am')),
  };
}
