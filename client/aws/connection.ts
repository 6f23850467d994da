import { noteLostAnswers } from './lost-answers.ts';
import type { ProxyFor } from './tunnel-agent.ts';

/**
 * The settings for calls to AWS. The AWS SDK finds missing values as usual: in the environment, the shared configuration or a
 * role.
 *
 * The code in `client/` does not read the environment itself.
 */
export interface Connection {
  readonly region?: string | undefined;
  /** A profile in the shared configuration files. */
  readonly profile?: string | undefined;
  /** The URL of an endpoint other than AWS, such as `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /**
   * The maximum number of attempts for each call.
   * @default 8
   */
  readonly maxAttempts?: number | undefined;
  /**
   * The time limit for the response to each attempt, in milliseconds.
   * @default 20,000
   */
  readonly answerMilliseconds?: number | undefined;
  /**
   * Returns the URL of the HTTP proxy for HTTPS calls to a host.
   *
   * @default - none
   */
  readonly proxyFor?: ProxyFor | undefined;
}

/**
 * The default of `maxAttempts`. With the SDK's backoff, eight attempts take about half a minute, which is long enough for a
 * throttled StartExecution to succeed.
 */
const ATTEMPTS = 8;

/** Thrown if something other than AWS has answered, such as a network's login page. */
export class NotAwsError extends Error {
  override readonly name = 'NotAwsError';
  /** The SDK reads this status to decide whether to retry the call. */
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(readonly answer: StrangeAnswer = {}) {
    super('Got an answer that does not come from AWS.');
    this.$metadata = answer.status === undefined ? {} : { httpStatusCode: answer.status };
  }
}

/** The known facts about a response that is not from AWS. */
export interface StrangeAnswer {
  /** The HTTP status. Missing if it is below 400. */
  readonly status?: number | undefined;
  /** The program that answered, from the `Server` header. */
  readonly server?: string | undefined;
  readonly host?: string | undefined;
}

/**
 * Thrown if the endpoint is not a URL with `http://` or `https://`. The SDK would accept `localhost:4566` and report only
 * `UnknownError`.
 */
export class InvalidEndpointError extends Error {
  override readonly name = 'InvalidEndpointError';

  constructor(readonly endpoint: string) {
    super(`The endpoint "${endpoint}" is not a URL with http:// or https://.`);
  }
}

const ANSWER_MILLISECONDS = 20_000;

/** The SDK's time limits. Without throwOnRequestTimeout, the SDK logs a warning and waits forever. */
const timeouts = (requestTimeout: number) => ({
  connectionTimeout: Math.min(5_000, requestTimeout),
  requestTimeout,
  throwOnRequestTimeout: true,
});

const HTTP_URL = /^https?:\/\/[^/]/i;

/**
 * Returns an async function that returns the options of the SDK's HTTP handler for a proxy. The SDK accepts such a function,
 * although its types do not show this.
 */
const throughProxy = (proxyFor: ProxyFor, limits: ReturnType<typeof timeouts>) =>
  (async () => ({
    ...limits,
    httpsAgent: new (await import('./tunnel-agent.ts')).TunnelAgent(proxyFor),
  })) as object as Record<string, unknown>;

type ClientConfig = ReturnType<typeof clientConfig>;

function clientConfig(connection: Connection) {
  const { region, profile, endpoint, credentials, proxyFor } = connection;
  const { maxAttempts = ATTEMPTS, answerMilliseconds = ANSWER_MILLISECONDS } = connection;
  const limits = timeouts(answerMilliseconds);
  if (endpoint && !HTTP_URL.test(endpoint)) {
    throw new InvalidEndpointError(endpoint);
  }
  return {
    ...(region && { region }),
    ...(profile && { profile }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts,
    requestHandler: proxyFor ? throughProxy(proxyFor, limits) : limits,
  };
}

interface Answer {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    body?: { destroy?(): void };
  };
}

type Middleware = (next: (request: Call) => Promise<Answer>) => (request: Call) => Promise<Answer>;

interface Call {
  readonly request?: unknown;
}

/**
 * Adds a middleware that handles each response. With the priority `low`, the middleware runs before the SDK parses the
 * response; with `high`, afterwards.
 */
export function onAnswers(client: unknown, name: string, middleware: Middleware, priority?: 'high' | 'low'): void {
  const { middlewareStack } = client as {
    middlewareStack: { add(middleware: Middleware, options: object): void };
  };
  middlewareStack.add(middleware, { step: 'deserialize', name, ...(priority && { priority }) });
}

/**
 * True if a response is a redirection, or a web page whose status is below 500. Returns false for a web page with a 5xx status,
 * because that page may come from AWS. The SDK then retries the call.
 */
function isNotOfAws({ response: { statusCode, headers } }: Answer): boolean {
  const isRedirection = statusCode >= 300 && statusCode < 400;
  return isRedirection || (statusCode < 500 && /^text\/html\b/i.test(headers['content-type'] ?? ''));
}

/** Returns what a response shows about the program that sent it. */
function describeAnswer({ request }: Call, { statusCode, headers }: Answer['response']): StrangeAnswer {
  const { hostname } = request as { hostname?: string };
  return { status: statusCode >= 400 ? statusCode : undefined, server: headers['server'], host: hostname };
}

const refusePages: Middleware = (next) => async (call) => {
  const answer = await next(call);
  if (isNotOfAws(answer)) {
    answer.response.body?.destroy?.(); // an open connection would keep the process alive
    throw new NotAwsError(describeAnswer(call, answer.response));
  }
  return answer;
};

/** An error from the SDK, with the response that caused it. */
interface ReadError extends Error {
  /** The system's error code, such as `ECONNRESET` if the connection ended before the end of the response. */
  readonly code?: string;
  readonly $metadata?: { readonly requestId?: string };
  readonly $response?: Answer['response'];
}

/** Matches the SDK's error names for an HTTP error that it cannot parse. */
const NOT_READABLE = /^(Unknown|SyntaxError|Error)$/;

/** Throws {@link NotAwsError} for an HTTP error that has neither a readable AWS error nor a request ID. */
const refuseStrangeErrors: Middleware = (next) => async (call) => {
  try {
    return await next(call);
  } catch (error) {
    const { name, message, code, $metadata, $response } = error as ReadError;
    const isReadable = !NOT_READABLE.test(name) && message !== 'Unknown';
    const isCut = code === 'ECONNRESET'; // the SDK retries such a call
    if (isReadable || isCut || !$response || $response.statusCode < 400 || $metadata?.requestId) {
      throw error;
    }
    throw new NotAwsError(describeAnswer(call, $response));
  }
};

/**
 * Creates an AWS SDK client that rejects web pages. Otherwise, the SDK would parse a page as XML, and report an empty success.
 *
 * @throws InvalidEndpointError if the endpoint is not an HTTP or HTTPS URL
 * @throws NotAwsError from a call of the client, if the response is not from AWS
 */
export function makeClient<Client, Settings>(
  Client: new (config: ClientConfig & Settings) => Client,
  connection: Connection,
  settings?: Settings,
): Client {
  const client = new Client({ ...clientConfig(connection), ...settings } as ClientConfig & Settings);
  onAnswers(client, 'refusePages', refusePages, 'low');
  onAnswers(client, 'refuseStrangeErrors', refuseStrangeErrors, 'high');
  noteLostAnswers(client);
  return client;
}
