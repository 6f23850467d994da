import { isClockOff } from '../client/aws/aws-clock.ts';
import type { ClientFailure } from '../client/failures.ts';
import { formatInstant } from '../core/reminder/timestamp.ts';
import { describeClock } from '../core/text/describe-clock.ts';
import { formatCount } from '../core/text/format-count.ts';
import { EXIT, type ExitCode } from './failure.ts';
import { clean } from './terminal/clean.ts';

/** The message about a failure, and the exit code. */
export interface Said {
  readonly exitCode: ExitCode;
  /** What is wrong, in one sentence. */
  readonly problem: string;
  /** The next step, in one sentence. Missing if `problem` already contains it. */
  readonly next?: string | undefined;
}

/** The data for the messages. */
export interface Circumstances {
  /** Returns a `remindme` command line for the same deployment. */
  readonly command: (words: string) => string;
  /** Returns a command line that lists the events of the given stack. */
  readonly lookAtStack: (stackName: string) => string;
  /** The profile in use, if an option or a variable sets one. */
  readonly profile: string | undefined;
  /** The endpoint from the environment variable AWS_ENDPOINT_URL, if set. */
  readonly endpoint: string | undefined;
  /** The proxy for calls to AWS, and its variable: `http://proxy:3128, which HTTPS_PROXY names`. */
  readonly proxy: string | undefined;
  /** The next step after an unknown AWS error. */
  readonly lookFurther: string;
  /** Returns the message about a failure that caused another failure. */
  readonly say: (failure: ClientFailure) => Said;
}

type Words = {
  readonly [Kind in ClientFailure['kind']]: (
    failure: Extract<ClientFailure, { readonly kind: Kind }>,
    circumstances: Circumstances,
  ) => Said;
};

/** A hint about the local AWS, for a user who has set no region. */
const LOCAL_AWS = 'With the local AWS, paste the export line that npm start prints.';
const SET_A_REGION = 'Pass --region, such as --region eu-west-1, or set AWS_REGION.';
const TRY_AGAIN = 'Try again in a minute.';

/** Returns the next step for a deployment that is missing or incomplete. */
const howToDeploy = (service: string) =>
  `Deploy it with npx cdk deploy --all -c name=${service}, or pass --region or --service.`;

/** Turns a message from AWS or the system into one sentence that is safe to print. */
function sentence(text: string): string {
  const one = clean(text);
  return /[.!?]$/.test(one) ? one : `${one}.`;
}

const failed = (problem: string, next?: string): Said => ({ exitCode: EXIT.failed, problem, next });
const usage = (problem: string, next?: string): Said => ({ exitCode: EXIT.usage, problem, next });
const notFound = (problem: string, next?: string): Said => ({ exitCode: EXIT.notFound, problem, next });
const notAllowed = (problem: string, next?: string): Said => ({ exitCode: EXIT.notAllowed, problem, next });

/** Returns the message about `cause`, and appends `consequence` to the next step. */
function because({ say }: Circumstances, cause: ClientFailure, consequence: string): Said {
  const { exitCode, problem, next } = say(cause);
  return { exitCode, problem, next: [next, consequence].filter(Boolean).join(' ') };
}

const atEndpoint = (endpoint: string) => `${clean(endpoint)}, where AWS_ENDPOINT_URL points`;
const certificate = (endpoint: string | undefined) =>
  `The certificate of ${endpoint ? `${atEndpoint(endpoint)},` : 'AWS'}`;

/** The maximum number of reminders in the message about an ambiguous id. */
const NAMED = 5;

