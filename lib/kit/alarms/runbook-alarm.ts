import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';

/** Where the alarms of a deployment report to, and where the runbook is. */
export interface AlarmContext {
  /** The service's name; every alarm's name begins with it. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** The topic that notifies operators. */
  readonly operationsTopic: ITopic;
}

/** Properties of {@link addRunbookAlarm}. */
export interface RunbookAlarmProps {
  /** The alarm's name without that of the service, such as `sns-failed`. */
  readonly name: string;
  /** What has happened if the alarm rings: a sentence. */
  readonly description: string;
  /** Anchor of the runbook's section that says what to do. */
  readonly section: string;
  /** The metric, with its period and statistic. */
  readonly metric: IMetric;
  /** The value at which the alarm rings, in the unit of the metric; from `THRESHOLDS`. */
  readonly threshold: number;
  /**
   * How the metric compares to the threshold if the alarm rings.
   * @default ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparison?: ComparisonOperator;
  /**
   * How many periods in a row.
   * @default 1
   */
  readonly periods?: number;
  /**
   * How the alarm treats missing data. `IGNORE` for a level that stays the same while it is not reported.
   * @default TreatMissingData.NOT_BREACHING, because most metrics count what happens, and nothing may happen for months
   */
  readonly treatMissingData?: TreatMissingData;
}

/**
 * Adds an alarm whose description says what it means and links to its section of the runbook. It notifies the operations topic when
 * it starts to ring and when it stops.
 */
export function addRunbookAlarm(
  scope: Construct,
  id: string,
  { service, runbook, operationsTopic }: AlarmContext,
  props: RunbookAlarmProps,
): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmName: physicalNames(service).alarm(props.name),
    alarmDescription: `${props.description} What to do: ${runbook}#${props.section}`,
    metric: props.metric,
    threshold: props.threshold,
    comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: props.periods ?? 1,
    treatMissingData: props.treatMissingData ?? TreatMissingData.NOT_BREACHING,
  });
  const notify = new SnsAction(operationsTopic);
  alarm.addAlarmAction(notify);
  alarm.addOkAction(notify);
  return alarm;
}
