import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { THRESHOLDS } from './alarm-thresholds.ts';

/** The metrics of a rule of EventBridge (Amazon EventBridge User Guide, "Monitoring Amazon EventBridge"). */
export interface RuleMetrics {
  /** "If RuleName is specified, the number of events that matched with a specific rule." */
  readonly matched: Metric;
  /** Events that could not be delivered. It "doesn't include invocations that are retried". */
  readonly failedInvocations: Metric;
  /** Events that are lost: neither delivered nor put into the dead-letter queue. */
  readonly lost: Metric;
}

/** Returns the metrics of the rule with this physical name. */
export function ruleMetrics(ruleName: string): RuleMetrics {
  const metric = (metricName: string) =>
    new Metric({
      namespace: 'AWS/Events',
      metricName,
      dimensionsMap: { RuleName: ruleName },
      statistic: 'Sum',
      period: THRESHOLDS.period,
    });
  return {
    matched: metric('MatchedEvents'),
    failedInvocations: metric('FailedInvocations'),
    lost: metric('InvocationsFailedToBeSentToDlq'),
  };
}
