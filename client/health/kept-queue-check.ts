import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Returns a check of the undelivered or the unhandled queue, which must exist and be empty. */
export const checkKeptQueue =
  (kind: 'undelivered' | 'unhandled'): Check =>
  async ({ connection }, { undeliveredQueueUrl, unhandledQueueUrl }) => {
    const { KeptMessages } = await import('../aws/kept-messages.ts');
    const url = { undelivered: undeliveredQueueUrl, unhandled: unhandledQueueUrl }[kind];
    const count = await unlessGone(new KeptMessages(connection, url).count());
    return count === undefined
      ? { status: 'fail', kind: 'queue-gone', name: nameAtEnd(url) }
      : { status: count === 0 ? 'ok' : 'warn', kind, count };
  };
