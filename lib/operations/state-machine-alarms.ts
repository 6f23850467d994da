import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { addHandOverAlarms } from '../kit/alarms/event-delivery-alarms.ts';
import { ruleMetrics } from '../kit/alarms/rule-metrics.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import { addThrottledAlarm } from '../kit/alarms/throttled-alarm.ts';
import { FailureRule, type FailureRuleProps } from './failure-rule.ts';

/** Properties of {@link StateMachineWatch}. */
export interface StateMachineWatchProps
  extends Pick<FailureRuleProps, 'stateMachine' | 'stateMachineName' | 'notices' | 'eventDeadLetterQueue'> {
  /** Who is told. */
  readonly alarms: AlarmContext;
  /** What it means that an execution of it has failed, a sentence without its full stop. */
  readonly whenFailed: string;
  /** What it means that its executions are held back, a sentence without its full stop. */
  readonly whenThrottled: string;
  /** Names the state machine in alarms, such as `sns`. */
  readonly key: string;
  /** The section of the runbook about its failed executions, as its anchor. */
  readonly section: string;
}

/** Sees that somebody hears of it when executions of a state machine fail, time out or are throttled. */
export class StateMachineWatch extends Construct {
  constructor(scope: Construct, id: string, props: StateMachineWatchProps) {
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
      description: 'Executions were ended at their time limit, which none should reach.',
      section: 'executions-timed-out',
      metric: stateMachine.metricTimedOut({ period }),
      threshold: THRESHOLDS.timedOutExecutions,
    });
    addThrottledAlarm(this, alarms, props);
    addHandOverAlarms(this, alarms, {
      name: `${key}-untold`,
      metrics,
      whenFailed: 'EventBridge could not tell about a failed execution.',
      whenLost: 'EventBridge could neither tell about a failed execution nor keep that it has failed.',
      section: 'failures-that-were-not-reported',
    });
  }
}
