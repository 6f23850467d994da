import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from './clean.ts';

/** How many letters make one word of another: insertions, deletions and changes. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(one).entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of Array.from(other).entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === otherLetter ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** A single word without a time may be a command that was mistyped. */
function noWhen(message: string, command: Command): Failure {
  const word = clean(message);
  const commands = command.parent?.commands.map((each) => each.name()) ?? [];
  const meant = commands.find((name) => distance(name, message.toLowerCase()) <= 2);
  const add = `To add a reminder, say when: remindme ${JSON.stringify(word)} tomorrow 9am.`;
  return new Failure(
    EXIT.usage,
    meant && !/\s/.test(message) ? `There is no command ${word}. Did you mean remindme ${meant}? ${add}` : add,
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
    return { message: (await text(process.stdin)).replace(/\r?\n$/, ''), when };
  }
  if (message !== undefined && when !== '') {
    return { message, when };
  }
  const named = command.parent?.args[0] === 'add';
  if (!context.terminal.interactive || !named) {
    throw message === undefined
      ? new Failure(EXIT.usage, 'Say what and when: remindme add "call mum" tomorrow 9am.')
      : noWhen(message, command);
  }
  const { askText } = await import('./prompts.ts');
  return {
    message: message ?? (await askText(context, 'What shall I remind you of?', 'call mum')),
    when: when || (await askText(context, 'When?', 'tomorrow 9am')),
  };
}
