import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Properties of {@link addNotifyingAlarm}. */
export interface NotifyingAlarmProps {
  /**
   * The alarm's physical name.
   * @default - a generated name
   */
  readonly alarmName?: string;
  /** The alarm's description: what has happened when the alarm goes off, and what to do. */
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm goes off at or above this value, in the metric's unit. */
  readonly threshold: number;
  /**
   * If true, the alarm goes off only above the threshold.
   * @default false
   */
  readonly above?: boolean;
  /** The kind of metric. Without data, an alarm on a `level` keeps its state, and an alarm on a `count` goes to OK. */
  readonly kind: 'level' | 'count';
  /** The topic that notifies operators. */
  readonly topic: ITopic;
}

/**
 * Adds an alarm that notifies operators.
 *
 * An alarm notifies operators when it goes off. An alarm on a level also notifies them when the level is back to normal. An
 * alarm on a count does not, because a count drops to zero when nothing new happens. Also, a new alarm on a count goes to OK at
 * once, so its OK action would notify operators at the first deployment.
 *
 * Alarms on levels ignore missing data, because SQS may stop publishing a queue's metrics while the queue still has messages:
 * "CloudWatch considers a queue to be active for up to six hours if it contains any messages, or if any action accesses it"
 * (Amazon SQS Developer Guide, "Monitoring queues with CloudWatch").
 */
export function addNotifyingAlarm(scope: Construct, id: string, props: NotifyingAlarmProps): Alarm {
  const { alarmName, metric, threshold, above, kind } = props;
  const notify = new SnsAction(props.topic);
  const alarm = new Alarm(scope, id, {
    ...(alarmName !== undefined && { alarmName }),
    alarmDescription: props.description,
    metric,
    threshold,
    comparisonOperator: above
      ? ComparisonOperator.GREATER_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: kind === 'level' ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(notify);
  if (kind === 'level') {
    alarm.addOkAction(notify);
  }
  return alarm;
}
