import { ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** The executions that are open in the account and region, by whichever state machine. */
export function openExecutions(): Metric {
  return accountMetric('OpenExecutionCount');
}

/** How many the account may have open in the region. */
export function openExecutionLimit(): Metric {
  return accountMetric('OpenExecutionLimit');
}

function accountMetric(metricName: string): Metric {
  return new Metric({ namespace: 'AWS/States', metricName, statistic: 'Maximum', period: THRESHOLDS.period });
}

/**
 * Alarms on the number of open executions: each pending reminder is one, and at the limit no other can be added.
 *
 * They compare with the limit that every account has. A share of the metric OpenExecutionLimit would follow a raised limit, but
 * needs metric math, with which the local AWS cannot deploy the stack; where the limit is raised, these ring too early and not
 * too late.
 */
export class OpenExecutionsAlarms extends Construct {
  constructor(scope: Construct, id: string, alarms: AlarmContext) {
    super(scope, id);
    for (const [key, percent] of Object.entries(THRESHOLDS.openExecutions.percent)) {
      addRunbookAlarm(this, key, alarms, {
        name: `open-executions-${percent}`,
        says: `Of the executions that the account may have open, ${percent} % are.`,
        section: 'open-executions',
        metric: openExecutions(),
        threshold: (THRESHOLDS.openExecutions.limit * percent) / 100,
        comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      });
    }
  }
}
