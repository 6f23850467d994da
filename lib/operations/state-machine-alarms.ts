import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { addNotifyingAlarm } from '../kit/alarms/notifying-alarm.ts';
import { ALARM_PERIOD } from './service-alarms.ts';

/** Properties of {@link StateMachineAlarms}. */
export interface StateMachineAlarmsProps {
  /** The state machine to watch. */
  readonly stateMachine: IStateMachine;
  /** The topic that notifies operators. Its policy must allow CloudWatch to publish. */
  readonly topic: ITopic;
  /**
   * A queue that should be empty, such as `keptQueue` of `WaitUntil`.
   * @default - no queue is watched
   */
  readonly keptQueue?: IQueue;
  /**
   * The URL of a page that tells operators what to do. The alarms' descriptions contain this URL.
   * @default - none
   */
  readonly runbook?: string;
}

/**
 * Alarms on a state machine. They go off if an execution fails, times out or is aborted, or if Step Functions throttles the
 * state machine. If `keptQueue` is given, another alarm goes off if this queue contains messages. This construct is for other
 * CDK apps. The alarms of this service are in `service-alarms.ts`.
 */
export class StateMachineAlarms extends Construct {
  constructor(scope: Construct, id: string, props: StateMachineAlarmsProps) {
    super(scope, id);
    const { stateMachine, topic, keptQueue, runbook } = props;
    const period = { period: ALARM_PERIOD };
    const advice = runbook === undefined ? '' : ` What to do: ${runbook}`;
    const name = stateMachine.node.path;
    // one alarm on the sum of the metrics would cost as much as one alarm on each metric
    const counts = [
      ['Failed', `An execution of ${name} failed.`, stateMachine.metricFailed(period)],
      ['TimedOut', `An execution of ${name} timed out.`, stateMachine.metricTimedOut(period)],
      ['Aborted', `An execution of ${name} was aborted.`, stateMachine.metricAborted(period)],
      ['Throttled', `Step Functions throttles ${name}.`, stateMachine.metricThrottled(period)],
    ] as const;
    for (const [id, what, metric] of counts) {
      addNotifyingAlarm(this, id, { description: `${what}${advice}`, metric, threshold: 1, kind: 'count', topic });
    }
    if (keptQueue) {
      addNotifyingAlarm(this, 'Kept', {
        description: `Messages are in the queue of ${name}.${advice}`,
        metric: keptQueue.metricApproximateNumberOfMessagesVisible({ ...period, statistic: 'Maximum' }),
        threshold: 1,
        kind: 'level',
        topic,
      });
    }
  }
}
