import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';
import { addThrottledAlarm } from './throttled-alarm.ts';

/** Properties of {@link ExpressStateMachineAlarms}. */
export interface ExpressStateMachineAlarmsProps {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** Names the state machine in alarms, such as `lateness`. */
  readonly key: string;
  /** The Express state machine. */
  readonly stateMachine: IStateMachine;
  /** What a failed or timed-out execution means: a sentence. */
  readonly whenFailed: string;
  /** What throttled executions mean: a sentence without its full stop. */
  readonly whenThrottled: string;
  /** Anchor of the section in the runbook. */
  readonly section: string;
}

/**
 * Alarms on an Express state machine: executions that failed, timed out or were throttled. Step Functions sends no events about
 * Express executions (AWS Step Functions Developer Guide, "Automating Step Functions event delivery with EventBridge"), so
 * no rule could report each.
 */
export class ExpressStateMachineAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ExpressStateMachineAlarmsProps) {
    super(scope, id);
    const { alarms, key, stateMachine, whenFailed, whenThrottled, section } = props;
    const { period } = THRESHOLDS;

    addRunbookAlarm(this, 'Failed', alarms, {
      name: `${key}-failed`,
      description: whenFailed,
      section,
      metric: stateMachine.metricFailed({ period }),
      threshold: THRESHOLDS.failedExpressExecutions,
    });
    addRunbookAlarm(this, 'TimedOut', alarms, {
      name: `${key}-timed-out`,
      description: whenFailed,
      section,
      metric: stateMachine.metricTimedOut({ period }),
      threshold: THRESHOLDS.failedExpressExecutions,
    });
    addThrottledAlarm(this, alarms, { key, stateMachine, whenThrottled });
  }
}
