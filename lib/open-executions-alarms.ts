import { ComparisonOperator, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** The executions that are open in the account and region, by whichever state machine, in percent of what AWS allows. */
export function openExecutionsInPercent(): MathExpression {
  const metric = (metricName: string) =>
    new Metric({ namespace: 'AWS/States', metricName, statistic: 'Maximum', period: THRESHOLDS.period });
  return new MathExpression({
    expression: '100 * open / allowed',
    usingMetrics: { open: metric('OpenExecutionCount'), allowed: metric('OpenExecutionLimit') },
    label: 'open executions, % of the limit',
    period: THRESHOLDS.period,
  });
}

/** Alarms on the number of open executions: each pending reminder is one, and at the limit no other can be added. */
export class OpenExecutionsAlarms extends Construct {
  constructor(scope: Construct, id: string, alarms: AlarmContext) {
    super(scope, id);
    for (const [key, percent] of Object.entries(THRESHOLDS.openExecutions)) {
      addRunbookAlarm(this, key, alarms, {
        name: `open-executions-${percent}`,
        says: `Of the executions that the account may have open, ${percent} % are.`,
        section: 'open-executions',
        metric: openExecutionsInPercent(),
        threshold: percent,
        comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      });
    }
  }
}
