import { formatCount } from '../../core/text/format-count.ts';
import { type Check, DEPLOY, fail, ok, warn } from './finding.ts';
import { makeAgain, nameOf, unlessGone } from './gone.ts';

/** Whether reminders wait to be sent again. */
export const checkUndeliveredQueue: Check = async (context, { undeliveredQueueUrl }) => {
  if (!undeliveredQueueUrl) {
    return warn('The deployment does not tell where it is.', DEPLOY);
  }
  const { UndeliveredMessages } = await import('../aws/undelivered-queue.ts');
  const count = await unlessGone(new UndeliveredMessages(context.connection, undeliveredQueueUrl).count());
  if (count === undefined) {
    const name = nameOf(undeliveredQueueUrl);
    return fail(
      `${name} is gone: what cannot be delivered is lost.`,
      makeAgain(`aws sqs create-queue --queue-name ${name}`),
    );
  }
  return count === 0
    ? ok('empty')
    : warn(`${formatCount(count)} kept, each for 14 days`, `Send them again: ${context.command('undelivered --send')}`);
};
