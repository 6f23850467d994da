import type { KeptMessage, KeptMessages } from '../aws/kept-messages.ts';
import { failureOf, isFailureOfAws } from '../failures.ts';

/** If AWS fails this often in a row, after all tries of the SDK, the rest would fail too. */
export const FAILURES_IN_A_ROW = 3;

/** Something that a queue keeps. */
interface Kept {
  readonly message: KeptMessage;
}

/** What happened to one message. */
export type KeptOutcome<Item, Sent> =
  | { readonly item: Item; readonly sent: Sent }
  | { readonly item: Item; readonly error: unknown };

/** How to send all messages of a queue. */
export interface SendKeptOptions<Item, Sent> {
  /** Sends one again and deletes it from the queue. If it throws, the message stays. */
  readonly send: (item: Item) => Promise<Sent>;
  /** Gets how many were sent so far, before each. */
  readonly onStart: (sent: number) => void;
}

/**
 * Sends messages again, one after the other, until AWS has failed three times in a row. Those that are not sent stay in the
 * queue, visible to other readers.
 *
 * @returns how many are left
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
      inARow += isFailureOfAws(failureOf(error)) ? 1 : 0; // other failures are about this one only
      left.push(item);
      yield { item, error };
    }
  }
  await queue.giveBack(left.map(({ message }) => message)).catch(() => {}); // they are visible again within a minute anyway
  return left.length;
}
