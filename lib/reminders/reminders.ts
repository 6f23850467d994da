import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { holdFor } from '../../core/reminder/hold.ts';
import { acknowledgeLoggingAndTracing, acknowledgeSchedules } from '../kit/access/acknowledged-wildcards.ts';
import type { ReminderSchedules } from '../schedules/reminder-schedules.ts';
import type { Settings } from '../settings.ts';
import { ReminderStateMachine } from './reminder-state-machine.ts';
import { SendReminderFunction } from './send-reminder-function.ts';
import { sendWithLambda, sendWithSns } from './send-task.ts';

/** Properties of {@link Reminders}. */
export interface RemindersProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
  /** The topic that reminders are published to. */
  readonly topic: ITopic;
  /** The parameter that holds the topic's ARN. */
  readonly topicParameter: IStringParameter;
  /** The queue for the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
  /** The schedule group for reminders that are due later than an execution can wait. */
  readonly schedules: ReminderSchedules;
}

/** The part of the service that sends reminders: two state machines, and the function that one of them invokes. */
export class Reminders extends Construct {
  /** The state machine that sends reminders with the SNS integration of Step Functions. */
  readonly sns: IStateMachine;
  /** The state machine that sends reminders with a Lambda function. */
  readonly lambda: IStateMachine;

  constructor(scope: Construct, id: string, props: RemindersProps) {
    super(scope, id);
    const { stateMachines, functions, parameters } = physicalNames(props.settings.name);
    const hold = holdFor(props.settings.holdDays);

    const viaSns = new Construct(this, 'ViaSns');
    const sns = new ReminderStateMachine(viaSns, 'Reminder', {
      stateMachineName: stateMachines.sns,
      comment: 'Waits until a reminder is due, then publishes it with the SNS integration of Step Functions.',
      parameterName: parameters.stateMachineArn('sns'),
      send: sendWithSns(viaSns, props.topic),
      undeliveredQueue: props.undeliveredQueue,
      schedules: props.schedules,
      hold,
    });
    acknowledgeLoggingAndTracing(sns.stateMachine);
    acknowledgeSchedules(sns.stateMachine, props.schedules.groupName);

    const sendReminder = new SendReminderFunction(this, 'SendReminder', {
      functionName: functions.sendReminder,
      topic: props.topic,
      topicParameter: props.topicParameter,
    });
    const viaLambda = new Construct(this, 'ViaLambda');
    const lambda = new ReminderStateMachine(viaLambda, 'Reminder', {
      stateMachineName: stateMachines.lambda,
      comment: 'Waits until a reminder is due, then calls a Lambda function that publishes it.',
      parameterName: parameters.stateMachineArn('lambda'),
      send: sendWithLambda(viaLambda, sendReminder.live),
      undeliveredQueue: props.undeliveredQueue,
      schedules: props.schedules,
      hold,
    });
    acknowledgeLoggingAndTracing(lambda.stateMachine);
    acknowledgeSchedules(lambda.stateMachine, props.schedules.groupName);

    this.sns = sns.stateMachine;
    this.lambda = lambda.stateMachine;
  }
}
