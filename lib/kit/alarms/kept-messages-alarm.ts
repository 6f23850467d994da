import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { type AlarmContext, addRunbookAlarm, type RunbookAlarmProps } from './runbook-alarm.ts';

/** Properties of {@link addKeptMessagesAlarm}. */
export interface KeptMessagesAlarmProps
  extends Pick<RunbookAlarmProps, 'name' | 'description' | 'section' | 'threshold'> {
  /** The queue; only people receive from it. */
  readonly queue: IQueue;
  /**
   * How long messages must be there before the alarm rings.
   * @default once in `THRESHOLDS.period`
   */
  readonly lasting?: Pick<typeof THRESHOLDS.undeliveredAge, 'period' | 'periods'>;
}

/**
 * Adds an alarm on messages in a queue that nothing empties but people.
 *
 * It keeps ringing while there are no data: "CloudWatch considers a queue to be active for up to six hours if it contains any messages,
 * or if any action accesses it" (Amazon SQS Developer Guide, "Monitoring queues with CloudWatch"), so the metric may end while the
 * messages are still there. Receiving them makes the queue active again, and the metric 0.
 */
export function addKeptMessagesAlarm(
  scope: Construct,
  id: string,
  alarms: AlarmContext,
  { queue, lasting, ...props }: KeptMessagesAlarmProps,
): void {
  const { period, periods } = lasting ?? { period: THRESHOLDS.period, periods: 1 };
  addRunbookAlarm(scope, id, alarms, {
    ...props,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period }),
    periods,
    treatMissingData: TreatMissingData.IGNORE,
  });
}
