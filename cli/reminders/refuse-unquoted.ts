import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { readWhen } from '../due-time/due-time.ts';
import { HalfUnderstood } from '../due-time/refused-phrases.ts';
import { chooseZone } from '../due-time/zone.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** What a shell leaves as it is. */
const PLAIN = /^[\w .,:+/@-]+$/;

/**
 * Refuses a time of which only the last words are one: `remindme call mum tomorrow 9am`, where the message is in no quotes.
 *
 * @param error why the time was refused
 * @param message the first word
 * @param words those behind it
 * @param tz the option of that name
 * @throws Failure where it is so
 */
export function refuseUnquoted(
  context: Context,
  error: Failure,
  message: string | undefined,
  words: readonly string[],
  tz: string | undefined,
): void {
  // a message that begins with - was read from stdin, or has to follow --
  if (message === undefined || message.startsWith('-') || !(error.cause instanceof HalfUnderstood)) {
    return;
  }
  const options = { now: Date.now(), zone: chooseZone(tz, process.env['TZ']) };
  for (let first = 1; first < words.length; first += 1) {
    const when = words.slice(first).join(' ');
    if (isTime(when, options)) {
      const middle = words.slice(0, first).join(' ');
      const whole = shellText(`${message} ${middle}`);
      throw new Failure(EXIT.usage, `I understand "${clean(when)}", but not "${clean(middle)}" before it.`, {
        next: `Put the message in quotes: ${context.command(`${whole} ${PLAIN.test(when) ? when : shellText(when)}`)}`,
        cause: error,
      });
    }
  }
}

function isTime(text: string, options: Parameters<typeof readWhen>[1]): boolean {
  try {
    readWhen(text, options);
    return true;
  } catch {
    return false;
  }
}
