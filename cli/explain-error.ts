import { isMaybeDone } from './aws/lost-answers.ts';
import { withDeployment } from './command-line.ts';
import type { SharedOptions } from './context.ts';
import { EXIT, Failure } from './failure.ts';
import { clean } from './terminal/clean.ts';

interface AwsError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly attempts?: number; readonly httpStatusCode?: number };
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
/** A certificate that nobody vouches for whom this machine trusts. */
const NOT_TRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_(UNTRUSTED|REJECTED|REVOKED|SIGNATURE_FAILURE)|INVALID_CA)$/;
const NOT_VALID_NOW = /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/;
/** The certificate of somebody else, or none. */
const NOT_OF_AWS = /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|EPROTO|ERR_SSL_\w+)$/;

/** What the SDK can speak to: it takes `localhost:4566` too, and answers `UnknownError`. */
const ADDRESS = /^https?:\/\/[^/]/i;

/** Where nothing is set that says which AWS is meant, it may be one on this machine. */
const LOCAL_AWS = 'With the local AWS, paste the export line that npm start prints.';

/** What the SDK adds to a message, for those who program with it. */
const HINT = /\s*Deserialization error: to see the raw response\b.*/s;

/** A call has failed, and there is a sentence to say about what follows from that. */
class ErrorWithSentence extends Error {
  override readonly name = 'ErrorWithSentence';
}

/** Where a call fails, has a sentence said beside the error's. */
export async function withSentence<T>(call: Promise<T>, sentence: string): Promise<T> {
  return call.catch((error: unknown) => {
    throw new ErrorWithSentence(sentence, { cause: error });
  });
}

/** Where a call fails and may be done all the same, because its answer got lost, has a sentence said about that. */
export async function unlessLost<T>(call: Promise<T>, maybeDone: string): Promise<T> {
  return call.catch((error: unknown) => {
    throw isMaybeDone(error) ? new ErrorWithSentence(maybeDone, { cause: error }) : error;
  });
}

/** One sentence out of what AWS or the system says. */
function sentence(text: string): string {
  const one = clean(text.replace(HINT, '').replace(/\s+/g, ' ').trim());
  return /[.!?]$/.test(one) ? one : `${one}.`;
}

/** What an explanation needs to know. */
export interface ExplainOptions extends Partial<Pick<SharedOptions, 'service' | 'region' | 'profile'>> {
  /** What to do about an error of AWS that is not known here: a sentence. By default to run `remindme doctor`. */
  readonly lookFurther?: string;
}

