import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';

/** Who is told, and where it says what to do; the same for all alarms of a deployment. */
export interface AlarmContext {
  /** The service's name, with which every alarm's name begins. */
  readonly service: string;
  /** Where the runbook can be read. */
  readonly runbook: string;
  /** Tells people. */
  readonly operationsTopic: ITopic;
}

/** Properties of {@link addRunbookAlarm}. */
export interface RunbookAlarmProps {
  /** The alarm's name without that of the service, such as `sns-failed`. */
  readonly name: string;
  /** What has happened when it rings, a sentence. */
  readonly description: string;
  /** The section of the runbook that says what to do, as its anchor. */
  readonly section: string;
  /** What it looks at; its period and its statistic are those of the alarm. */
  readonly metric: IMetric;
  /** The value at which it rings, in the unit of the metric; from `THRESHOLDS`. */
  readonly threshold: number;
  /**
   * How the metric stands to the threshold when it rings.
   * @default ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparison?: ComparisonOperator;
  /**
   * For how many periods on end.
   * @default 1
   */
  readonly periods?: number;
  /**
   * What no data means. `IGNORE`, nothing, where it is a level that may be left out while it stays what it is.
   * @default TreatMissingData.NOT_BREACHING, because most metrics of this service count what happens: where nothing is due
   * nothing happens, for months perhaps
   */
  readonly treatMissingData?: TreatMissingData;
}

/**
 * Adds an alarm whose description says what it means and links to its section of the runbook. It tells the operations topic when
 * it begins to ring and when it ends.
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
  const tell = new SnsAction(operationsTopic);
  alarm.addAlarmAction(tell);
  alarm.addOkAction(tell);
  return alarm;
}
