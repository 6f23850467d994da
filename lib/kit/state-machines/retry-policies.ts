import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Retry policies of the tasks, by the service that they call. An error that does not pass by itself is named, and tried again
 * briefly; every other is taken for one that passes, and tried again with patience, because a service in trouble has more names for it
 * than its documentation, and SDKs and networks add theirs. Jitter spreads the retries of reminders that were due in the same
 * second.
 *
 * The order counts: Step Functions goes by the first retrier that names an error.
 */

/**
 * All that a task can fail with: `States.TaskFailed` names every error but the time limit (AWS Step Functions Developer Guide,
 * "Error names"). `States.DataLimitExceeded` and `States.Runtime` are never tried again, whatever stands here.
 */
const ANY = [Errors.TASKS_FAILED, Errors.TIMEOUT];

/**
 * For faults that pass: 10 retries after 1, 2, 4, 8, 16, 32, 64, 128, 256 and 300 s, in all at most 811 s (with full
 * jitter about half of it). A reminder that is a quarter of an hour late is still worth sending.
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
 * For faults that somebody has to mend: 3 retries after 1, 2 and 4 s, in all at most 7 s. A deployment may be in the middle of it, and
 * a permission takes seconds to count.
 */
const brief: RetryProps = {
  errors: ANY,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(4),
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** Errors of Step Functions itself that do not pass: an expression fails in the same way again, a permission stays missing. */
const STATES_ERRORS = ['States.QueryEvaluationError', Errors.PERMISSIONS];

/** Patience with every error, except with those that do not pass. */
const patientExceptWith = (errors: readonly string[]): readonly RetryProps[] => [
  { ...brief, errors: [...errors, ...STATES_ERRORS] },
  patient,
];

/** Errors of a key, of which SNS and Lambda have the same. */
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
 * What MiniStack 1.5.33 calls every error of SNS Publish and of a function, where it runs without `local/ministack/repairs`. AWS
 * has no such names. They tell nothing of what went wrong, and somebody tries it there and waits.
 */
const LOCAL_ERRORS = { sns: 'SNS.PublishFailed', function: 'Runtime.HandlerError' };

/** Errors of a service that Step Functions calls, under the names that it gives them. */
const named = (service: string, errors: readonly string[]) => errors.map((error) => `${service}.${error}`);

/** Retries of SNS Publish. */
export const SNS_RETRIES: readonly RetryProps[] = patientExceptWith([...named('SNS', SNS_ERRORS), LOCAL_ERRORS.sns]);

/**
 * Retries of Lambda Invoke, and of what the function passes on: errors of its own and of its SDK calls, SNS Publish and Parameter
 * Store GetParameter (AWS Systems Manager API Reference, GetParameter, Errors), keep their names, which have no prefix.
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
 * Retries with as much patience as the five minutes of an Express execution allow: 8 after 1, 2, 4, 8, 16, 32, 64 and 64 s, in all
 * at most 191 s.
 */
export const EXPRESS_RETRIES: readonly RetryProps[] = [{ ...patient, maxDelay: Duration.seconds(64), maxAttempts: 8 }];

/** Retries of what a queue starts again, with more patience than it has itself, and of what nobody waits for. */
export const BRIEF_RETRIES: readonly RetryProps[] = [brief];

/**
 * Retries of what has a pace to keep, the same without jitter, which could have several tries within a second: a Publish whose
 * answer was lost is an email all the same.
 */
export const PACED_RETRIES: readonly RetryProps[] = [{ ...brief, jitterStrategy: JitterType.NONE }];

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
