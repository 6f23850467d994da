import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { refusal } from '../../core/text/refusal.ts';
import { EXIT, Failure } from '../failure.ts';

/** The maximum size of a message, in bytes of UTF-8. */
const MOST_BYTES = REMINDER_LIMITS.messageCharacters * 4;
/** The maximum size of the byte order mark and the final line break, in bytes. The message contains neither. */
const AROUND_BYTES = 5;

/**
 * Reads a message from stdin, without the final line break.
 *
 * @throws Failure if the message is not UTF-8, or is longer than any accepted message
 */
export async function readStdin(): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES + AROUND_BYTES) {
      const actual = `more than ${formatCount(MOST_BYTES)} bytes long`;
      throw new Failure(EXIT.usage, refusal('message', REMINDER_ACCEPTED.message, actual));
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  } catch {
    throw new Failure(EXIT.usage, 'The message on stdin is not text in UTF-8. Convert it, for example with iconv.');
  }
}
