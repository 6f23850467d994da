import { InvalidEndpointError, NotAwsError, type StrangeAnswer } from './connection.ts';
import type { ProxyRefusedError } from './tunnel-agent.ts';

/**
 * Why a call to AWS failed. `problem` is a sentence from AWS, the SDK or the system; show it as untrusted text.
 *
 * `gone` means that the state machine, topic or queue was deleted.
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
  /** Something else answered, such as a proxy or the login page of a network. */
  | ({ readonly kind: 'not-aws' } & StrangeAnswer)
  /** The proxy does not connect to this host. */
  | { readonly kind: 'proxy-refused'; readonly host: string; readonly status: number; readonly problem: string }
  | { readonly kind: 'no-answer'; readonly problem: string }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'gone'; readonly error: string; readonly problem: string }
  /** An error of AWS that needs no word of its own. */
  | { readonly kind: 'aws-error'; readonly error: string; readonly problem: string }
  /** No error of AWS: a defect, or the system. */
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
const NO_ANSWER = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;
/** No authority that this machine trusts has signed the certificate. */
const NOT_TRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_(UNTRUSTED|REJECTED|REVOKED|SIGNATURE_FAILURE)|INVALID_CA)$/;
const NOT_VALID_NOW = /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/;
/** The certificate belongs to another host, or the endpoint speaks no TLS. */
const NOT_OF_AWS = /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|EPROTO|ERR_SSL_\w+)$/;
const GONE = /^(StateMachineDoesNotExist|NotFoundException|QueueDoesNotExist)$/;

/** What the SDK adds to a message, for people who program with it. */
const HINT = /\s*Deserialization error: to see the raw response\b.*/s;

/** Makes one line out of what AWS or the system says. */
const onOneLine = (text: string) => text.replace(HINT, '').replace(/\s+/g, ' ').trim();

/** Tells why a call to AWS failed. */
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
  // a SyntaxError of the SDK: the answer was not JSON
  if (NOT_OF_AWS.test(code) || (name === 'SyntaxError' && error.$metadata)) {
    return { kind: 'not-aws' };
  }
  if (NO_ANSWER.test(code) || name === 'TimeoutError') {
    // when time runs out, the SDK's message names the setting that it has for it
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
