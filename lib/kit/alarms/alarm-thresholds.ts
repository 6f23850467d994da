import { Duration } from 'aws-cdk-lib';

/** When alarms ring, each with its reason. They stand here once: alarms, dashboard and tests read them. */
export const THRESHOLDS = {
  /**
   * Most metrics come once a minute, but the first of a queue that was quiet takes up to fifteen (Amazon SQS Developer Guide, "Monitoring
   * queues with CloudWatch"), and nothing here is won by a minute.
   */
  period: Duration.minutes(5),

  /** Executions that ended badly, rejections and cancellations aside. One is one promise broken. */
  failedExecutions: 1,

  /** Executions that Step Functions ended at their time limit, a year and an hour: none should ever get there. */
  timedOutExecutions: 1,

  /**
   * Throttled state transitions. A burst is throttled for moments and catches up by itself; only three periods on end, as
   * long as a task is retried, mean that reminders are late for good.
   */
  throttledTransitions: { count: 1, periods: 3 },

  /** Failed executions of which nobody could be told. One is one too many. */
  unreportedFailures: 1,

  /** Events that EventBridge could not hand on to what makes something of them. It tries for an hour: nothing should be left over. */
  eventsNotHandedOn: 1,

  /**
   * Shares of the executions that the account may have open in a region that ring, in percent. At the first there is time to ask
   * AWS for more, which takes days; at the second reminders that are added now may soon be refused.
   */
  openExecutionsPercent: { early: 50, urgent: 80 },

  /**
   * Errors of the function. Step Functions tries again, so that one is no harm yet; it is told because so little code, which never
   * fails, has no reason to begin.
   */
  functionErrors: 1,

  /** Throttled calls of the function: as for transitions, moments are normal in a burst, a quarter of an hour is not. */
  functionThrottles: { count: 1, periods: 3 },

  /**
   * Longest run of the function, as a share of its time limit of 30 s. Its calls end at 25 s by its own limit, a usual run takes
   * less than one: at 60 %, 18 s, SNS or Parameter Store have long been in trouble.
   */
  functionDurationPercent: 60,

  /**
   * Runs of the function at the same time: half of the default quota, 1,000 for all functions of an account and region. A new
   * account has less until it uses it (AWS Lambda Developer Guide, "Lambda quotas"): it hears of throttled calls first.
   */
  functionConcurrency: 500,

  /** Reminders in the queue of undelivered ones. One is one promise broken. */
  undelivered: 1,

  /**
   * For how long there are undelivered reminders. One is lost after 14 days; five hours without anybody's answer are worth a second
   * call. It is told by a message in each of five hours on end, for two reasons of the Amazon SQS Developer Guide: it leaves out of
   * `ApproximateAgeOfOldestMessage` what was received three times ("Available CloudWatch metrics"), and whoever looks receives; and it
   * may count no more when nobody has touched a queue for six hours ("Monitoring queues with CloudWatch").
   */
  undeliveredAge: { period: Duration.hours(1), periods: 5 },

  /**
   * Messages that SNS gave up on. One may be one subscriber's full mailbox, but there are few subscribers, and each counts on
   * what does not come.
   */
  failedNotifications: 1,

  /**
   * An hour of the clock in which reminders were sent and nobody got one. An hour, because an email that was published at the end of
   * a period and delivered in the next looks like one that was not delivered: once in 3,600, where that takes a second. Of the clock,
   * because the end of a window that slides goes past every email.
   */
  reachedNobody: { period: Duration.hours(1), hours: 1 },

  /** How late a reminder was sent. The contract itself takes 60 s of skew as being on time. */
  lateness: Duration.seconds(60),

  /**
   * Executions of what works behind the reminders that failed or timed out: emails on their way, and measurements of lateness, without
   * which nobody would see that reminders are late. None has a reason to fail.
   */
  failedExpressExecutions: 1,

  /** Age of the oldest message that has no place in a line yet. It takes moments; after five minutes something is broken. */
  emailNotLinedUpAge: Duration.minutes(5),

  /**
   * How long the first email of the lines has waited, or the first notice of a failure. A quarter of an hour is as late as a reminder
   * itself may be through its retries; more than 3,000 that are due together take longer.
   */
  emailAge: Duration.minutes(15),

  /** Emails put aside after all tries. One is one promise broken. */
  unsentEmails: 1,
} as const;
