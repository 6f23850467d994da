import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { EmailSender } from '../email-throttle/email-sender.ts';
import { unconsumedQueue } from '../kit/access/private-queue.ts';
import { ReportFailureFunction } from './report-failure-function.ts';

/** Properties of {@link FailureEmails}. */
export interface FailureEmailsProps {
  /** The state machines whose failures are reported. */
  readonly stateMachines: readonly IStateMachine[];
  /** The topic that operators are subscribed to. */
  readonly topic: ITopic;
  /**
   * The name at the beginning of each email's subject, at most 60 printable ASCII characters.
   * @default - the stack's name
   */
  readonly name?: string;
  /**
   * The names of the errors that are not reported, such as `RequestRejected` of `WaitUntil`.
   * @default - every failure is reported
   */
  readonly ignoredErrors?: readonly string[];
}

/**
 * Emails about executions that failed, timed out or were aborted. Each email contains the error, the cause, a link to the
 * execution, and the commands that start the execution again. It never contains the execution's input. At most one email is
 * sent per second.
 */
export class FailureEmails extends Construct {
  /** The dead-letter queue of emails that SNS refused, or that could not be sent after all retries. */
  readonly keptQueue: IQueue;
  /** The dead-letter queue of failure events that the function could not handle. */
  readonly unhandledQueue: IQueue;

  constructor(scope: Construct, id: string, props: FailureEmailsProps) {
    super(scope, id);
    const { topic, stateMachines, name = Stack.of(this).stackName, ignoredErrors = [] } = props;
    const { queue, keptQueue } = new EmailSender(this, 'Sender', { emailTopic: topic, operationsTopic: topic });
    this.keptQueue = keptQueue;
    this.unhandledQueue = unconsumedQueue(this, 'Unhandled');
    new ReportFailureFunction(this, 'Report', {
      name,
      stateMachineArns: stateMachines.map(({ stateMachineArn }) => stateMachineArn),
      description: 'Reports executions that failed',
      ignoredErrors,
      throttledQueue: queue,
      unhandledQueue: this.unhandledQueue,
    });
  }
}
