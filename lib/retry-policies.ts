import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Retry policies of the tasks, by the service that they call. In each the errors that AWS names for that service come
 * first, with the longer patience; then whatever else fails, with the shorter one. Jitter spreads the retries of reminders
 * that were due in the same second.
 */

/**
 * For faults that pass: 10 retries after 1, 2, 4, 8, 16, 32, 64, 128, 256 and 300 s, in all at most 811 s (with full
 * jitter about half of it). A reminder that is a quarter of an hour late is still worth sending.
 */
const patient: RetryProps = {
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(300),
  maxAttempts: 10,
  jitterStrategy: JitterType.FULL,
};

/** For faults that nobody foresaw: 3 retries after 1, 2 and 4 s, in all at most 7 s. */
const brief: RetryProps = {
  errors: ['States.TaskFailed'],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(4),
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** Errors of SNS Publish that may pass (Amazon SNS API Reference, Publish, Errors). */
const SNS_ERRORS = [
  'SNS.InternalErrorException',
  'SNS.ThrottledException',
  'SNS.KMSThrottlingException',
  'SNS.AmazonSNSException',
  'SNS.SdkClientException',
  'States.Timeout',
];

/** Retries of SNS Publish. */
export const SNS_RETRIES: readonly RetryProps[] = [{ ...patient, errors: SNS_ERRORS }, brief];

/** The same in a state machine that a queue starts again, with more patience than it has itself. */
export const SNS_BRIEF_RETRIES: readonly RetryProps[] = [{ ...brief, errors: [...SNS_ERRORS, 'States.TaskFailed'] }];

/**
 * Retries of Lambda Invoke (AWS Step Functions Developer Guide, "Handle transient Lambda service exceptions"), and of what
 * the function passes on: an error of its own SDK calls keeps its name, which has no prefix.
 */
export const LAMBDA_RETRIES: readonly RetryProps[] = [
  {
    ...patient,
    errors: [
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      // SNS Publish
      'ThrottledException',
      'KMSThrottlingException',
      'InternalErrorException',
      // Parameter Store GetParameter
      'ThrottlingException',
      'InternalServerError',
      // no answer in time: of one call, of all of them
      'TimeoutError',
      'AbortError',
      'States.Timeout',
    ],
  },
  brief,
];

/** Errors of SQS SendMessage that may pass (Amazon SQS API Reference, SendMessage, Errors). */
const SQS_ERRORS = [
  'SQS.RequestThrottledException',
  'SQS.KmsThrottledException',
  'SQS.AmazonSQSException',
  'SQS.SdkClientException',
  'States.Timeout',
];

/** Retries of SQS SendMessage. */
export const SQS_RETRIES: readonly RetryProps[] = [{ ...patient, errors: SQS_ERRORS }, brief];

/** The same in a state machine that a queue starts again, with more patience than it has itself. */
export const SQS_BRIEF_RETRIES: readonly RetryProps[] = [{ ...brief, errors: [...SQS_ERRORS, 'States.TaskFailed'] }];

/**
 * The same with as much patience as the five minutes of an Express execution allow: 8 retries after 1, 2, 4, 8, 16, 32, 64 and 64 s,
 * in all at most 191 s.
 */
export const SQS_EXPRESS_RETRIES: readonly RetryProps[] = [
  { ...patient, maxDelay: Duration.seconds(64), maxAttempts: 8, errors: SQS_ERRORS },
  brief,
];

/** Retries of CloudWatch Logs PutLogEvents: a measurement that comes minutes late still counts, but nobody waits for it. */
export const LOGS_RETRIES: readonly RetryProps[] = [
  {
    ...brief,
    errors: [
      'CloudWatchLogs.ServiceUnavailableException',
      'CloudWatchLogs.CloudWatchLogsException',
      'CloudWatchLogs.SdkClientException',
      'States.TaskFailed',
      'States.Timeout',
    ],
  },
];

/**
 * Errors of CloudFormation that may pass. Step Functions reports whatever CloudFormation has no exception of its own for as
 * `CloudFormation.CloudFormationException`: a throttled call ("Rate exceeded") as well as a wrong template. What it has one
 * for, such as `CloudFormation.AlreadyExistsException`, does not pass.
 */
const CLOUDFORMATION_ERRORS = [
  'CloudFormation.CloudFormationException',
  'CloudFormation.SdkClientException',
  'States.Timeout',
];

/**
 * Retries of what starts a CloudFormation operation, in all at most 7 s, because a wrong template is tried again too. The
 * client request token keeps a retry from starting a second operation.
 */
export const CLOUDFORMATION_START_RETRIES: readonly RetryProps[] = [{ ...brief, errors: CLOUDFORMATION_ERRORS }];

/** Retries of a look at a stack: 6 after 1, 2, 4, 8, 16 and 30 s, in all at most 61 s. */
export const CLOUDFORMATION_LOOK_RETRIES: readonly RetryProps[] = [
  { ...brief, errors: CLOUDFORMATION_ERRORS, maxDelay: Duration.seconds(30), maxAttempts: 6 },
];

/** Adds retriers to a task, in their order: Step Functions takes the first that names the error. */
export function addRetries(task: TaskStateBase, retries: readonly RetryProps[]): void {
  for (const retry of retries) {
    task.addRetry(retry);
  }
}
