import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { ServiceFunction } from '../kit/functions/service-function.ts';

/** Properties of {@link LineUpEmailFunction}. */
export interface LineUpEmailFunctionProps {
  /** The service's name. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** The topic whose messages are to be sent by email. */
  readonly reminderTopic: ITopic;
  /** The topic that the addresses are subscribed to. */
  readonly emailTopic: ITopic;
  /** Where emails wait. */
  readonly throttledQueue: IQueue;
  /** Keeps what the function could not handle. */
  readonly unhandledQueue: IQueue;
}

const ENTRY = join(import.meta.dirname, '..', '..', 'lambda', 'line-up-email', 'handler.ts');

/**
 * The function that is subscribed to the topic of reminders and puts the email of each into the throttled queue.
 *
 * SNS only hands a message over to Lambda's asynchronous queue, which tries the function three times. What fails three times, or has
 * waited for an hour, goes to the queue of unhandled events; what SNS cannot hand over goes there too.
 */
export class LineUpEmailFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: LineUpEmailFunctionProps) {
    const { service, reminderTopic, emailTopic, throttledQueue, unhandledQueue } = props;
    super(scope, id, {
      functionName: physicalNames(service).functions.lineUpEmail,
      description: 'Puts the email of a reminder into the throttled queue',
      entry: ENTRY,
      // four calls of two tries each, at most 4 s a try, and their pauses
      timeout: Duration.seconds(40),
      permissions: [
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [throttledQueue.queueArn] }),
        new PolicyStatement({
          actions: ['sns:GetTopicAttributes'],
          resources: [reminderTopic.topicArn, emailTopic.topicArn],
        }),
      ],
      environment: {
        QUEUE_URL: throttledQueue.queueUrl,
        REMINDER_TOPIC_ARN: reminderTopic.topicArn,
        EMAIL_TOPIC_ARN: emailTopic.topicArn,
        METRIC_NAMESPACE: service,
        SERVICE: service,
        RUNBOOK: props.runbook,
      },
    });
    this.keepUnhandledEvents(unhandledQueue);
    reminderTopic.addSubscription(new LambdaSubscription(this.live, { deadLetterQueue: unhandledQueue }));
  }
}
