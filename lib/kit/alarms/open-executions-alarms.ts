import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { onlyOnAws } from './only-on-aws.ts';
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
 * Alarms on the number of open executions, as a share of how many the account may have: each pending reminder is one, and at the
 * limit no other can be added.
 */
export class OpenExecutionsAlarms extends Construct {
  constructor(scope: Construct, id: string, alarms: AlarmContext) {
    super(scope, id);
    for (const [key, percent] of Object.entries(THRESHOLDS.openExecutionsPercent)) {
      const alarm = addRunbookAlarm(this, key, alarms, {
        name: `open-executions-${percent}`,
        description: `Of the executions that the account may have open, ${percent} % are; at 100 % no reminder can be added.`,
        section: 'open-executions',
        metric: new MathExpression({
          expression: '100 * open / limit',
          usingMetrics: { open: openExecutions(), limit: openExecutionLimit() },
          label: '% of the executions that may be open',
          period: THRESHOLDS.period,
        }),
        threshold: percent,
      });
      onlyOnAws(alarm);
    }
  }
}
