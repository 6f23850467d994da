import type { IManagedPolicy, IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** The times at which a bucket deletes an object, and at which the service sends a reminder about it. */
export interface Expiry {
  /** The days from the upload of an object to its deletion, 2 to 365. */
  readonly days: number;
  /** The days from the reminder to the deletion, at least 1 and less than `days`. */
  readonly daysBefore: number;
}

/** The ways to start reminders, in addition to the state machines. */
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
   * True if files in a bucket become reminders.
   * @default true
   */
  readonly files?: boolean;
}

/** ARNs of topics that an earlier deployment left. */
export interface AdoptedTopicArns {
  /**
   * The topic that reminders are published to.
   * @default - a new topic
   */
  readonly reminderTopicArn?: string;
  /**
   * The topic that email addresses are subscribed to.
   * @default - a new topic
   */
  readonly emailTopicArn?: string;
  /**
   * The topic that operators are subscribed to.
   * @default - a new topic
   */
  readonly operationsTopicArn?: string;
}

/** Properties of {@link Remindme}. */
export interface RemindmeProps {
  /**
   * The service's name: 1 to 20 lower-case letters, digits and hyphens. Every physical name begins with it, and the command
   * line finds the service by it.
   * @default - `remindme-` and 8 hexadecimal digits of a hash of the stack's name and the construct's path
   */
  readonly name?: string;
  /**
   * Addresses that receive every reminder by email. Each person must confirm the subscription.
   * @default - none; people can subscribe later
   */
  readonly emails?: readonly string[];
  /**
   * Addresses that receive failure emails and alarms.
   * @default - none; operators can subscribe to the operations topic later
   */
  readonly alarmEmails?: readonly string[];
  /**
   * The ways to start reminders, in addition to the state machines.
   * @default - all of them
   */
  readonly intake?: IntakeProps;
  /**
   * Address of the runbook, for the links in alarms: your copy of this repository's `docs/runbook.md`.
   * @default 'docs/runbook.md'
   */
  readonly runbook?: string;
  /**
   * True if a function looks once a day for problems that no alarm reports.
   * @default true
   */
  readonly sweep?: boolean;
  /**
   * The maximum number of days for which a reminder's execution waits, 1 to 365. A reminder that is due later is scheduled in
   * EventBridge Scheduler, which has a quota of 10,000,000 schedules. Step Functions has a quota of 1,000,000 open executions.
   * @default 365
   */
  readonly holdDays?: number;
  /**
   * The prefix of the names of CloudWatch alarms. If such an alarm is in ALARM for an hour, the service sends a reminder.
   * @default - no alarms
   */
  readonly ringingAlarms?: string;
  /**
   * The times at which a bucket of the service deletes its objects, and at which the service sends reminders about them.
   * @default - no bucket
   */
  readonly expiringObjects?: Expiry;
  /**
   * Prefix of the names of the stacks that the stack creator may change.
   * @default - the service's name and a hyphen
   */
  readonly stackPrefix?: string;
  /**
   * The role that CloudFormation assumes for the stacks of the stack creator: a role, or the object `{ roleArn }`.
   * @default - a new role without permissions
   */
  readonly deploymentRole?: Pick<IRole, 'roleArn'>;
  /**
   * An existing topic that reminders are published to. The service does not change its policy.
   * @default - a new topic
   */
  readonly reminderTopic?: ITopic;
  /**
   * An existing topic that notifies operators. CloudWatch must be allowed to publish to it. The service does not change its
   * policy.
   * @default - a new topic
   */
  readonly operationsTopic?: ITopic;
  /**
   * The key that encrypts new topics and queues. If it is not in this app, its policy must allow CloudWatch, EventBridge and SNS
   * to use it.
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: IKey;
  /**
   * The permissions boundary of every role.
   * @default - none
   */
  readonly permissionsBoundary?: IManagedPolicy;
  /**
   * ARNs of topics that a removed deployment left. This deployment uses them with their subscriptions.
   * @default - new topics
   */
  readonly adoptedTopicArns?: AdoptedTopicArns;
  /**
   * True if this deployment uses the schedule group that a removed deployment left, with the schedules in it.
   * @default false
   */
  readonly adoptSchedules?: boolean;
}
