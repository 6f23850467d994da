import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeTimeTest } from '../due-time/due-time-options.ts';
import { WhenFailure } from '../due-time/when-failure.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { shellWhen } from './check-message.ts';

/**
 * Refuses a time if only its last words are one: `remindme call mum tomorrow 9am`, without quotes around the message.
 *
 * @param error why the time was refused
 * @param message the first word
 * @param words the words after it
 * @param tz the option of that name
 * @throws Failure if only the last words are a time
 */
export async function refuseUnquoted(
  context: Context,
  error: Failure,
  message: string | undefined,
  words: readonly string[],
  tz: string | undefined,
): Promise<void> {
  // a message that begins with - was read from stdin, or has to follow --
  if (message === undefined || message.startsWith('-') || !(error instanceof WhenFailure)) {
    return;
  }
  const { result } = error;
  if (result.kind !== 'refused' || !result.isUnread) {
    return;
  }
  const kindOf = await makeTimeTest(tz === undefined ? {} : { tz });
  for (let first = 1; first < words.length; first += 1) {
    const when = words.slice(first).join(' ');
    if (kindOf(when) === 'due') {
      const middle = words.slice(0, first).join(' ');
      const whole = shellText(`${message} ${middle}`);
      throw new Failure(EXIT.usage, `I understand "${clean(when)}", but not "${clean(middle)}" before it.`, {
        next: `Put the message in quotes: ${context.command(`${whole} ${shellWhen(when)}`)}`,
        cause: error,
      });
    }
  }
}
