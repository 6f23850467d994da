import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { ServiceDashboard } from '../dashboard/service-dashboard.ts';
import { EmailSender } from '../email-throttle/email-sender.ts';
import { LineUpEmailFunction } from '../email-throttle/line-up-email-function.ts';
import { warnWithoutPipes } from '../email-throttle/pipe-regions.ts';
import { intakeNames } from '../intake/intake-names.ts';
import { subscribeEmails } from '../kit/access/email-subscriptions.ts';
import { allowDeadLetters, ruleArn } from '../kit/rules/event-rules.ts';
import { stateMachineArn } from '../kit/state-machines/state-machine-arns.ts';
import { DailySweep } from '../operations/daily-sweep.ts';
import { OperationsTopic } from '../operations/operations-topic.ts';
import { ReportFailureFunction } from '../operations/report-failure-function.ts';
import { ServiceAlarms } from '../operations/service-alarms.ts';
import { ReminderSchedules } from '../schedules/reminder-schedules.ts';
import type { Settings } from '../settings.ts';
import { KeptQueue } from './kept-queue.ts';
import { ReminderTopic } from './reminder-topic.ts';

/** Properties of {@link Notifications}. */
export interface NotificationsProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
}

/**
 * The resources that keep data: topics with their subscriptions, parameters with ARNs, and queues of undelivered messages. This
 * part also has the schedule group, the email throttle, failure emails, alarms, the daily sweep and the dashboard.
 */
export class Notifications extends Construct {
  /** The topic that reminders are published to. */
  readonly topic: ITopic;
  /** The topic that email addresses are subscribed to. It gets every reminder, at most 4 a second. */
  readonly emailTopic: ITopic;
  /** The topic that notifies operators. */
  readonly operationsTopic: ITopic;
  /** The parameter that holds the ARN of `topic`. */
  readonly topicParameter: IStringParameter;
  /** The queue for the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
  /** The schedule group for repeated reminders, and for reminders that are due in more than `holdDays` days. */
  readonly schedules: ReminderSchedules;
  /** The throttled queue for emails. */
  readonly throttledQueue: IQueue;
  /** The queue for events that no function could handle, or that SNS, EventBridge or Scheduler could not deliver. */
  readonly unhandledQueue: IQueue;
  /** The function that reports failures to operators. */
  readonly reportFailure: IFunction;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);

    const {
      name: service,
      emails,
      alarmEmails,
      runbook,
      adoptedTopicArns,
      adoptSchedules,
      sweep,
      events,
      reminderTopic: existing,
      operationsTopic: existingOperations,
      encryptionKey,
    } = props.settings;
    const { parameters, functions, stateMachines, alarm } = physicalNames(service);
    const { topic: reminderTopic, parameter: topicParameter } = new ReminderTopic(this, 'ReminderTopic', {
      parameterName: parameters.topicArn,
      purpose: 'every reminder goes to',
      adoptedArn: adoptedTopicArns.reminderTopicArn,
      existing,
      encryptionKey,
    });
    const { topic: emailTopic } = new ReminderTopic(this, 'EmailTopic', {
      parameterName: parameters.emailTopicArn,
      purpose: 'email addresses are subscribed to',
      adoptedArn: adoptedTopicArns.emailTopicArn,
      encryptionKey,
    });
    subscribeEmails(emailTopic, emails, {
      id: 'remindme:no-email',
      meaning: 'Nobody is subscribed yet',
      setting: 'email',
      property: 'emails',
      parameterName: parameters.emailTopicArn,
      isAdopted: adoptedTopicArns.emailTopicArn !== undefined,
    });
    const { topic: operationsTopic } = new OperationsTopic(this, 'Operations', {
      parameterName: parameters.operationsTopicArn,
      prefix: alarm(''),
      emails: alarmEmails,
      adoptedArn: adoptedTopicArns.operationsTopicArn,
      existing: existingOperations,
      encryptionKey,
    });
    if (!runbook.startsWith('https://')) {
      Annotations.of(this).addInfoV2(
        'remindme:no-runbook',
        `Alarms link to ${runbook}, which nobody can click: set runbook to the URL of your copy of the runbook (in the app of remindme itself: -c runbook=https://example.com/remindme/docs/runbook.md).`,
      );
    }

    const { queue: undeliveredQueue } = new KeptQueue(this, 'UndeliveredQueue', {
      parameterName: parameters.undeliveredQueueUrl,
      content: 'reminders that could not be delivered',
      encryptionKey,
    });
    const { queue: unhandledQueue } = new KeptQueue(this, 'UnhandledQueue', {
      parameterName: parameters.unhandledQueueUrl,
      content: 'events that no function could handle',
      encryptionKey,
    });
    const intake = intakeNames(props.settings);
    for (const { name, eventBus } of intake.rules) {
      allowDeadLetters(unhandledQueue, ruleArn(this, name, eventBus));
    }

    this.schedules = new ReminderSchedules(this, 'Schedules', {
      service,
      deadLetterQueue: unhandledQueue,
      isAdopted: adoptSchedules,
    });

    const { region } = Stack.of(this);
    // the CDK command sets this variable
    warnWithoutPipes(this, Token.isUnresolved(region) ? process.env['CDK_DEFAULT_REGION'] : region);
    const throttle = new EmailSender(this, 'EmailThrottle', {
      name: stateMachines.sendEmail,
      emailTopic,
      operationsTopic,
      encryptionKey,
    });
    new LineUpEmailFunction(this, 'LineUpEmail', {
      functionName: functions.lineUpEmail,
      topic: reminderTopic,
      throttledQueue: throttle.queue,
      unhandledQueue,
      service: { name: service, runbook, events, emailTopic },
    });
    const machines = [stateMachines.sns, stateMachines.lambda, stateMachines.stackCreator, ...intake.stateMachines];
    const { live: reportFailure } = new ReportFailureFunction(this, 'ReportFailure', {
      name: service,
      runbook,
      service: { events },
      stateMachineArns: machines.map((name) => stateMachineArn(this, name)),
      description: `Reports executions of ${machines.join(', ')} that failed`,
      // rejected requests and cancelled reminders are not incidents
      ignoredErrors: Object.values(NO_INCIDENT),
      throttledQueue: throttle.queue,
      unhandledQueue,
    });
    const topics = { reminders: reminderTopic, emails: emailTopic, operations: operationsTopic };
    const queues = {
      undelivered: undeliveredQueue,
      unhandled: unhandledQueue,
      kept: throttle.keptQueue,
      throttled: throttle.queue,
    };
    new ServiceAlarms(this, 'Alarms', { service, runbook, topics, queues });
    if (sweep) {
      new DailySweep(this, 'DailySweep', { service, runbook, topics, queues });
    }
    new ServiceDashboard(this, 'Dashboard', { service, runbook, topics, queues });
    this.topic = reminderTopic;
    this.emailTopic = emailTopic;
    this.operationsTopic = operationsTopic;
    this.topicParameter = topicParameter;
    this.undeliveredQueue = undeliveredQueue;
    this.throttledQueue = throttle.queue;
    this.unhandledQueue = unhandledQueue;
    this.reportFailure = reportFailure;
  }
}
