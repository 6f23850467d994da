import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { nameAtEnd } from './gone.ts';

/** The age at which an email in the throttled queue is late. The queue's alarm has the same limit. */
const LATE_SECONDS = 900;

/**
 * Checks that no email waits in the throttled queue for too long, and that the queue's dead-letter queue is empty. The
 * throttled queue is the pipe's source. The dead-letter queue contains the emails that could not be published.
 */
export const checkEmails: Check = async ({ connection, service }, { undeliveredQueueUrl }) => {
  const [{ describePipe }, { KeptMessages }, { Metrics }] = await Promise.all([
    import('../aws/pipes.ts'),
    import('../aws/kept-messages.ts'),
    import('../aws/metrics.ts'),
  ]);
  const { sourceArn } = await describePipe(connection, physicalNames(service).pipe);
  const queueOf = (name: string) =>
    new KeptMessages(connection, `${undeliveredQueueUrl.slice(0, undeliveredQueueUrl.lastIndexOf('/'))}/${name}`);
  const throttledName = nameAtEnd(sourceArn);
  const throttled = queueOf(throttledName);
  const [waiting, keptName, oldestSeconds] = await Promise.all([
    throttled.count(),
    throttled.deadLetterQueue(),
    new Metrics(connection).figure({
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: throttledName },
      statistic: 'Maximum',
      minutes: 15,
    }),
  ]);
  const kept = keptName ? await queueOf(keptName).count() : 0;
  const status = (oldestSeconds ?? 0) >= LATE_SECONDS ? 'fail' : kept > 0 ? 'warn' : 'ok';
  return { status, kind: 'emails', waiting, oldestSeconds, kept };
};
