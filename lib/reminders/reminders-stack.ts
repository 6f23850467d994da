import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { acknowledgeLoggingAndTracing } from '../kit/access/acknowledged-wildcards.ts';
import type { Settings } from '../settings.ts';
import { ReminderStateMachine } from './reminder-state-machine.ts';
import { SendReminderFunction } from './send-reminder-function.ts';
import { sendWithLambda, sendWithSns } from './send-task.ts';

/** Properties of {@link RemindersStack}. */
export interface RemindersStackProps extends StackProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
  /** The topic that every reminder goes to. */
  readonly topic: ITopic;
  /** The parameter that holds the topic's ARN. */
  readonly topicParameter: IStringParameter;
  /** Keeps the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
}

/** What sends reminders: the function and the two state machines. */
export class RemindersStack extends Stack {
  constructor(scope: Construct, id: string, props: RemindersStackProps) {
    super(scope, id, props);
    const { stateMachines, functions, parameters } = physicalNames(props.settings.name);

    const viaSns = new Construct(this, 'ViaSns');
    const sns = new ReminderStateMachine(viaSns, 'Reminder', {
      stateMachineName: stateMachines.sns,
      comment: 'Waits until a reminder is due, then publishes it with the SNS integration of Step Functions.',
      parameterName: parameters.stateMachineArn('sns'),
      send: sendWithSns(viaSns, props.topic),
      undeliveredQueue: props.undeliveredQueue,
    });
    acknowledgeLoggingAndTracing(sns.stateMachine);

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
    });
    acknowledgeLoggingAndTracing(lambda.stateMachine);

    new CfnOutput(this, 'SnsStateMachineArn', {
      value: sns.stateMachine.stateMachineArn,
      description: 'Starts a reminder that is sent with the SNS integration',
    });
    new CfnOutput(this, 'LambdaStateMachineArn', {
      value: lambda.stateMachine.stateMachineArn,
      description: 'Starts a reminder that is sent by the Lambda function',
    });
  }
}
