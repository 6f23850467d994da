import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { addEventDeliveryAlarms } from '../kit/alarms/event-delivery-alarms.ts';
import { ruleMetrics } from '../kit/alarms/rule-metrics.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import { addThrottledAlarm } from '../kit/alarms/throttled-alarm.ts';
import { FailureRule, type FailureRuleProps } from './failure-rule.ts';

/** Properties of {@link StateMachineAlarms}. */
export interface StateMachineAlarmsProps
  extends Pick<FailureRuleProps, 'stateMachine' | 'stateMachineName' | 'failureEmails' | 'eventDeadLetterQueue'> {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** What a failed execution means: a sentence without its full stop. */
  readonly whenFailed: string;
  /** What throttled executions mean: a sentence without its full stop. */
  readonly whenThrottled: string;
  /** Names the state machine in alarms, such as `sns`. */
  readonly key: string;
  /** The section of the runbook about its failed executions, as its anchor. */
  readonly section: string;
}

/** The failure rule of a state machine, and alarms on executions that fail, time out or are throttled. */
export class StateMachineAlarms extends Construct {
  constructor(scope: Construct, id: string, props: StateMachineAlarmsProps) {
    super(scope, id);
    const { alarms, key, stateMachine } = props;
    const { period } = THRESHOLDS;

    const { ruleName } = new FailureRule(this, 'Failures', {
      ...props,
      ruleName: physicalNames(alarms.service).rule(`${key}-failures`),
    });
    const metrics = ruleMetrics(ruleName);
    addRunbookAlarm(this, 'Failed', alarms, {
      name: `${key}-failed`,
      description: `${props.whenFailed}: executions have failed, timed out or were aborted.`,
      section: props.section,
      metric: metrics.matched,
      threshold: THRESHOLDS.failedExecutions,
    });
    addRunbookAlarm(this, 'TimedOut', alarms, {
      name: `${key}-timed-out`,
      description: 'Executions reached their time limit, which none should.',
      section: 'executions-timed-out',
      metric: stateMachine.metricTimedOut({ period }),
      threshold: THRESHOLDS.timedOutExecutions,
    });
    addThrottledAlarm(this, alarms, props);
    addEventDeliveryAlarms(this, alarms, {
      rule: `${key}-failures`,
      metrics,
      whenUndelivered: 'EventBridge could not deliver the event of a failed execution; it is in a dead-letter queue.',
      whenLost: 'EventBridge lost the event of a failed execution.',
      section: 'failures-that-were-not-reported',
    });
  }
}
