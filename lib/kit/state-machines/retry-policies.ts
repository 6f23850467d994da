import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * The retry policies for tasks, by service or by kind of call. Most policies list the permanent errors, which they retry only
 * briefly. They retry every other error for longer, because services, SDKs and networks return undocumented errors during an
 * outage. Jitter spreads the retries of reminders that were due in the same second. The SDK clients in the function that sends
 * reminders also retry a failed call once (`lambda/send-reminder/clients.ts`).
 *
 * The order of the retriers matters, because Step Functions uses the first retrier that matches the error.
 */

/**
 * All errors of a task that Step Functions can retry. `States.TaskFailed` stands for all errors except the timeout (AWS Step
 * Functions Developer Guide, "Error names"). Step Functions never retries `States.DataLimitExceeded` and `States.Runtime`.
 */
const ANY = [Errors.TASKS_FAILED, Errors.TIMEOUT];

/**
 * The retrier for temporary errors, with 10 retries after delays of 1, 2, 4, 8, 16, 32, 64, 128, 256 and 300 s. The delays are
 * at most 811 s in total, and about half of that with full jitter. A reminder that is a quarter of an hour late is still
 * useful.
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
 * The retrier for permanent errors, which a person has to fix. It has 3 retries after 1, 2 and 4 s, at most 7 s in total. The
 * retries help while a deployment is in progress, or until a new permission takes effect.
 */
