import type { KeptMessage, KeptMessages } from '../aws/kept-messages.ts';
import { failureOf, isFailureOfAws } from '../failures.ts';

/** Sending stops after calls to AWS have failed for this many messages in a row, because the rest would probably fail too. */
export const FAILURES_IN_A_ROW = 3;

/** An item, with the queue message that it was read from. */
interface Kept {
  readonly message: KeptMessage;
}

/** The result for one message. */
export type KeptOutcome<Item, Sent> =
  | { readonly item: Item; readonly sent: Sent }
  | { readonly item: Item; readonly error: unknown };

/** The settings for sending all messages in a queue again. */
export interface SendKeptOptions<Item, Sent> {
  /** Sends one message again and deletes it from the queue. If it throws, the message stays in the queue. */
  readonly send: (item: Item) => Promise<Sent>;
  /** Called before each message, with the number sent so far. */
  readonly onStart: (sent: number) => void;
}

/**
 * Sends messages again, one after the other, until calls to AWS fail for three messages in a row. Messages that were not sent
 * stay in the queue, and are visible to other consumers after the run.
 *
 * @returns the number of messages left
 */
export async function* sendKept<Item extends Kept, Sent>(
  queue: KeptMessages,
  all: readonly Item[],
  { send, onStart }: SendKeptOptions<Item, Sent>,
): AsyncGenerator<KeptOutcome<Item, Sent>, number> {
  const left: Item[] = [];
  let inARow = 0;
  for (const [index, item] of all.entries()) {
    if (inARow === FAILURES_IN_A_ROW) {
      left.push(...all.slice(index));
      break;
    }
    onStart(index - left.length);
    try {
      const sent = await send(item);
      inARow = 0;
      yield { item, sent };
    } catch (error) {
      inARow += isFailureOfAws(failureOf(error)) ? 1 : 0; // only a failure of AWS itself would also affect the other messages
      left.push(item);
      yield { item, error };
    }
  }
  // if this call fails, the messages become visible within a minute, when the visibility timeout ends
  await queue.giveBack(left.map(({ message }) => message)).catch(() => {});
  return left.length;
}
