import type { Via } from '../core/naming/physical-names.ts';
import type { ListedStatus } from '../core/reminder/reminder-status.ts';
import { AWS_FAILURES, type AwsFailure, awsFailureOf } from './aws/aws-failure.ts';
import { isMaybeDone } from './aws/lost-answers.ts';

/**
 * A failure of a function in `client/`.
 *
 * Functions throw a {@link ClientError} with one of these values, or an AWS SDK error. {@link failureOf} turns either error
 * into a {@link ClientFailure}. The command line turns the failure into an error message and an exit code. The HTTP API turns
 * it into a status and problem details.
 */
export type ClientFailure = AwsFailure | DeploymentFailure | ReminderFailure | UncertainFailure | StackRequestFailure;

/** A deployment, a part of it, or a subscription is missing. */
type DeploymentFailure =
  | {
      readonly kind: 'no-deployment';
      readonly service: string;
      readonly region: string;
      /** The names of the missing parameters. Empty if none exists. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'no-stack-creator'; readonly service: string; readonly region: string }
  | { readonly kind: 'not-subscribed'; readonly email: string }
  /** The subscription is not confirmed, so AWS cannot delete it yet. AWS deletes it automatically within 48 hours. */
  | { readonly kind: 'not-confirmed'; readonly email: string };

/** A reminder cannot be found, or the operation is not possible for it. */
type ReminderFailure =
  | { readonly kind: 'empty-id' }
  | { readonly kind: 'not-of-deployment'; readonly arn: string }
  | { readonly kind: 'not-found'; readonly given: string }
  /** Step Functions has just deleted the execution, 90 days after its end. */
  | { readonly kind: 'forgotten'; readonly given: string }
  | {
      readonly kind: 'ambiguous';
      readonly given: string;
      readonly candidates: readonly { readonly id: string; readonly via: Via }[];
    }
  | { readonly kind: 'not-pending'; readonly id: string; readonly status: Exclude<ListedStatus, 'pending'> }
  | { readonly kind: 'not-failed'; readonly id: string; readonly status: Exclude<ListedStatus, 'failed'> }
  | { readonly kind: 'moved'; readonly id: string; readonly newId: string }
  | { readonly kind: 'added-again'; readonly id: string; readonly newId: string }
  /** The reminder is due only once, and the operation is for repeated reminders. */
  | { readonly kind: 'not-repeated'; readonly id: string }
  /** The reminder is repeated, and the operation is for reminders that are due once. */
  | { readonly kind: 'repeated'; readonly id: string }
  /** A repeated reminder has no occurrence left. `id` is missing if the reminder does not exist yet. */
  | { readonly kind: 'no-occurrence'; readonly id: string | undefined }
  /** The reminder was pending, but ended before it could be cancelled. */
  | { readonly kind: 'ended-meanwhile'; readonly id: string; readonly status: 'sent' | 'failed' }
  /** The execution's input has no message. */
  | { readonly kind: 'no-message'; readonly id: string }
  /** The state machine refused the request, and would refuse it again. */
  | { readonly kind: 'rejected'; readonly id: string; readonly problem: string }
  /** The request does not pass the state machine's checks, or EventBridge Scheduler does not accept it. */
  | {
      readonly kind: 'refused';
      readonly id: string;
      readonly problem: string;
      /** How far this computer's clock is ahead of AWS's, in milliseconds. Missing if unknown. */
      readonly clockAhead: number | undefined;
      /** The reminder that stays pending, if the request was a move. */
      readonly oldId?: string | undefined;
    }
  /** The request of a failed reminder does not pass the checks. */
  | { readonly kind: 'cannot-send-again'; readonly id: string; readonly problem: string }
  /** All names for the reminder are taken, for example by failed or cancelled executions. */
  | { readonly kind: 'too-many-attempts'; readonly lastId: string; readonly attempts: number }
  | { readonly kind: 'too-many-retries'; readonly id: string; readonly attempts: number }
  /** An identical reminder with the new due time was already sent. The old reminder stays pending. */
  | { readonly kind: 'sent-before'; readonly id: string; readonly newId: string }
  /** A move started the new reminder, but the old one was sent before it could be stopped. */
  | { readonly kind: 'sent-twice'; readonly id: string; readonly newId: string }
  /** A queue contains a message that the service did not write. */
  | { readonly kind: 'unknown-message'; readonly messageId: string }
  /** The execution of an undelivered reminder has been redriven and is still running. */
  | { readonly kind: 'continues'; readonly id: string };

/** It is unknown whether a call succeeded. `cause` is the error of that call. */
type UncertainFailure =
  | { readonly kind: 'maybe-started'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-moved'; readonly id: string; readonly newId: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-stopped'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-changed'; readonly id: string; readonly cause: ClientFailure }
  /**
   * A reminder was started to replace one occurrence of a repeated reminder. It is unknown whether that occurrence was skipped.
   */
  | {
      readonly kind: 'maybe-not-skipped';
      readonly id: string;
      readonly newId: string;
      /** The time of the occurrence in milliseconds since the epoch. */
      readonly occurrence: number;
      readonly cause: ClientFailure;
    }
  | { readonly kind: 'maybe-redriven'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-sent-again'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-both-pending'; readonly id: string; readonly newId: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-none-pending'; readonly id: string; readonly newId: string; readonly cause: ClientFailure }
  /** An execution with this name exists, but AWS does not return it yet. */
  | { readonly kind: 'not-shown-yet'; readonly id: string }
  /** AWS refuses to redrive the execution, but does not return the reason yet. */
  | { readonly kind: 'not-redrivable-yet'; readonly id: string };

type StackRequestFailure =
  | { readonly kind: 'stack-request-refused'; readonly problem: string }
  | { readonly kind: 'stack-request-too-long'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'stack-request-too-often'; readonly attempts: number }
  /** The stack request may have been started. */
  | {
      readonly kind: 'stack-maybe-started';
      readonly id: string;
      readonly stackName: string;
      readonly cause: ClientFailure;
    }
  | { readonly kind: 'execution-gone'; readonly id: string };

/** The error that functions in `client/` throw. */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly failure: ClientFailure,
    options?: ErrorOptions,
  ) {
    super(failure.kind, options);
  }
}

/** Turns a thrown error of any kind into a failure. */
export function failureOf(thrown: unknown): ClientFailure {
  return thrown instanceof ClientError ? thrown.failure : awsFailureOf(thrown);
}

/** True if AWS or the connection to it caused the failure, so calls for other reminders would fail too. */
export function isFailureOfAws(failure: ClientFailure): boolean {
  return 'cause' in failure ? isFailureOfAws(failure.cause) : Object.hasOwn(AWS_FAILURES, failure.kind);
}

/** Waits for a call. If the call fails, throws the failure that `failure` returns for the call's error. */
export async function orFail<T>(call: Promise<T>, failure: (cause: ClientFailure) => ClientFailure): Promise<T> {
  return call.catch((error: unknown) => {
    throw new ClientError(failure(failureOf(error)), { cause: error });
  });
}

/** Like {@link orFail}, but only if AWS may have carried out the failed call. Throws any other error unchanged. */
export async function orMaybe<T>(call: Promise<T>, failure: (cause: ClientFailure) => ClientFailure): Promise<T> {
  return call.catch((error: unknown) => {
    throw isMaybeDone(error) ? new ClientError(failure(failureOf(error)), { cause: error }) : error;
  });
}
