import type { IManagedPolicy, IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** The days until a bucket deletes an object, and the days from the reminder to the deletion. */
export interface Expiry {
  /** The number of days from the upload of an object to its deletion, 2 to 365. */
  readonly days: number;
  /** The number of days from the reminder to the deletion, at least 1 and less than `days`. */
  readonly daysBefore: number;
}

/** The ways to start reminders other than StartExecution. */
export interface IntakeProps {
  /**
   * True if the service has an HTTP API.
   * @default true
   */
  readonly api?: boolean;
  /**
   * True if the service has an event bus.
   * @default true
   */
  readonly events?: boolean;
  /**
   * True if the service has a bucket for files, and imports the reminders in each new file.
   * @default true
   */
  readonly files?: boolean;
}

/** ARNs of topics that a removed deployment left. */
export interface AdoptedTopicArns {
  /**
   * The ARN of the topic that reminders are published to.
   * @default - a new topic
   */
  readonly reminderTopicArn?: string;
  /**
   * The ARN of the topic that email addresses are subscribed to.
   * @default - a new topic
   */
  readonly emailTopicArn?: string;
  /**
   * The ARN of the topic that operators are subscribed to.
   * @default - a new topic
   */
  readonly operationsTopicArn?: string;
}

/** Properties of {@link Remindme}. */
export interface RemindmeProps {
  /**
   * The service's name: 1 to 20 lower-case letters, digits and hyphens, starting with a letter. Every physical name begins with
   * this name, and the command line uses it to find the service.
   * @default - `remindme-` and 8 hexadecimal digits of a hash of the stack's name and the construct's path
   */
  readonly name?: string;
  /**
   * Email addresses that receive every reminder. The owner of each address must confirm the subscription.
   * @default - none; people can subscribe later
   */
  readonly emails?: readonly string[];
  /**
   * Email addresses that receive failure emails and alarms.
   * @default - none; operators can subscribe to the operations topic later
   */
  readonly alarmEmails?: readonly string[];
  /**
   * The ways to start reminders other than StartExecution.
   * @default - all three
   */
  readonly intake?: IntakeProps;
  /**
   * The URL or path of your copy of this repository's `docs/runbook.md`. Alarms and failure emails link to it.
   * @default 'docs/runbook.md'
   */
  readonly runbook?: string;
  /**
   * True if a function looks once a day for problems that no alarm reports.
   * @default true
   */
  readonly sweep?: boolean;
  /**
   * The maximum number of days that a reminder's execution waits, 1 to 365. A reminder that is due later is scheduled in
   * EventBridge Scheduler, which has a quota of 10,000,000 schedules. Step Functions has a quota of 1,000,000 open executions.
   * @default 365
   */
  readonly holdDays?: number;
  /**
   * The name prefix of the CloudWatch alarms to watch. If one of them stays in ALARM for an hour, the service sends a reminder.
   * @default - no alarms
   */
  readonly ringingAlarms?: string;
  /**
   * Adds a bucket that deletes its objects after some days. The service sends a reminder before each deletion.
   * @default - no bucket
   */
  readonly expiringObjects?: Expiry;
  /**
   * The name prefix of the stacks that the stack creator may change.
   * @default - the service's name and a hyphen
   */
  readonly stackPrefix?: string;
  /**
   * The role that CloudFormation assumes to change the stacks of the stack creator. An object with only `roleArn` is enough.
   * @default - a new role without permissions
   */
  readonly deploymentRole?: Pick<IRole, 'roleArn'>;
  /**
   * An existing topic that reminders are published to. The service does not change the topic's policy.
   * @default - a new topic
   */
  readonly reminderTopic?: ITopic;
  /**
   * An existing topic that notifies operators. Its policy must allow CloudWatch to publish, because the service does not change
   * the policy.
   * @default - a new topic
   */
  readonly operationsTopic?: ITopic;
  /**
   * The KMS key that encrypts new topics and queues. The policy of a key from another app must allow CloudWatch, EventBridge
   * and SNS to use the key.
   * @default - keys that AWS manages, and no key for the operations topic
   */
  readonly encryptionKey?: IKey;
  /**
   * The permissions boundary of every role.
   * @default - none
   */
  readonly permissionsBoundary?: IManagedPolicy;
  /**
   * ARNs of topics that a removed deployment left. This deployment uses the topics and their subscriptions.
   * @default - new topics
   */
  readonly adoptedTopicArns?: AdoptedTopicArns;
  /**
   * True if this deployment uses the schedule group that a removed deployment left, including its schedules.
   * @default false
   */
  readonly adoptSchedules?: boolean;
}
