import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { onlyOnAws } from './only-on-aws.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** The number of open executions in the account and region, of all state machines. */
export function openExecutions(): Metric {
  return accountMetric('OpenExecutionCount');
}

/** The quota of open executions in the account and region. */
export function openExecutionLimit(): Metric {
  return accountMetric('OpenExecutionLimit');
}

function accountMetric(metricName: string): Metric {
  return new Metric({ namespace: 'AWS/States', metricName, statistic: 'Maximum', period: THRESHOLDS.period });
}

/**
 * Alarms on the number of open executions, as a share of the quota: each pending reminder is one, and at the quota AWS refuses new
 * reminders.
 */
export class OpenExecutionsAlarms extends Construct {
  constructor(scope: Construct, id: string, alarms: AlarmContext) {
    super(scope, id);
    for (const [key, percent] of Object.entries(THRESHOLDS.openExecutionsPercent)) {
      const alarm = addRunbookAlarm(this, key, alarms, {
        name: `open-executions-${percent}`,
        description: `Open executions have reached ${percent} % of the quota; at 100 % AWS refuses new reminders.`,
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
