import { Duration } from 'aws-cdk-lib';

/** The thresholds of all alarms, each with its reason; alarms, dashboard and tests read them here. */
export const THRESHOLDS = {
  /**
   * Most metrics come once a minute, but the first metric of a quiet queue takes up to fifteen (Amazon SQS Developer Guide, "Monitoring
   * queues with CloudWatch"), so a shorter period would gain nothing.
   */
  period: Duration.minutes(5),

  /** Executions that failed, timed out or were aborted, except rejections and cancellations. One is a broken promise. */
  failedExecutions: 1,

  /** Executions that reached their time limit of a year and an hour: none should. */
  timedOutExecutions: 1,

  /**
   * Throttled state transitions. A burst is throttled for moments and catches up by itself; three periods in a row, as long as a
   * task is retried, mean that reminders are late.
   */
  throttledTransitions: { count: 1, periods: 3 },

  /** Failure emails that could not be sent. One is one too many. */
  unsentFailureEmails: 1,

  /** Events that EventBridge could not deliver to their target. It retries for an hour: none should be left. */
  undeliveredEvents: 1,

  /**
   * Open executions in percent of the quota of the account and region. At the first there is time to ask AWS for a higher quota,
   * which takes days; at the second AWS may soon refuse new reminders.
   */
  openExecutionsPercent: { early: 50, urgent: 80 },

  /**
   * Errors of the function. Step Functions retries, so one does no harm yet; it rings because so little code has no reason to fail.
   */
  functionErrors: 1,

  /** Throttled calls of the function: moments are normal in a burst, a quarter of an hour is not. */
  functionThrottles: { count: 1, periods: 3 },

  /**
   * Longest run of the function, in percent of its time limit of 30 s. A usual run takes less than a second, and its calls end after
   * at most 25 s: at 60 %, 18 s, SNS or Parameter Store are in trouble.
   */
  functionDurationPercent: 60,

  /**
   * Concurrent executions of the function: half of the default quota, 1,000 for all functions of an account and region. A new account
   * has a lower quota (AWS Lambda Developer Guide, "Lambda quotas"); there the alarm on throttled calls rings first.
   */
  functionConcurrency: 500,

  /** Reminders in the queue of undelivered reminders. One is a broken promise. */
  undelivered: 1,

  /**
   * How long undelivered reminders may stay in the queue before a second alarm rings; SQS deletes them after 14 days. The alarm counts
   * five hours in a row with a message, and not `ApproximateAgeOfOldestMessage`, which leaves out messages that were received three times
   * (Amazon SQS Developer Guide, "Available CloudWatch metrics"). Five, because SQS may report nothing for a queue that nobody has
   * touched for six hours ("Monitoring queues with CloudWatch").
   */
  undeliveredAge: { period: Duration.hours(1), periods: 5 },

  /**
   * Notifications that SNS gave up on. One may be a full mailbox, but each subscriber counts on every reminder.
   */
  failedNotifications: 1,

  /**
   * A clock hour in which reminders were sent and nobody received one. An hour, because an email that is published at the end of a
   * period and delivered in the next looks undelivered: once in 3,600 if delivery takes a second. A clock hour, because the end of a
   * sliding window passes every email.
   */
  reachedNobody: { period: Duration.hours(1), hours: 1 },

  /** How late a reminder may be sent. The contract counts 60 s of clock skew as on time. */
  lateness: Duration.seconds(60),

  /**
   * Executions of Express state machines that failed or timed out: those that send emails and measure lateness. None has a reason to
   * fail.
   */
  failedExpressExecutions: 1,

  /** Age of the oldest message that is not in the throttled queue yet. It takes moments; after five minutes something is broken. */
  emailNotEnqueuedAge: Duration.minutes(5),

  /**
   * Age of the oldest email or failure email in its throttled queue. Retries may make a reminder a quarter of an hour late, too; more
   * than 3,000 emails that are due together take longer.
   */
  emailAge: Duration.minutes(15),

  /** Emails in a dead-letter queue after all tries. One is a broken promise. */
  unsentEmails: 1,
} as const;
