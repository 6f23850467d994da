import type { ClientFailure } from '../../client/failures.ts';
import { show } from '../../core/text/show-value.ts';
import { HttpProblem } from './http-problem.ts';

type Kind = ClientFailure['kind'];
type Details = { readonly [Each in Kind]?: (failure: Extract<ClientFailure, { readonly kind: Each }>) => string };

/** The status if a mistake in the deployment prevents the function from using AWS. */
const BROKEN = 502;
/** The status if AWS did not answer, or if it is unknown whether a call succeeded. The caller can safely repeat the request. */
const AGAIN = 503;
/** The status for failures that only a bug can cause. */
const BUG = 500;

/** The status for each kind of failure. */
const STATUSES: Readonly<Record<Kind, number>> = {
  refused: 400,
  'not-found': 404,
  forgotten: 404,
  'not-of-deployment': 404,
  'empty-id': 404,
  ambiguous: 409,
  'not-pending': 409,
  moved: 409,
  'added-again': 409,
  'ended-meanwhile': 409,
  'no-message': 409,
  'not-repeated': 409,
  repeated: 409,
  'no-occurrence': 409,
  'sent-before': 409,
  'sent-twice': 409,
  'too-many-attempts': 409,
  throttled: 429,
  'no-answer': AGAIN,
  aborted: AGAIN,
  'aws-error': AGAIN,
  'not-aws': AGAIN,
  'maybe-started': AGAIN,
  'maybe-moved': AGAIN,
  'maybe-changed': AGAIN,
  'maybe-stopped': AGAIN,
  'maybe-not-skipped': AGAIN,
  'maybe-both-pending': AGAIN,
  'maybe-none-pending': AGAIN,
  'not-shown-yet': AGAIN,
  gone: BROKEN,
  'not-allowed': BROKEN,
  'no-region': BROKEN,
  'unknown-region': BROKEN,
  'invalid-endpoint': BROKEN,
  'no-credentials': BROKEN,
  'expired-credentials': BROKEN,
  'rejected-credentials': BROKEN,
  'untrusted-certificate': BROKEN,
  'certificate-not-valid-now': BROKEN,
  'proxy-refused': BROKEN,
  'no-deployment': BROKEN,
  unexpected: BUG,
  'no-stack-creator': BUG,
  'not-subscribed': BUG,
  'not-confirmed': BUG,
  'not-failed': BUG,
  rejected: BUG,
  'cannot-send-again': BUG,
  'too-many-retries': BUG,
  'unknown-message': BUG,
  continues: BUG,
  'maybe-redriven': BUG,
  'maybe-sent-again': BUG,
  'not-redrivable-yet': BUG,
  'stack-request-refused': BUG,
  'stack-request-too-long': BUG,
  'stack-request-too-often': BUG,
  'stack-maybe-started': BUG,
  'execution-gone': BUG,
};

const ENDED = { sent: 'was sent', failed: 'has failed', cancelled: 'was cancelled' } as const;
const NOT_FOUND = (id: string) => `There is no reminder ${show(id)}. An id must be whole, as an answer gave it.`;

/** The member `detail` for each failure that the status alone does not explain. */
const DETAILS: Details = {
  refused: ({ problem }) => problem,
  'not-found': ({ given }) => NOT_FOUND(given),
  forgotten: ({ given }) => NOT_FOUND(given),
  ambiguous: ({ given }) =>
    `Both state machines have the reminder ${given}: add ?via=sns or ?via=lambda to say which one is meant.`,
  'not-pending': ({ id, status }) => `The reminder ${id} ${ENDED[status]}, so it is no longer pending.`,
  'not-repeated': ({ id }) => `The reminder ${id} is due only once.`,
  repeated: ({ id }) => `The reminder ${id} is repeated.`,
  'no-occurrence': ({ id }) =>
    id === undefined ? 'The reminder would never be due.' : `The reminder ${id} has no occurrence left.`,
  'maybe-changed': ({ id }) => `The reminder ${id} may have been changed. The same request can be sent again.`,
  moved: ({ id, newId }) => `The reminder ${id} was moved to ${newId}.`,
  'added-again': ({ id, newId }) => `The reminder ${id} was cancelled before, and added again as ${newId}.`,
  'ended-meanwhile': ({ id, status }) => `The reminder ${id} ${ENDED[status]} before it could be cancelled.`,
  'no-message': ({ id }) => `The input of ${id} has no message, so it is not a reminder that can be changed.`,
  'sent-before': ({ id, newId }) =>
    `The same reminder was sent at that time already, as ${newId}. The reminder ${id} is still pending.`,
  'sent-twice': ({ id, newId }) => `The reminder ${id} was sent before it could be stopped. ${newId} is pending too.`,
  'too-many-attempts': ({ attempts }) => `This reminder has failed or was cancelled ${attempts} times within 90 days.`,
  'maybe-started': ({ id }) => `${id} may have been started. The same request does not start it twice.`,
  'maybe-moved': ({ id, newId }) => `${id} is still pending, and ${newId} may have been started too.`,
  'maybe-stopped': ({ id }) => `${id} was stopped, perhaps just after it was sent.`,
  'maybe-not-skipped': ({ id, newId }) => `${newId} is pending, and ${id} may be due at its next time too.`,
  'maybe-both-pending': ({ id, newId }) => `${id} and ${newId} may both be pending: delete ${id}.`,
  'maybe-none-pending': ({ id, newId }) =>
    `${id} was stopped, and another request may have stopped ${newId}: look at it, and add it again if it was.`,
};

/** The member `detail` for the other failures, keyed by status. */
const BY_STATUS: Readonly<Record<number, string>> = {
  404: 'There is no such reminder.',
  429: 'AWS throttled the request. Nothing was changed.',
  [AGAIN]: 'AWS did not answer, or its answer has no result. It is safe to repeat the request.',
  [BROKEN]: 'The service cannot use AWS as it is deployed. Its operators find the reason in its log.',
  [BUG]: 'The request could not be handled, because of a bug. The operators of the service find the reason in its log.',
};

/** The value of `Retry-After` in seconds, keyed by status. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: '1', [AGAIN]: '5' };

/**
 * Returns the HTTP status of a failure. If a mistake in the deployment caused the failure, the status is 502 instead of 503,
 * because a retry would not help.
 */
function httpStatusOf(failure: ClientFailure): number {
  const status = STATUSES[failure.kind];
  return status === AGAIN && 'cause' in failure && STATUSES[failure.cause.kind] === BROKEN ? BROKEN : status;
}

/** Turns a failure from `client/` into the problem details for the caller. */
export function failureProblem(failure: ClientFailure): HttpProblem {
  const status = httpStatusOf(failure);
  const detail = DETAILS[failure.kind] as ((failure: ClientFailure) => string) | undefined;
  const after = RETRY_AFTER[status];
  return new HttpProblem(status, detail?.(failure) ?? BY_STATUS[status] ?? '', after ? { 'retry-after': after } : {});
}
