import type { Deployment } from '../../client/deployment.ts';
import { receiveKept } from '../../client/kept/receive-kept.ts';
import type { ConsoleKept } from '../../console/server/site.ts';
import { EXIT, Failure } from '../failure.ts';
import type { KeptList } from '../kept/kept-list.ts';
import { undeliveredList } from '../kept/undelivered-list.ts';
import { unhandledList } from '../kept/unhandled-list.ts';

/** A message from the undelivered queue or the unhandled queue. */
interface KeptItem {
  readonly row: ConsoleKept;
  /** Sends the message again, and describes in one sentence what happened. */
  readonly send: () => Promise<string>;
}

/** The fields that a row of either list can have. */
interface AnyRow {
  readonly id: string;
  readonly due?: string | null;
  readonly message?: string | null;
  readonly event?: string | null;
  readonly problem: string;
}

function itemsOf<Item extends { readonly message: { readonly id: string } }, Sent>(
  list: KeptList<Item, Sent>,
): KeptItem[] {
  return list.received.all.map((item) => {
    const { id, due, message, event, problem } = list.rowOf(item) as AnyRow;
    return {
      row: { id: item.message.id, what: message ?? event ?? id, due: due ?? undefined, problem },
      send: async () => list.describeSent(await list.send(item), item),
    };
  });
}

/** Receives the messages in both queues, passes them to `use`, and makes them visible to other consumers again. */
async function withKept<T>(
  deployment: Deployment,
  zone: string,
  use: (items: readonly KeptItem[]) => Promise<T>,
): Promise<T> {
  const { stateMachineArns, reminders, events } = await receiveKept(deployment);
  try {
    return await use([
      ...itemsOf(undeliveredList(reminders, () => deployment.machines(stateMachineArns), zone)),
      ...itemsOf(unhandledList(events, { deployment, stateMachineArns }, zone)),
    ]);
  } finally {
    // a message that was sent again is no longer in its queue, so SQS ignores the call for it
    await Promise.all([reminders, events].map(({ queue, found }) => queue.giveBack(found.messages).catch(() => {})));
  }
}

/** Reads the undelivered reminders and the unhandled events for the web page. */
export const readKept = (deployment: Deployment, zone: string): Promise<readonly ConsoleKept[]> =>
  withKept(deployment, zone, async (items) => items.map(({ row }) => row));

/**
 * Sends an undelivered reminder or an unhandled event again.
 *
 * @returns a sentence about what happened
 * @throws Failure if the message is no longer in the queue, or if another consumer has received it
 */
export const sendKept = (deployment: Deployment, zone: string, id: string): Promise<string> =>
  withKept(deployment, zone, async (items) => {
    const item = items.find(({ row }) => row.id === id);
    if (!item) {
      throw new Failure(EXIT.notFound, 'It is no longer in the queue, or another consumer processes it.', {
        next: 'Look again in a minute.',
      });
    }
    return item.send();
  });
