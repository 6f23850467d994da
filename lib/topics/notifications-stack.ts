import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { ServiceDashboard } from '../dashboard/service-dashboard.ts';
import { EmailThrottle } from '../email-throttle/email-throttle.ts';
import { LineUpEmailFunction } from '../email-throttle/line-up-email-function.ts';
import { warnWithoutPipes } from '../email-throttle/pipe-regions.ts';
import { subscribeEmails } from '../kit/access/email-subscriptions.ts';
import { OperationsTopic } from '../operations/operations-topic.ts';
import { ReportFailureFunction } from '../operations/report-failure-function.ts';
import { ServiceAlarms } from '../operations/service-alarms.ts';
import { UnhandledQueue } from '../operations/unhandled-queue.ts';
import type { Settings } from '../settings.ts';
import { ReminderTopic } from './reminder-topic.ts';
import { UndeliveredQueue } from './undelivered-queue.ts';

/** Properties of {@link NotificationsStack}. */
export interface NotificationsStackProps extends StackProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
}

/**
 * The stack of everything that must survive (topics with their subscriptions, parameters with their ARNs, queues of what is still to be
 * delivered) and of what works behind the reminders: email, failure emails, alarms and the dashboard.
 */
export class NotificationsStack extends Stack {
  /** The topic that every reminder goes to. */
  readonly topic: ITopic;
  /** The parameter that holds that topic's ARN. */
  readonly topicParameter: IStringParameter;
  /** Keeps the requests that could not be delivered. */
  readonly undeliveredQueue: IQueue;

  constructor(scope: Construct, id: string, props: NotificationsStackProps) {
    super(scope, id, props);

    const { name: service, emails, alarmEmails, runbook } = props.settings;
    const { parameters, alarm } = physicalNames(service);
    const { topic: reminderTopic, parameter: topicParameter } = new ReminderTopic(this, 'ReminderTopic', {
      parameterName: parameters.topicArn,
      purpose: 'every reminder goes to',
    });
    const { topic: emailTopic } = new ReminderTopic(this, 'EmailTopic', {
      parameterName: parameters.emailTopicArn,
      purpose: 'email addresses are subscribed to',
    });
    subscribeEmails(emailTopic, emails, {
      id: 'remindme:no-email',
      meaning: 'Nobody is subscribed yet',
      setting: 'email',
      output: 'EmailTopicArn',
    });
    const { topic: operationsTopic } = new OperationsTopic(this, 'Operations', {
      parameterName: parameters.operationsTopicArn,
      prefix: alarm(''),
      emails: alarmEmails,
    });
    if (!runbook.startsWith('https://')) {
      Annotations.of(this).addInfoV2(
        'remindme:no-runbook',
        `Alarms link to ${runbook}, which nobody can click: deploy with -c runbook=https://example.com/remindme/docs/runbook.md, the address of your copy of the runbook.`,
      );
    }

    const undeliveredQueue = new UndeliveredQueue(this, 'UndeliveredQueue').queue;
    new StringParameter(this, 'UndeliveredQueueParameter', {
      parameterName: parameters.undeliveredQueueUrl,
      description: 'URL of the queue that keeps reminders that could not be delivered',
      stringValue: undeliveredQueue.queueUrl,
    });
    const unhandledQueue = new UnhandledQueue(this, 'UnhandledQueue').queue;
    new StringParameter(this, 'UnhandledQueueParameter', {
      parameterName: parameters.unhandledQueueUrl,
      description: 'URL of the queue that keeps events that no function could handle',
      stringValue: unhandledQueue.queueUrl,
    });

    // the CDK command sets this variable; the stack itself names no region
    warnWithoutPipes(this, process.env['CDK_DEFAULT_REGION']);
    const throttle = new EmailThrottle(this, 'EmailThrottle', { service, emailTopic, operationsTopic });
    new LineUpEmailFunction(this, 'LineUpEmail', {
      service,
      runbook,
      reminderTopic,
      emailTopic,
      throttledQueue: throttle.queue,
      unhandledQueue,
    });
    new ReportFailureFunction(this, 'ReportFailure', {
      service,
      runbook,
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
    new ServiceDashboard(this, 'Dashboard', { service, runbook, topics, queues });
    this.topic = reminderTopic;
    this.topicParameter = topicParameter;
    this.undeliveredQueue = undeliveredQueue;

    new CfnOutput(this, 'TopicArn', {
      value: reminderTopic.topicArn,
      description: 'The topic that every reminder goes to',
    });
    new CfnOutput(this, 'EmailTopicArn', {
      value: emailTopic.topicArn,
      description:
        'The topic that email addresses are subscribed to; it gets every reminder, no faster than SNS delivers email',
    });
    new CfnOutput(this, 'UndeliveredQueueUrl', {
      value: undeliveredQueue.queueUrl,
      description: 'The queue that keeps reminders that could not be delivered',
    });
    new CfnOutput(this, 'OperationsTopicArn', {
      value: operationsTopic.topicArn,
      description: 'The topic that notifies operators',
    });
  }
}
