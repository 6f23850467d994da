import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeTimeTest } from '../due-time/due-time-options.ts';
import { WhenFailure } from '../due-time/when-failure.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { shellWhen } from './check-message.ts';

/**
 * If the quotes around the message are missing, as in `remindme call mum tomorrow 9am`, throws an error that shows the command
 * line with quotes. Otherwise, does nothing.
 *
 * @param error the reason why the time was refused
 * @param message the first word
 * @param words the words after it
 * @param tz the value of the option `--tz`
 * @throws Failure if the last words are a clear time, and the words before them seem to belong to the message
 */
export async function refuseUnquoted(
  context: Context,
  error: Failure,
  message: string | undefined,
  words: readonly string[],
  tz: string | undefined,
): Promise<void> {
  // a message that starts with - is read from stdin or follows --
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
