import { Deployment } from '../../client/deployment.ts';
import { DAILY, WEEKLY } from '../../client/health/deployment-checks.ts';
import { runChecks } from '../../client/health/run-checks.ts';
import { OPERATIONS_GROUP } from '../../core/email-throttle/message-groups.ts';
import { queueEmail } from '../kit/throttled-queue.ts';
import { sweepEmail } from './sweep-email.ts';

/** The event that EventBridge Scheduler sends to the function. */
export interface SweepEvent {
  /** The scheduled time, in RFC 3339. It is the same in each retry and each duplicate. */
  readonly time: string;
}

const MONDAY = 1;

/**
 * Looks for problems that alarms report only once or not at all. If something needs attention, puts one email for operators
 * into the throttled queue. On Mondays (UTC), always queues an email, which then includes a summary of the week. If a check
 * itself fails, the email says so.
 *
 * `lib/operations/daily-sweep.ts` deploys the function.
 *
 * @throws the SDK's error if the queue does not accept the email. Lambda then runs the function up to twice more. If it still
 * fails, Lambda sends the event to the queue of unhandled events.
 */
export async function handler({ time }: SweepEvent): Promise<void> {
  const { SERVICE: service = '', RUNBOOK: runbook = '', AWS_REGION: region = '' } = process.env;
  const isWeekly = new Date(time).getUTCDay() === MONDAY;
  const deployment = new Deployment({ connection: { maxAttempts: 3 }, service });
  const findings = await runChecks(deployment, isWeekly ? WEEKLY : DAILY, (error) => {
    console.error({ event: 'check failed', error: (error as Error).name });
  });
  if (isWeekly || findings.some(({ status }) => status !== 'ok')) {
    await queueEmail(sweepEmail(findings, { service, region, runbook, isWeekly }), {
      group: OPERATIONS_GROUP,
      deduplicationId: `daily-sweep-${time}`,
    });
  }
}