/** The message and the exit code for each kind of failure. A command can replace messages with `inWords`. */
export const FAILURE_WORDS: Words = {
  'no-region': () => usage('No AWS region is set.', `${SET_A_REGION} ${LOCAL_AWS}`),
  'unknown-region': ({ region }) => usage(`There is no AWS region "${clean(region)}".`, SET_A_REGION),
  'invalid-endpoint': ({ endpoint }) =>
    usage(
      `AWS_ENDPOINT_URL is "${clean(endpoint)}", which is not a URL with http:// or https://.`,
      'Write one such as http://127.0.0.1:4566, or unset it.',
    ),
  'no-credentials': ({ problem }, { profile }) =>
    profile
      ? notAllowed(
          `The AWS profile ${clean(profile)} gives no credentials: ${sentence(problem)}`,
          `Sign in with aws sso login --profile ${clean(profile)}, or pass another --profile.`,
        )
      : notAllowed('No AWS credentials were found.', 'Run aws configure or aws sso login, or pass --profile.'),
  'expired-credentials': () =>
    notAllowed('The AWS credentials have expired.', 'Sign in again, for example with aws sso login.'),
  'rejected-credentials': ({ problem }) =>
    notAllowed(
      `AWS does not accept these credentials: ${sentence(problem)}`,
      'Check them with aws sts get-caller-identity, or pass --profile.',
    ),
  'not-allowed': ({ problem }) =>
    notAllowed(`AWS does not allow this: ${sentence(problem)}`, 'Ask for that permission, or pass --profile.'),
  throttled: ({ attempts = 'several' }) => failed(`AWS throttled the request ${attempts} times.`, TRY_AGAIN),
  'untrusted-certificate': ({ problem }, { endpoint }) =>
    failed(
      `${certificate(endpoint)} is not trusted: ${sentence(problem)}`,
      "A proxy that looks into connections, such as a company's, has one of its own: set NODE_EXTRA_CA_CERTS to a file that has it, then try again.",
    ),
  'certificate-not-valid-now': ({ problem }, { endpoint }) =>
    failed(
      `${certificate(endpoint)} is not valid by this machine's clock: ${sentence(problem)}`,
      'Set the clock, best by NTP. If it is right, a proxy needs a new certificate.',
    ),
  'not-aws': ({ status, server, host }, { endpoint, proxy }) => {
    const where = endpoint ? ` at ${atEndpoint(endpoint)}` : host ? ` at ${clean(host)}` : '';
    const through = proxy ? `${endpoint ? ',' : ''} through the proxy ${proxy}` : '';
    const settings = [endpoint ? 'AWS_ENDPOINT_URL' : [], proxy ? 'the proxy' : []].flat().join(' or ');
    if (status === undefined) {
      return failed(
        `Something other than AWS answers${where}${through}, perhaps a proxy or the login page of a network.`,
        endpoint
          ? 'Log in there, or correct AWS_ENDPOINT_URL, then try again.'
          : 'Open a web page to log in there, then try again.',
      );
    }
    const who = server ? ` from ${clean(server)}` : '';
    return failed(
      `Something other than AWS answers${where}${through}: HTTP ${status}${who}.`,
      status >= 500
        ? `Try again in a minute${settings ? `, or correct ${settings}` : ''}.`
        : `Correct ${settings || 'the network or its proxy'}, then try again.`,
    );
  },
  'proxy-refused': ({ host, status, problem }, { proxy = 'of the environment' }) =>
    failed(
      `The proxy ${proxy}, does not connect to ${clean(host)}: ${sentence(problem)}`,
      status === 407
        ? 'Write its user and password into the variable, as in http://user:password@proxy.example.com:3128.'
        : 'Correct the variable, or add .amazonaws.com to NO_PROXY if AWS can be reached without a proxy.',
    ),
  'no-answer': ({ problem }, { endpoint, proxy }) => {
    if (proxy) {
      return failed(
        `${endpoint ? `${atEndpoint(endpoint)},` : 'AWS'} does not answer through the proxy ${proxy}: ${sentence(problem)}`,
        'Correct the variable, or unset it if no proxy is needed.',
      );
    }
    return endpoint
      ? failed(
          `Nothing answers at ${atEndpoint(endpoint)}: ${sentence(problem)}`,
          'Start the local AWS with npm start, or unset AWS_ENDPOINT_URL.',
        )
      : failed(`AWS does not answer: ${sentence(problem)}`, 'Check the network and the region, then try again.');
  },
  aborted: () => failed('It was interrupted.', 'Run the command again.'),
  gone: ({ error, problem }, { lookFurther }) =>
    failed(`AWS answered ${clean(error)}: ${sentence(problem)}`, lookFurther),
  'aws-error': ({ error, problem }, { lookFurther }) =>
    failed(`AWS answered ${clean(error)}: ${sentence(problem)}`, lookFurther),
  unexpected: ({ problem }) => failed(sentence(problem), 'Run the command again with --debug to see where.'),

  'no-deployment': ({ service, region, missing }) =>
    notFound(
      missing.length === 0
        ? `No deployment called ${service} in ${region}.`
        : `The deployment ${service} in ${region} is incomplete, it has no parameter ${missing.join(' and ')}.`,
      howToDeploy(service),
    ),
  'no-stack-creator': ({ service, region }) =>
    notFound(`The deployment ${service} has no stack creator in ${region}.`, howToDeploy(service)),
  'not-subscribed': ({ email }, { command }) =>
    notFound(`${email} is not subscribed.`, `${command('subscribers')} shows who is.`),
  'not-confirmed': ({ email }) =>
    failed(
      `${email} has not confirmed yet, and AWS cannot end such a subscription: it ends by itself within 48 hours. Until then, no reminder arrives there.`,
    ),

  'empty-id': (_, { command }) => usage('The id is empty.', `${command('list')} shows the ids.`),
  'not-of-deployment': ({ arn }) =>
    notFound(
      `${clean(arn)} is no execution of this deployment.`,
      'Pass the --service, --region and --via of its deployment.',
    ),
  'not-found': ({ given }, { command }) =>
    notFound(
      `There is no reminder "${clean(given)}".`,
      `${command('list --status all')} shows those of the last 90 days.`,
    ),
  forgotten: ({ given }) => notFound(`AWS has just deleted the reminder "${clean(given)}", 90 days after its end.`),
  ambiguous: ({ given, candidates }) => {
    const names = candidates.slice(0, NAMED).map(({ id, via }) => `${clean(id)} (${via})`);
    const more = candidates.length > NAMED ? ` and ${candidates.length - NAMED} more` : '';
    const isOneName = new Set(candidates.map(({ id }) => id)).size === 1;
    return usage(
      `"${clean(given)}" stands for ${names.join(', ')}${more}.`,
      isOneName ? 'Pass --via sns or --via lambda.' : 'Give more of it.',
    );
  },
  'not-pending': ({ id, status }) =>
    failed(
      {
        sent: `The reminder ${clean(id)} was sent already.`,
        failed: `The reminder ${clean(id)} has failed, so it is not pending.`,
        cancelled: `The reminder ${clean(id)} was cancelled.`,
      }[status],
    ),
  'not-failed': ({ id, status }, { command }) =>
    ({
      sent: failed(`The reminder ${clean(id)} has been sent: there is nothing to try again.`),
      pending: failed(`The reminder ${clean(id)} is still pending: there is nothing to try again.`),
      cancelled: failed(`The reminder ${clean(id)} was cancelled.`, `To have it after all, add it: ${command('add')}.`),
    })[status],
  'not-repeated': ({ id }) => failed(`The reminder ${clean(id)} is due only once: this works only on repeated ones.`),
  repeated: ({ id }) =>
    failed(`The reminder ${clean(id)} is repeated: this works only on reminders that are due once.`),
  'no-occurrence': ({ id }) =>
    failed(
      id === undefined
        ? 'The reminder would never be due.'
        : `The reminder ${clean(id)} is not due again: it has no occurrence left.`,
    ),
  moved: ({ id, newId }, { command }) =>
    failed(`The reminder ${clean(id)} was moved, to ${clean(newId)}.`, `Look with ${command(`show ${clean(newId)}`)}`),
  'added-again': ({ id, newId }) =>
    failed(`The reminder ${clean(id)} was cancelled before, and added again as ${clean(newId)}.`),
  'ended-meanwhile': ({ id, status }, { command }) =>
    status === 'sent'
      ? failed(`The reminder ${clean(id)} was sent before it could be cancelled.`)
      : failed(
          `The reminder ${clean(id)} failed before it could be cancelled: it was not sent.`,
          `Look with ${command(`show ${clean(id)}`)}`,
        ),
  'no-message': ({ id }) => failed(`${clean(id)} is not a reminder that can be moved: its input has no message.`),
  rejected: ({ id, problem }, { command }) =>
    failed(
      `The reminder ${clean(id)} was rejected and would be again: ${clean(problem)}`,
      `Add a new one with ${command('add')}.`,
    ),
  refused: ({ id, problem, clockAhead, oldId }) => {
    const clock = isClockOff(clockAhead)
      ? `This machine's clock is ${describeClock(clockAhead)}: set it, best by NTP. `
      : '';
    const next = oldId === undefined ? 'Add the reminder again.' : `Move it again; ${clean(oldId)} is still pending.`;
    return failed(`The state machine has refused ${id}: ${problem}`, `${clock}${next}`);
  },
  'cannot-send-again': ({ id, problem }, { command }) =>
    failed(`${clean(id)} cannot be sent again. ${problem}`, `Add a new one with ${command('add')}.`),
  'too-many-attempts': ({ lastId, attempts }, { command }) =>
    failed(
      `This reminder has failed or was cancelled ${attempts} times within 90 days.`,
      `Look at the last one with ${command(`show ${lastId}`)}, or change its text.`,
    ),
  'too-many-retries': ({ id, attempts }, { command }) =>
    failed(
      `${clean(id)} was tried ${attempts} times and failed each time.`,
      `Run ${command('doctor')} to see what is wrong.`,
    ),
  'sent-before': ({ id, newId }) =>
    failed(
      `A reminder like this has been sent at that time already (${clean(newId)}), so ${clean(id)} was left as it is.`,
    ),
  'sent-twice': ({ id, newId }, { command }) =>
    failed(
      `${clean(id)} was sent before it could be stopped; it will be sent again as ${newId}.`,
      `Cancel that with ${command(`cancel ${newId}`)}.`,
    ),
  'unknown-message': ({ messageId }) =>
    failed(`The message ${clean(messageId)} in the queue is not what the service writes there, so it stays there.`),
  continues: ({ id }, { command }) =>
    failed(
      `The execution of ${clean(id)} continues by itself, so it stays in the queue.`,
      `Look with ${command(`show ${clean(id)}`)}`,
    ),

  'maybe-started': ({ id, cause }, all) => because(all, cause, maybeStarted(all, id)),
  'maybe-moved': ({ id, newId, cause }, all) => because(all, cause, maybeMoved(all, id, newId)),
  'maybe-stopped': ({ id, cause }, all) =>
    because(
      all,
      cause,
      `It was stopped, perhaps just after it was sent: look with ${all.command(`show ${clean(id)}`)}.`,
    ),
  'maybe-changed': ({ id, cause }, all) =>
    because(all, cause, `${clean(id)} may have been changed: look with ${all.command(`show ${clean(id)}`)}.`),
  'maybe-not-skipped': ({ id, newId, occurrence, cause }, all) =>
    because(
      all,
      cause,
      `${newId} is pending, and ${clean(id)} may still be due on ${formatInstant(occurrence)} too: look with ${all.command(`show ${clean(id)}`)}.`,
    ),
  'maybe-redriven': ({ id, cause }, all) =>
    because(all, cause, `${clean(id)} may continue already: doing this once more does not send it twice.`),
  'maybe-sent-again': ({ id, cause }, all) =>
    because(all, cause, `It may be sent again as ${clean(id)} already: doing this once more does not send it twice.`),
  'maybe-both-pending': ({ id, newId, cause }, all) => because(all, cause, bothPending(all, id, newId)),
  'maybe-none-pending': ({ id, newId, cause }, all) => because(all, cause, nonePending(all, id, newId)),
  'not-shown-yet': ({ id }) =>
    failed(`AWS has an execution called ${clean(id)} and does not show yet what has become of it.`, TRY_AGAIN),
  'not-redrivable-yet': ({ id }) =>
    failed(`AWS cannot redrive ${clean(id)}, and does not show yet what has become of it.`, TRY_AGAIN),

  'stack-request-refused': ({ problem }) => usage(clean(problem)),
  'stack-request-too-long': ({ bytes, limit }) =>
    usage(
      `The whole request is ${formatCount(bytes)} bytes long, and Step Functions takes at most ${formatCount(limit)}.`,
      'Put the template into Amazon S3 and pass its https URL to --template, or shorten the parameters.',
    ),
  'stack-request-too-often': ({ attempts }) =>
    failed(`The same request was made ${attempts} times today.`, 'Try again tomorrow, or change --deadline.'),
  'stack-maybe-started': ({ stackName, cause }, all) => because(all, cause, stackMaybeStarted(all, stackName)),
  'execution-gone': ({ id }) => failed(`The execution ${id} no longer exists, so the stack's result is unknown.`),
};