/** Turns whatever was thrown into a failure with a sentence and an exit code. */
export function explainError(thrown: unknown, options: ExplainOptions): Failure {
  if (thrown instanceof Failure) {
    return thrown;
  }
  if (thrown instanceof ErrorWithSentence) {
    const { exitCode, problem, next, cause } = explainError(thrown.cause, options);
    return new Failure(exitCode, problem, { next: [next, thrown.message].filter(Boolean).join(' '), cause });
  }
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as AwsError;
  const fail = (exitCode: Failure['exitCode'], problem: string, next: string) =>
    new Failure(exitCode, problem, { next, cause: error });
  const { name } = error;
  const code = error.code ?? (error.cause as AwsError | undefined)?.code ?? '';

  const [, wrongRegion] = /region not accepted: region="(.*)"/i.exec(error.message) ?? [];
  if (wrongRegion !== undefined || /region is missing/i.test(error.message)) {
    const next = 'Pass --region, such as --region eu-west-1, or set AWS_REGION.';
    return wrongRegion
      ? fail(EXIT.usage, `There is no AWS region "${clean(wrongRegion)}".`, next)
      : fail(EXIT.usage, 'No AWS region is set.', `${next} ${LOCAL_AWS}`);
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    const profile = options.profile ?? process.env['AWS_PROFILE'];
    return profile
      ? fail(
          EXIT.notAllowed,
          `The AWS profile ${clean(profile)} gives no credentials: ${sentence(error.message)}`,
          `Sign in with aws sso login --profile ${clean(profile)}, or pass another --profile.`,
        )
      : fail(
          EXIT.notAllowed,
          'No AWS credentials were found.',
          'Run aws configure or aws sso login, or pass --profile.',
        );
  }
  if (EXPIRED.test(name)) {
    return fail(EXIT.notAllowed, 'The AWS credentials have expired.', 'Sign in again, for example with aws sso login.');
  }
  if (NOT_ACCEPTED.test(name)) {
    return fail(
      EXIT.notAllowed,
      `AWS does not accept these credentials: ${sentence(error.message)}`,
      'Check them with aws sts get-caller-identity, or pass --profile.',
    );
  }
  if (NOT_ALLOWED.test(name)) {
    return fail(
      EXIT.notAllowed,
      `AWS does not allow this: ${sentence(error.message)}`,
      'Ask for that permission, or pass --profile.',
    );
  }
  if (THROTTLED.test(name)) {
    return fail(
      EXIT.failed,
      `AWS asks to slow down and did so ${error.$metadata?.attempts ?? 'several'} times.`,
      'Try again in a minute.',
    );
  }
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (endpoint && !ADDRESS.test(endpoint) && (code === 'ERR_INVALID_URL' || error.$metadata)) {
    return fail(
      EXIT.usage,
      `AWS_ENDPOINT_URL is "${clean(endpoint)}", which is no address.`,
      'Write one such as http://127.0.0.1:4566, or unset it.',
    );
  }
  const certificate = `The certificate of ${endpoint ? `${clean(endpoint)}, where AWS_ENDPOINT_URL points,` : 'AWS'}`;
  if (NOT_TRUSTED.test(code)) {
    return fail(
      EXIT.failed,
      `${certificate} is not trusted: ${sentence(error.message)}`,
      "A proxy that looks into connections, such as a company's, has one of its own: set NODE_EXTRA_CA_CERTS to a file that has it, then try again.",
    );
  }
  if (NOT_VALID_NOW.test(code)) {
    return fail(
      EXIT.failed,
      `${certificate} is not valid by this machine's clock: ${sentence(error.message)}`,
      'Set the clock, best by NTP. Where it is right, a proxy needs a new certificate.',
    );
  }
  // the SDK has not found JSON in the answer
  if (name === 'NotAwsError' || NOT_OF_AWS.test(code) || (name === 'SyntaxError' && error.$metadata)) {
    return endpoint
      ? fail(
          EXIT.failed,
          `Something else than AWS answers at ${clean(endpoint)}, where AWS_ENDPOINT_URL points, perhaps a proxy or the login page of a network.`,
          'Log in there, or correct AWS_ENDPOINT_URL, then try again.',
        )
      : fail(
          EXIT.failed,
          'Something else answers in the place of AWS, perhaps a proxy or the login page of a network.',
          'Open a web page to log in there, then try again.',
        );
  }
  if (NO_ANSWER.test(code) || name === 'TimeoutError') {
    // where time ran out, the SDK names the setting that it has for it
    const [, limit] = /(\d+) ms/.exec(error.message) ?? [];
    const what = limit ? `no answer came within ${Number(limit) / 1_000} s.` : sentence(error.message || code);
    return endpoint
      ? fail(
          EXIT.failed,
          `Nothing answers at ${clean(endpoint)}, where AWS_ENDPOINT_URL points: ${what}`,
          'Start the local AWS with npm start, or unset AWS_ENDPOINT_URL.',
        )
      : fail(EXIT.failed, `AWS does not answer: ${what}`, 'Check the network and the region, then try again.');
  }
  if (error.$fault || error.$metadata) {
    return fail(
      EXIT.failed,
      `AWS answered ${clean(name)}: ${sentence(error.message)}`,
      options.lookFurther ?? `Run ${withDeployment('remindme doctor', options)} to see what is wrong.`,
    );
  }
  return fail(EXIT.failed, sentence(error.message || name), 'Run the command again with --debug to see where.');
}
