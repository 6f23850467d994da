import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { nameAtEnd } from './gone.ts';

/** An email is late when the alarm on the throttled queue rings: after 15 minutes. */
const LATE_SECONDS = 900;

/** Checks that emails leave the throttled queue. The pipe names that queue, and the queue names the one of kept emails. */
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
