import type { Via } from '../core/naming/physical-names.ts';
import type { Status } from '../core/reminder/reminder-status.ts';
import { AWS_FAILURES, type AwsFailure, awsFailureOf } from './aws/aws-failure.ts';
import { isMaybeDone } from './aws/lost-answers.ts';

/**
 * Everything that can go wrong in `client/`, as a value to branch on.
 *
 * Functions throw a {@link ClientError} with one of these, and let errors of the AWS SDK through; {@link failureOf} turns
 * both into a value. The command line turns it into a sentence and an exit code; an HTTP API would turn it into a status and
 * problem details.
 */
export type ClientFailure = AwsFailure | DeploymentFailure | ReminderFailure | UncertainFailure | StackRequestFailure;

/** A deployment, or a part of it, that is not there. */
type DeploymentFailure =
  | {
      readonly kind: 'no-deployment';
      readonly service: string;
      readonly region: string;
      /** The names of the missing parameters; empty if none of them exists. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'no-stack-creator'; readonly service: string; readonly region: string }
  | { readonly kind: 'not-subscribed'; readonly email: string }
  /** AWS cannot end a subscription that nobody has confirmed: it ends by itself within 48 hours. */
  | { readonly kind: 'not-confirmed'; readonly email: string };

/** A reminder that cannot be found, or whose status does not allow what was asked for. */
type ReminderFailure =
  | { readonly kind: 'empty-id' }
  | { readonly kind: 'not-of-deployment'; readonly arn: string }
  | { readonly kind: 'not-found'; readonly given: string }
  /** Step Functions deleted it in this moment, 90 days after its end. */
  | { readonly kind: 'forgotten'; readonly given: string }
  | {
      readonly kind: 'ambiguous';
      readonly given: string;
      readonly candidates: readonly { readonly id: string; readonly via: Via }[];
    }
  | { readonly kind: 'not-pending'; readonly id: string; readonly status: Exclude<Status, 'pending'> }
  | { readonly kind: 'not-failed'; readonly id: string; readonly status: Exclude<Status, 'failed'> }
  | { readonly kind: 'moved'; readonly id: string; readonly newId: string }
  | { readonly kind: 'added-again'; readonly id: string; readonly newId: string }
  /** It was pending, but ended before it could be cancelled. */
  | { readonly kind: 'ended-meanwhile'; readonly id: string; readonly status: 'sent' | 'failed' }
  /** The input of the execution has no message. */
  | { readonly kind: 'no-message'; readonly id: string }
  /** The state machine refused the request, and would refuse it again. */
  | { readonly kind: 'rejected'; readonly id: string; readonly problem: string }
  /** The state machine refuses the request, by its own clock. */
  | {
      readonly kind: 'refused';
      readonly id: string;
      readonly problem: string;
      /** Milliseconds that this machine is ahead of AWS, if it is known. */
      readonly clockAhead: number | undefined;
      /** The reminder that stays pending, if this was a move. */
      readonly oldId?: string | undefined;
    }
  /** The request of a failed reminder does not pass the checks. */
  | { readonly kind: 'cannot-send-again'; readonly id: string; readonly problem: string }
  /** Every name that the reminder can have belongs to an execution that failed or was cancelled. */
  | { readonly kind: 'too-many-attempts'; readonly lastId: string; readonly attempts: number }
  | { readonly kind: 'too-many-retries'; readonly id: string; readonly attempts: number }
  /** A move to a time at which the same reminder was sent before. The old one stays pending. */
  | { readonly kind: 'sent-before'; readonly id: string; readonly newId: string }
  /** A move started the new reminder, but the old one was sent before it could be stopped. */
  | { readonly kind: 'sent-twice'; readonly id: string; readonly newId: string }
  /** A message in a queue of the service that the service does not write. */
  | { readonly kind: 'unknown-message'; readonly messageId: string }
  /** An undelivered reminder whose execution continues. */
  | { readonly kind: 'continues'; readonly id: string };

/** AWS does not say what happened to a call, or says it too late. `cause` is why. */
type UncertainFailure =
  | { readonly kind: 'maybe-started'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-moved'; readonly id: string; readonly newId: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-stopped'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-redriven'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-sent-again'; readonly id: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-both-pending'; readonly id: string; readonly newId: string; readonly cause: ClientFailure }
  | { readonly kind: 'maybe-none-pending'; readonly id: string; readonly newId: string; readonly cause: ClientFailure }
  /** An execution has this name, but AWS does not show it yet. */
  | { readonly kind: 'not-shown-yet'; readonly id: string }
  /** AWS cannot redrive the execution, and does not show yet why. */
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

/** The error that `client/` throws. */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly failure: ClientFailure,
    options?: ErrorOptions,
  ) {
    super(failure.kind, options);
  }
}

/** Tells what went wrong, for anything that was thrown. */
export function failureOf(thrown: unknown): ClientFailure {
  return thrown instanceof ClientError ? thrown.failure : awsFailureOf(thrown);
}

/** Whether AWS failed, and not the one reminder that was asked for: others would fail too. */
export function isFailureOfAws(failure: ClientFailure): boolean {
  return 'cause' in failure ? isFailureOfAws(failure.cause) : Object.hasOwn(AWS_FAILURES, failure.kind);
}

/** Waits for a call. If it fails, throws a failure with that cause. */
export async function orFail<T>(call: Promise<T>, failure: (cause: ClientFailure) => ClientFailure): Promise<T> {
  return call.catch((error: unknown) => {
    throw new ClientError(failure(failureOf(error)), { cause: error });
  });
}

/** Does the same only if AWS may have done the call although it failed; other errors pass. */
export async function orMaybe<T>(call: Promise<T>, failure: (cause: ClientFailure) => ClientFailure): Promise<T> {
  return call.catch((error: unknown) => {
    throw isMaybeDone(error) ? new ClientError(failure(failureOf(error)), { cause: error }) : error;
  });
}