const brief: RetryProps = {
  errors: ANY,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(4),
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** Permanent errors from Step Functions: an expression failed, or a permission is missing. */
const STATES_ERRORS = ['States.QueryEvaluationError', Errors.PERMISSIONS];

/** Builds a policy that retries the given errors and {@link STATES_ERRORS} briefly, and all other errors for longer. */
const patientExceptWith = (errors: readonly string[]): readonly RetryProps[] => [
  { ...brief, errors: [...errors, ...STATES_ERRORS] },
  patient,
];

/** Errors about KMS keys, which both SNS and Lambda return. */
const KEY_ERRORS = [
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
];

/** Permanent errors from SNS Publish (Amazon SNS API Reference, Publish, Errors). */
const SNS_ERRORS = [
  'AuthorizationErrorException',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'NotFoundException',
  'ValidationException',
  ...KEY_ERRORS,
];

/** Permanent errors from Lambda Invoke (AWS Lambda API Reference, Invoke, Errors). */
const LAMBDA_ERRORS = [
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'RequestTooLargeException',
  'ResourceNotFoundException',
  ...KEY_ERRORS,
];

/**
 * The names that MiniStack 1.5.33 gives to every error of SNS Publish and of a function, unless `local/ministack/repairs` is
 * loaded. AWS has no such names. These errors are retried briefly, because a user of local AWS is waiting for the result.
 */
const LOCAL_ERRORS = { sns: 'SNS.PublishFailed', function: 'Runtime.HandlerError' };

/** Adds the service's prefix to the names of its errors, because Step Functions reports them with this prefix. */
const named = (service: string, errors: readonly string[]) => errors.map((error) => `${service}.${error}`);

/** The retry policy for SNS Publish. */
export const SNS_RETRIES: readonly RetryProps[] = patientExceptWith([...named('SNS', SNS_ERRORS), LOCAL_ERRORS.sns]);

/**
 * The retry policy for Lambda Invoke and for the errors of the function that sends reminders. The function calls SNS Publish
 * and Parameter Store GetParameter (AWS Systems Manager API Reference, GetParameter, Errors), whose errors it throws without a
 * prefix.
 */
export const LAMBDA_RETRIES: readonly RetryProps[] = patientExceptWith([
  ...named('Lambda', LAMBDA_ERRORS),
  ...SNS_ERRORS,
  'AccessDeniedException',
  'ParameterNotFound',
  'MalformedEventError',
  LOCAL_ERRORS.function,
]);

/** The retry policy for SQS SendMessage (Amazon SQS API Reference, SendMessage, Errors). */
export const SQS_RETRIES: readonly RetryProps[] = patientExceptWith(
  named('SQS', ['InvalidMessageContentsException', 'QueueDoesNotExistException']),
);

/** The retry policy for a call that only reads. Apart from {@link STATES_ERRORS}, all errors count as temporary. */
export const READ_RETRIES: readonly RetryProps[] = patientExceptWith([]);

/** The error that StartExecution returns if the execution's name is already in use. */
export const EXISTS = 'StepFunctions.ExecutionAlreadyExistsException';

/** The retry policy for Step Functions StartExecution (AWS Step Functions API Reference, StartExecution, Errors). */
export const START_RETRIES: readonly RetryProps[] = patientExceptWith([
  EXISTS,
  ...named('StepFunctions', [
    'InvalidArnException',
    'InvalidExecutionInputException',
    'InvalidNameException',
    'StateMachineDeletingException',
    'StateMachineDoesNotExistException',
    'ValidationException',
  ]),
]);

/**
 * The retry policy for EventBridge Scheduler CreateSchedule (EventBridge Scheduler API Reference, CreateSchedule, Errors). Two
 * errors are never retried: a conflict means that an earlier try or execution has created the schedule, and an invalid request
 * stays invalid.
 */
export const SCHEDULER_RETRIES: readonly RetryProps[] = [
  { errors: named('Scheduler', ['ConflictException', 'ValidationException']), maxAttempts: 0 },
  ...patientExceptWith(named('Scheduler', ['ResourceNotFoundException'])),
];

/**
 * The retry policy for tasks with a rate limit. It has no jitter, because jitter could put several tries into one second. Each
 * try may send an email, even if its response is lost.
 */
export const PACED_RETRIES: readonly RetryProps[] = [{ ...brief, jitterStrategy: JitterType.NONE }];

/**
 * CloudFormation errors that may be temporary. Step Functions reports most errors, such as a throttled call ("Rate exceeded")
 * and an invalid template, as `CloudFormation.CloudFormationException`. Errors with their own name, such as
 * `CloudFormation.AlreadyExistsException`, are permanent.
 */
const CLOUDFORMATION_ERRORS = [
  'CloudFormation.CloudFormationException',
  'CloudFormation.SdkClientException',
  'States.Timeout',
];

/**
 * The retry policy for a call that starts a CloudFormation operation. The delays before the retries are at most 7 s in total.
 * An invalid template, which is also retried, therefore fails soon. The client request token prevents a retry from starting a
 * second operation.
 */
export const CLOUDFORMATION_START_RETRIES: readonly RetryProps[] = [{ ...brief, errors: CLOUDFORMATION_ERRORS }];

/**
 * The retry policy for a call that reads a stack. It has 3 retries, after 10, 20 and 30 s. A retry adds 3 events to the
 * execution's history, and reading a stack's status adds 9. At least 10 s pass before each retry, without jitter. Retries
 * therefore add events no faster than the normal status checks, which run every 30 s.
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

/** Permanent errors of S3 (Amazon S3 API Reference, "Error responses"). */
const S3_ERRORS = ['AccessDenied', 'NoSuchBucket'];

/** The retry policy for a function that reads and writes objects in the bucket for files. */
export const FILE_RETRIES: readonly RetryProps[] = patientExceptWith([
  ...named('Lambda', LAMBDA_ERRORS),
  ...S3_ERRORS,
  LOCAL_ERRORS.function,
]);

/**
 * The retry policy for a call to Step Functions in an Express execution, which may take at most 5 minutes. The delays add up to
 * at most 31 s. Step Functions reports an error that has no exception class, such as a throttled call, as `Sfn.SfnException`.
 */
export const STEP_FUNCTIONS_RETRIES: readonly RetryProps[] = [
  {
    errors: ['Sfn.SfnException', 'Sfn.SdkClientException', 'Sfn.ThrottlingException', Errors.TIMEOUT],
    interval: Duration.seconds(1),
    backoffRate: 2,
    maxDelay: Duration.seconds(16),
    maxAttempts: 5,
    jitterStrategy: JitterType.FULL,
  },
];

/** The retry policy for a Map Run. A retry starts again with the first batch, but starts no reminder twice. */
export const MAP_RETRIES: readonly RetryProps[] = [{ ...brief, errors: [Errors.ALL] }];

/** Adds the retriers to the task, in order. */
export function addRetries(task: TaskStateBase, retries: readonly RetryProps[]): void {
  for (const retry of retries) {
    task.addRetry(retry);
  }
}
