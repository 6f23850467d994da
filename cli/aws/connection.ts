import { watchLostAnswers } from './lost-answers.ts';

/** Which account, region and endpoint the command talks to; what is not given is found by the AWS SDK's usual chain. */
export interface Connection {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Enough for a throttled start to come through: with the SDK's backoff about half a minute. */
const ATTEMPTS = 8;

/** Something else than AWS has answered, such as the login page of a network. */
export class NotAwsError extends Error {
  override readonly name = 'NotAwsError';
}

type ClientConfig = ReturnType<typeof clientConfig>;

/** The configuration that every client of the AWS SDK gets. */
function clientConfig(connection: Connection) {
  // the AWS CLI reads the one and the SDK the other; an empty one is none
  const region = connection.region || process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  return {
    ...(region ? { region } : {}),
    ...(connection.profile ? { profile: connection.profile } : {}),
    ...(process.env['AWS_MAX_ATTEMPTS'] ? {} : { maxAttempts: ATTEMPTS }),
    // without the last of these the SDK only logs a warning and waits for ever
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
}

interface Answer {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: { destroy?(): void };
  };
}

interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (next: (request: never) => Promise<Answer>) => (request: never) => Promise<Answer>,
      options: { step: 'deserialize'; name: string; priority?: 'low' },
    ): void;
  };
}

/** Whether an answer is a web page, or the way to one. With a 5xx it may be of AWS, and is tried again. */
function isNotOfAws({ response: { statusCode, headers } }: Answer): boolean {
  const isRedirection = statusCode >= 300 && statusCode < 400;
  return isRedirection || (statusCode < 500 && /^text\/html\b/i.test(headers['content-type'] ?? ''));
}

/**
 * Makes a client of the AWS SDK that takes no page for an answer: read as XML, it is a success without content.
 *
 * @throws NotAwsError from each of its calls that something else answers
 */
export function makeClient<Client, Settings>(
  Client: new (config: ClientConfig & Settings) => Client,
  connection: Connection,
  settings?: Settings,
): Client {
  const client = new Client({ ...clientConfig(connection), ...settings } as ClientConfig & Settings);
  (client as Watchable).middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      if (isNotOfAws(answer)) {
        answer.response.body?.destroy?.(); // an open connection would keep the process
        throw new NotAwsError('No answer of AWS is a web page, or the way to one.');
      }
      return answer;
    },
    // before the SDK reads the answer
    { step: 'deserialize', name: 'refusePages', priority: 'low' },
  );
  watchLostAnswers(client);
  return client;
}

/** What the last answer of AWS tells about the time; nothing where it has none on it. */
export interface Clock {
  /** The time on it, in whole seconds. */
  readonly time?: number;
  /** Milliseconds that this machine is ahead of AWS, to half a second and half of what the answer took; missing where that is long. */
  readonly ahead?: number;
}

/** AWS may have told its time at any moment while it was waited for: after so long that tells nothing of a clock. */
const SLOW_ANSWER_MILLISECONDS = 5_000;

/** Watches the time that AWS puts on its answers to a client. */
export function watchClock(client: unknown): { readonly last: Clock } {
  const clock: { last: Clock } = { last: {} };
  (client as Watchable).middlewareStack.add(
    (next) => async (request) => {
      const asked = Date.now();
      const answer = await next(request);
      const time = Date.parse(answer.response.headers['date'] ?? '');
      const took = Date.now() - asked;
      // the time is cut off to whole seconds: on average it was half a second more
      const ahead = asked + took / 2 - (time + 500);
      clock.last = Number.isNaN(time) ? {} : took < SLOW_ANSWER_MILLISECONDS ? { time, ahead } : { time };
      return answer;
    },
    { step: 'deserialize', name: 'watchClock' },
  );
  return clock;
}