/** Returns the next step for a stack request whose response was lost. */
export const stackMaybeStarted = ({ lookAtStack }: Pick<Circumstances, 'lookAtStack'>, stackName: string) =>
  `It may have been started. The same command does not start it twice; look with ${lookAtStack(stackName)}.`;

/** Returns the next step for a reminder that may have been started, because the response to StartExecution was lost. */
export const maybeStarted = ({ command }: Pick<Circumstances, 'command'>, id: string) =>
  `It may have been started: look with ${command(`show ${id}`)} before you add it again.`;

/** Returns the next step for a move that may have started the new reminder. */
export const maybeMoved = ({ command }: Pick<Circumstances, 'command'>, id: string, newId: string) =>
  `${clean(id)} is still pending, ${newId} may have been started too: look with ${command('list')}, and cancel one.`;

/** Returns the next step for a move that failed after it had started the new reminder. Both reminders may be pending. */
export const bothPending = ({ command }: Pick<Circumstances, 'command'>, id: string, newId: string) =>
  `${clean(id)} and ${newId} may both be pending: run ${command(`cancel ${clean(id)}`)}.`;

/** Returns the next step for a move that may have left no pending reminder. */
export const nonePending = ({ command }: Pick<Circumstances, 'command'>, id: string, newId: string) =>
  `${clean(id)} was stopped, and someone else may have stopped ${newId}: look with ${command(`show ${newId}`)}, and add it again if it is gone.`;
