import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { ServiceDashboard } from '../dashboard/service-dashboard.ts';
import type { EmailThrottle } from '../email-throttle/email-throttle.ts';
import { acknowledgeLoggingAndTracing } from '../kit/access/acknowledged-wildcards.ts';
import { FunctionAlarms } from '../kit/alarms/function-alarms.ts';
import { OpenExecutionsAlarms } from '../kit/alarms/open-executions-alarms.ts';
import type { AlarmContext } from '../kit/alarms/runbook-alarm.ts';
import { Lateness } from '../lateness/lateness.ts';
import type { FailureEmails } from '../operations/failure-emails.ts';
import { StateMachineAlarms } from '../operations/state-machine-alarms.ts';
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
  /** The topic that the addresses are subscribed to. */
  readonly emailTopic: ITopic;
  /** What sends the emails, for the dashboard. */
  readonly emailThrottle: EmailThrottle;
  /** The parameter that holds the topic's ARN. */
  readonly topicParameter: IStringParameter;
  /** Keeps the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
  /** Where alarms report to. */
  readonly alarms: AlarmContext;
  /** Emails operators about failed executions. */
  readonly failureEmails: FailureEmails;
  /** Keeps the events that could not be delivered. */
  readonly eventDeadLetterQueue: IQueue;
}

/** The stack that sends reminders: the function and the two state machines, with their alarms. */
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

    const machines = (['sns', 'lambda'] as const).map((key: Via) => ({
      key,
      name: stateMachines[key],
      machine: { sns, lambda }[key].stateMachine,
    }));
    for (const { key, name, machine } of machines) {
      new StateMachineAlarms(this, `Alarms-${key}`, {
        alarms: props.alarms,
        key,
        stateMachine: machine,
        stateMachineName: name,
        eventDeadLetterQueue: props.eventDeadLetterQueue,
        whenFailed: 'A reminder was not sent',
        whenThrottled: 'Reminders are late',
        failureEmails: props.failureEmails,
        section: 'reminders-that-were-not-sent',
      });
    }
    new FunctionAlarms(this, 'FunctionAlarms', {
      alarms: props.alarms,
      key: 'send-reminder',
      function: sendReminder.function,
      timeout: sendReminder.timeout,
    });
    new OpenExecutionsAlarms(this, 'OpenExecutions', props.alarms);
    const lateness = new Lateness(this, 'Lateness', {
      alarms: props.alarms,
      stateMachines: machines,
      eventDeadLetterQueue: props.eventDeadLetterQueue,
    });
    new ServiceDashboard(this, 'Dashboard', {
      service: props.settings.name,
      runbook: props.settings.runbook,
      reminders: machines,
      lateness,
      function: sendReminder.function,
      timeout: sendReminder.timeout,
      topics: { reminders: props.topic, emails: props.emailTopic },
      operationsTopic: props.alarms.operationsTopic,
      emailThrottle: props.emailThrottle,
      undeliveredQueue: props.undeliveredQueue,
      failureEmails: props.failureEmails,
      eventDeadLetterQueue: props.eventDeadLetterQueue,
    });

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
