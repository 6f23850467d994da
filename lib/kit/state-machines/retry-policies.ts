import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Retry policies of the tasks, by the service that they call. They name the errors that do not pass by themselves, and retry
 * them briefly. Every other error counts as one that passes and is retried for longer, because a service in trouble returns
 * more errors than its documentation lists, and SDKs and networks add theirs. Jitter spreads the retries of reminders that
 * were due in the same second.
 *
 * The order matters: Step Functions uses the first retrier that names an error.
 */

/**
 * Every error of a task: `States.TaskFailed` stands for all but the timeout (AWS Step Functions Developer Guide, "Error
 * names"). Step Functions never retries `States.DataLimitExceeded` and `States.Runtime`.
 */
const ANY = [Errors.TASKS_FAILED, Errors.TIMEOUT];

/**
 * For faults that pass: 10 retries after 1, 2, 4, 8, 16, 32, 64, 128, 256 and 300 s, at most 811 s in all and about half of
 * that with full jitter. A reminder that is a quarter of an hour late is still worth sending.
 */
const patient: RetryProps = {
  errors: ANY,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(300),
  maxAttempts: 10,
  jitterStrategy: JitterType.FULL,
};

/**
 * For faults that a person has to fix: 3 retries after 1, 2 and 4 s, at most 7 s in all. They bridge a deployment, and the
 * seconds until a new permission takes effect.
 */
const brief: RetryProps = {
  errors: ANY,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(4),
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** Errors of Step Functions that do not pass: an expression fails again, a permission stays missing. */
const STATES_ERRORS = ['States.QueryEvaluationError', Errors.PERMISSIONS];

/** Retries every error patiently, but briefly those that do not pass. */
const patientExceptWith = (errors: readonly string[]): readonly RetryProps[] => [
  { ...brief, errors: [...errors, ...STATES_ERRORS] },
  patient,
];

/** Errors of KMS keys, which SNS and Lambda share. */
const KEY_ERRORS = [
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
];

/** Errors of SNS Publish that do not pass (Amazon SNS API Reference, Publish, Errors). */
const SNS_ERRORS = [
  'AuthorizationErrorException',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'NotFoundException',
  'ValidationException',
  ...KEY_ERRORS,
];

/** Errors of Lambda Invoke that do not pass (AWS Lambda API Reference, Invoke, Errors). */
const LAMBDA_ERRORS = [
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'RequestTooLargeException',
  'ResourceNotFoundException',
  ...KEY_ERRORS,
];

/**
 * The names that MiniStack 1.5.33, without `local/ministack/repairs`, has for every error of SNS Publish and of a function.
 * AWS has no such names. They are retried briefly, because someone who tries the service there is waiting.
 */
const LOCAL_ERRORS = { sns: 'SNS.PublishFailed', function: 'Runtime.HandlerError' };

/** Gives errors of a service the names that they have in Step Functions. */
const named = (service: string, errors: readonly string[]) => errors.map((error) => `${service}.${error}`);

/** Retries of SNS Publish. */
export const SNS_RETRIES: readonly RetryProps[] = patientExceptWith([...named('SNS', SNS_ERRORS), LOCAL_ERRORS.sns]);

/**
 * Retries of Lambda Invoke and of the function's own errors. Errors of its SDK calls, SNS Publish and Parameter Store
 * GetParameter (AWS Systems Manager API Reference, GetParameter, Errors), keep their names without a prefix.
 */
export const LAMBDA_RETRIES: readonly RetryProps[] = patientExceptWith([
  ...named('Lambda', LAMBDA_ERRORS),
  ...SNS_ERRORS,
  'AccessDeniedException',
  'ParameterNotFound',
  'MalformedEventError',
  LOCAL_ERRORS.function,
]);

/** Retries of SQS SendMessage (Amazon SQS API Reference, SendMessage, Errors). */
export const SQS_RETRIES: readonly RetryProps[] = patientExceptWith(
  named('SQS', ['InvalidMessageContentsException', 'QueueDoesNotExistException']),
);

/**
 * Retries of work with a rate limit. They have no jitter, which could put several tries into one second: a Publish whose
 * answer was lost has sent an email all the same.
 */
export const PACED_RETRIES: readonly RetryProps[] = [{ ...brief, jitterStrategy: JitterType.NONE }];

/**
 * Errors of CloudFormation that may pass. Step Functions reports an error without an exception of its own as
 * `CloudFormation.CloudFormationException`: a throttled call ("Rate exceeded") and also a wrong template. Errors with an
 * exception of their own, such as `CloudFormation.AlreadyExistsException`, do not pass.
 */
const CLOUDFORMATION_ERRORS = [
  'CloudFormation.CloudFormationException',
  'CloudFormation.SdkClientException',
  'States.Timeout',
];

/**
 * Retries of a call that starts a CloudFormation operation. They take at most 7 s, because they also retry a wrong template.
 * The client request token keeps a retry from starting a second operation.
 */
export const CLOUDFORMATION_START_RETRIES: readonly RetryProps[] = [{ ...brief, errors: CLOUDFORMATION_ERRORS }];

/**
 * Retries of a look at a stack: 3 after 10, 20 and 30 s. A retry adds 3 events to the history and a look 9; with at least 10 s
 * for each retry and no jitter, retries never make events faster than looks every 30 s do.
 */
export const CLOUDFORMATION_LOOK_RETRIES: readonly RetryProps[] = [
  {
    errors: CLOUDFORMATION_ERRORS,
    interval: Duration.seconds(10),
    backoffRate: 2,
    maxDelay: Duration.seconds(30),
    maxAttempts: 3,
    jitterStrategy: JitterType.NONE,
  },
];

/** Adds retriers to a task, in their order. */
export function addRetries(task: TaskStateBase, retries: readonly RetryProps[]): void {
  for (const retry of retries) {
    task.addRetry(retry);
  }
}
