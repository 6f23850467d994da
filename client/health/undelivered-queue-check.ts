import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Checks whether undelivered reminders wait to be sent again. */
export const checkUndeliveredQueue: Check = async ({ connection }, { undeliveredQueueUrl: url }) => {
  if (!url) {
    return { status: 'warn', kind: 'no-undelivered-queue' };
  }
  const { UndeliveredMessages } = await import('../aws/undelivered-messages.ts');
  const count = await unlessGone(new UndeliveredMessages(connection, url).count());
  return count === undefined
    ? { status: 'fail', kind: 'undelivered-queue-gone', name: nameAtEnd(url) }
    : { status: count === 0 ? 'ok' : 'warn', kind: 'undelivered', count };
};
