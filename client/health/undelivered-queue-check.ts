import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Checks whether undelivered reminders wait to be sent again. */
export const checkUndeliveredQueue: Check = async ({ connection }, { undeliveredQueueUrl: url }) => {
  const { KeptMessages } = await import('../aws/kept-messages.ts');
  const count = await unlessGone(new KeptMessages(connection, url).count());
  return count === undefined
    ? { status: 'fail', kind: 'undelivered-queue-gone', name: nameAtEnd(url) }
    : { status: count === 0 ? 'ok' : 'warn', kind: 'undelivered', count };
};
