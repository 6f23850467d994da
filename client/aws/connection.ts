import { noteLostAnswers } from './lost-answers.ts';
import type { ProxyFor } from './tunnel-agent.ts';

/**
 * How to reach AWS. The AWS SDK finds what is missing by its usual chain: environment, shared configuration, role.
 *
 * Nothing in `client/` reads the environment by itself.
 */
export interface Connection {
  readonly region?: string | undefined;
  /** A profile of the shared configuration. */
  readonly profile?: string | undefined;
  /** The address of an endpoint other than AWS, such as `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /**
   * How often the SDK tries each call.
   * @default 8
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Tells the HTTP proxy to a host that is called by https.
   * @default - none
   */
  readonly proxyFor?: ProxyFor | undefined;
}

/** With the SDK's backoff this takes about half a minute, in which a throttled start gets through. */
const ATTEMPTS = 8;

/** Something other than AWS has answered, such as the login page of a network. */
export class NotAwsError extends Error {
  override readonly name = 'NotAwsError';
  /** The SDK tries a call again after some of these. */
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(readonly answer: StrangeAnswer = {}) {
    super('Got an answer that does not come from AWS.');
    this.$metadata = answer.status === undefined ? {} : { httpStatusCode: answer.status };
  }
}

/** What is known about an answer of something other than AWS. */
export interface StrangeAnswer {
  /** The status of an HTTP error. */
  readonly status?: number | undefined;
  /** The program, if it says its name. */
  readonly server?: string | undefined;
  readonly host?: string | undefined;
}

/** The endpoint is not an address. The SDK takes `localhost:4566` too, and reports `UnknownError`. */
export class InvalidEndpointError extends Error {
  override readonly name = 'InvalidEndpointError';

  constructor(readonly endpoint: string) {
    super(`The endpoint "${endpoint}" is not an address.`);
  }
}

/** Without throwOnRequestTimeout the SDK only logs a warning and waits for ever. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

const ADDRESS = /^https?:\/\/[^/]/i;

/** The options of the SDK's handler. It takes a function too, of which its types do not know. */
const throughProxy = (proxyFor: ProxyFor) =>
  (async () => ({
    ...TIMEOUTS,
    httpsAgent: new (await import('./tunnel-agent.ts')).TunnelAgent(proxyFor),
  })) as object as Record<string, unknown>;

type ClientConfig = ReturnType<typeof clientConfig>;

function clientConfig({ region, profile, endpoint, credentials, maxAttempts = ATTEMPTS, proxyFor }: Connection) {
  if (endpoint && !ADDRESS.test(endpoint)) {
    throw new InvalidEndpointError(endpoint);
  }
  return {
    ...(region && { region }),
    ...(profile && { profile }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts,
    requestHandler: proxyFor ? throughProxy(proxyFor) : TIMEOUTS,
  };
}

interface Answer {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    body?: { destroy?(): void };
  };
}

/** Sees each call of a client on its way to AWS, and the answer on its way back. */
type Middleware = (next: (request: Call) => Promise<Answer>) => (request: Call) => Promise<Answer>;

interface Call {
  readonly request?: unknown;
}

/** Adds a middleware that gets each answer: with a low priority before the SDK reads it, with a high one afterwards. */
export function onAnswers(client: unknown, name: string, middleware: Middleware, priority?: 'high' | 'low'): void {
  const { middlewareStack } = client as {
    middlewareStack: { add(middleware: Middleware, options: object): void };
  };
  middlewareStack.add(middleware, { step: 'deserialize', name, ...(priority && { priority }) });
}

/** Whether an answer is a web page or a redirection. With a 5xx it may come from AWS, and the SDK tries again. */
function isNotOfAws({ response: { statusCode, headers } }: Answer): boolean {
  const isRedirection = statusCode >= 300 && statusCode < 400;
  return isRedirection || (statusCode < 500 && /^text\/html\b/i.test(headers['content-type'] ?? ''));
}

/** What an answer says about its origin. */
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

/** An error of the SDK. */
interface ReadError extends Error {
  readonly $metadata?: { readonly requestId?: string };
  readonly $response?: Answer['response'];
}

/** What the SDK calls an HTTP error that it cannot read. */
const NOT_READABLE = /^(Unknown|SyntaxError|Error)$/;

/** Refuses an HTTP error whose body is no error of AWS. */
const refuseStrangeErrors: Middleware = (next) => async (call) => {
  try {
    return await next(call);
  } catch (error) {
    const { name, message, $metadata, $response } = error as ReadError;
    const isReadable = !NOT_READABLE.test(name) && message !== 'Unknown';
    if (isReadable || !$response || $response.statusCode < 400 || $metadata?.requestId) {
      throw error;
    }
    throw new NotAwsError(describeAnswer(call, $response));
  }
};

/**
 * Makes a client of the AWS SDK that refuses web pages: read as XML, a page would be a success without content.
 *
 * @throws InvalidEndpointError if the endpoint is not an address; NotAwsError from each call that something else answers
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
