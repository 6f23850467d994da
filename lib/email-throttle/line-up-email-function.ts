import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { eventAccess } from '../kit/functions/event-access.ts';
import { ServiceFunction } from '../kit/functions/service-function.ts';

/** The service that publishes the reminders. */
interface Service {
  /** The service's name. */
  readonly name: string;
  /** The URL or path of the runbook. */
  readonly runbook: string;
  /** True if the service has an event bus. The function then sends an event to the bus for each sent reminder. */
  readonly events: boolean;
  /** The topic to which email addresses are subscribed. */
  readonly emailTopic: ITopic;
}

/** Properties of {@link LineUpEmailFunction}. */
export interface LineUpEmailFunctionProps {
  /**
   * The function's physical name.
   * @default - a generated name
   */
  readonly functionName?: string;
  /** The topic whose messages become emails. */
  readonly topic: ITopic;
  /** The throttled queue, which gets the emails. */
  readonly throttledQueue: IQueue;
  /** The queue for events that the function could not handle. */
  readonly unhandledQueue: IQueue;
  /**
   * The maximum number of emails a second, 1 to 4.
   * @default 4
   */
  readonly maxEmailsPerSecond?: number | undefined;
  /**
   * The service that publishes the topic's messages. If given, the function also logs each reminder's lateness, and warns
   * operators if nobody is subscribed.
   * @default - the messages are not reminders
   */
  readonly service?: Service;
}

/**
 * The function that is subscribed to the topic and puts an email into the throttled queue for each message.
 *
 * SNS invokes the function asynchronously, and Lambda runs it up to three times for a message. The queue of unhandled events
 * gets the message if the function fails three times, if the message has waited for an hour, or if SNS cannot invoke the
 * function.
 */
export class LineUpEmailFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: LineUpEmailFunctionProps) {
    const { functionName, topic, throttledQueue, unhandledQueue, maxEmailsPerSecond, service } = props;
    const events = service?.events ? eventAccess(scope, service.name) : undefined;
    super(scope, id, {
      ...(functionName !== undefined && { functionName }),
      description: 'Puts the email of a reminder into the throttled queue',
      code: 'line-up-email',
      // long enough for five calls to AWS, each with two tries of at most 3 s, and for the pauses between the tries
      timeout: Duration.seconds(50),
      permissions: [
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [throttledQueue.queueArn] }),
        ...(service
          ? [
              new PolicyStatement({
                actions: ['sns:GetTopicAttributes'],
                resources: [topic.topicArn, service.emailTopic.topicArn],
              }),
            ]
          : []),
        ...(events?.permissions ?? []),
      ],
      environment: {
        QUEUE_URL: throttledQueue.queueUrl,
        ...(service && {
          REMINDER_TOPIC_ARN: topic.topicArn,
          EMAIL_TOPIC_ARN: service.emailTopic.topicArn,
          METRIC_NAMESPACE: service.name,
          SERVICE: service.name,
          RUNBOOK: service.runbook,
        }),
        ...(maxEmailsPerSecond !== undefined && { EMAILS_PER_SECOND: String(maxEmailsPerSecond) }),
        ...events?.environment,
      },
    });
    this.keepUnhandledEvents(unhandledQueue);
    const subscription = topic.addSubscription(new LambdaSubscription(this.live, { deadLetterQueue: unhandledQueue }));
    Validations.of(subscription).acknowledge({
      id: 'CloudFormation-Validate::W3694',
      reason:
        'SNS takes the ARN of an alias as the endpoint of a function (AWS Lambda Developer Guide, "Lambda function aliases").',
    });
  }
}
