import { InvalidEndpointError, NotAwsError, type StrangeAnswer } from './connection.ts';
import type { ProxyRefusedError } from './tunnel-agent.ts';

/**
 * The reason why a call to AWS failed. `problem` is an error message, mostly from AWS, the SDK or the system. Treat it as
 * untrusted text.
 *
 * The kind `gone` means that the state machine, topic, queue or pipe was deleted.
 */
export type AwsFailure =
  | { readonly kind: 'no-region' }
  | { readonly kind: 'unknown-region'; readonly region: string }
  | { readonly kind: 'invalid-endpoint'; readonly endpoint: string }
  | { readonly kind: 'no-credentials'; readonly problem: string }
  | { readonly kind: 'expired-credentials' }
  | { readonly kind: 'rejected-credentials'; readonly problem: string }
  | { readonly kind: 'not-allowed'; readonly problem: string }
  | { readonly kind: 'throttled'; readonly attempts: number | undefined }
  | { readonly kind: 'untrusted-certificate'; readonly problem: string }
  | { readonly kind: 'certificate-not-valid-now'; readonly problem: string }
  /** Something other than AWS answered, such as a proxy or a network's login page. */
  | ({ readonly kind: 'not-aws' } & StrangeAnswer)
  /** The proxy refuses to connect to this host. */
  | { readonly kind: 'proxy-refused'; readonly host: string; readonly status: number; readonly problem: string }
  | { readonly kind: 'no-answer'; readonly problem: string }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'gone'; readonly error: string; readonly problem: string }
  /** Any other error from AWS, with its name. */
  | { readonly kind: 'aws-error'; readonly error: string; readonly problem: string }
  /** An error that is not from AWS: a bug in this program, or a problem with the system. */
  | { readonly kind: 'unexpected'; readonly problem: string };

/** The kinds of {@link AwsFailure}. */
export const AWS_FAILURES: Readonly<Record<AwsFailure['kind'], true>> = {
  'no-region': true,
  'unknown-region': true,
  'invalid-endpoint': true,
  'no-credentials': true,
  'expired-credentials': true,
  'rejected-credentials': true,
  'not-allowed': true,
  throttled: true,
  'untrusted-certificate': true,
  'certificate-not-valid-now': true,
  'not-aws': true,
  'proxy-refused': true,
  'no-answer': true,
  aborted: true,
  gone: true,
  'aws-error': true,
  unexpected: true,
};

interface ThrownError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly attempts?: number };
  readonly $fault?: string;
}

const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const NOT_ACCEPTED =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?|InvalidAccessKeyId|AuthFailure)$/;
const NOT_ALLOWED =
  /^(AccessDenied(Exception)?|AuthorizationError(Exception)?|NotAuthorized|KMSAccessDenied(Exception)?|UnauthorizedOperation|OptInRequired)$/;
const THROTTLED =
  /^(Throttling(Exception)?|ThrottledException|TooManyRequests(Exception)?|RequestLimitExceeded|SlowDown|Throttled|RequestThrottled(Exception)?)$/;
/** True if an error means that AWS throttled a call. */
export const isThrottling = (error: unknown) => error instanceof Error && THROTTLED.test(error.name);
const NO_ANSWER = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;
/** Matches Node's error codes for a certificate that this computer does not trust. */
const NOT_TRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_(UNTRUSTED|REJECTED|REVOKED|SIGNATURE_FAILURE)|INVALID_CA)$/;
const NOT_VALID_NOW = /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/;
/** Matches Node's error codes for a certificate that belongs to another host, and for an endpoint that does not use TLS. */
const NOT_OF_AWS = /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|EPROTO|ERR_SSL_\w+)$/;
const GONE = /^(StateMachineDoesNotExist|NotFoundException|QueueDoesNotExist)$/;

/** Matches a hint for programmers that the SDK adds to a message. */
const HINT = /\s*Deserialization error: to see the raw response\b.*/s;

/** Puts a message from AWS or the system on one line, without the SDK's hint. */
const onOneLine = (text: string) => text.replace(HINT, '').replace(/\s+/g, ' ').trim();

/** Turns an error from an AWS SDK client into the reason why the call failed. */
export function awsFailureOf(thrown: unknown): AwsFailure {
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as ThrownError;
  const { name } = error;
  const code = error.code ?? (error.cause as ThrownError | undefined)?.code ?? '';
  const problem = onOneLine(error.message);

  const [, region] = /region not accepted: region="(.*)"/i.exec(error.message) ?? [];
  if (region) {
    return { kind: 'unknown-region', region };
  }
  if (region !== undefined || /region is missing/i.test(error.message)) {
    return { kind: 'no-region' };
  }
  if (error instanceof InvalidEndpointError) {
    return { kind: 'invalid-endpoint', endpoint: error.endpoint };
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return { kind: 'no-credentials', problem };
  }
  if (EXPIRED.test(name)) {
    return { kind: 'expired-credentials' };
  }
  if (NOT_ACCEPTED.test(name)) {
    return { kind: 'rejected-credentials', problem };
  }
  if (NOT_ALLOWED.test(name)) {
    return { kind: 'not-allowed', problem };
  }
  if (THROTTLED.test(name)) {
    return { kind: 'throttled', attempts: error.$metadata?.attempts };
  }
  if (NOT_TRUSTED.test(code)) {
    return { kind: 'untrusted-certificate', problem };
  }
  if (NOT_VALID_NOW.test(code)) {
    return { kind: 'certificate-not-valid-now', problem };
  }
  if (name === 'ProxyRefusedError') {
    const { host, status } = thrown as ProxyRefusedError;
    return { kind: 'proxy-refused', host, status, problem };
  }
  if (error instanceof NotAwsError) {
    return { kind: 'not-aws', ...error.answer };
  }
  // a SyntaxError from the SDK means that the response was not JSON
  if (NOT_OF_AWS.test(code) || (name === 'SyntaxError' && error.$metadata)) {
    return { kind: 'not-aws' };
  }
  if (NO_ANSWER.test(code) || name === 'TimeoutError') {
    // the SDK's timeout message mentions an SDK setting, so use only its time limit
    const [, limit] = /(\d+) ms/.exec(error.message) ?? [];
    return {
      kind: 'no-answer',
      problem: limit ? `no answer came within ${Number(limit) / 1_000} s` : problem || code,
    };
  }
  if (name === 'AbortError') {
    return { kind: 'aborted' };
  }
  if (GONE.test(name)) {
    return { kind: 'gone', error: name, problem };
  }
  return error.$fault || error.$metadata
    ? { kind: 'aws-error', error: name, problem }
    : { kind: 'unexpected', problem: problem || name };
}
