import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { THRESHOLDS } from './alarm-thresholds.ts';

/** What EventBridge counts of a rule (Amazon EventBridge User Guide, "Monitoring Amazon EventBridge"). */
export interface RuleMetrics {
  /** "If RuleName is specified, the number of events that matched with a specific rule." */
  readonly matched: Metric;
  /** What could not be handed on, and is kept. It "doesn't include invocations that are retried". */
  readonly failedInvocations: Metric;
  /** What could neither be handed on nor kept. */
  readonly lost: Metric;
}

/** The metrics of a rule, by its physical name. */
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
