import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** Properties of {@link addThrottledAlarm}. */
export interface ThrottledAlarmProps {
  /** Names the state machine in alarms, such as `sns`. */
  readonly key: string;
  /** The state machine, standard or Express. */
  readonly stateMachine: IStateMachine;
  /** What throttled executions mean: a sentence without its full stop. */
  readonly whenThrottled: string;
}

/** Adds an alarm on executions of a state machine that Step Functions keeps throttling. */
export function addThrottledAlarm(
  scope: Construct,
  alarms: AlarmContext,
  { key, stateMachine, whenThrottled }: ThrottledAlarmProps,
): void {
  addRunbookAlarm(scope, 'Throttled', alarms, {
    name: `${key}-throttled`,
    description: `${whenThrottled}: Step Functions has throttled executions for a quarter of an hour.`,
    section: 'executions-throttled',
    metric: stateMachine.metricThrottled({ period: THRESHOLDS.period }),
    threshold: THRESHOLDS.throttledTransitions.count,
    periods: THRESHOLDS.throttledTransitions.periods,
  });
}
