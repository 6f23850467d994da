import { noteLostAnswers } from './lost-answers.ts';

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
}

/** With the SDK's backoff this takes about half a minute, in which a throttled start gets through. */
const ATTEMPTS = 8;

/** Something other than AWS has answered, such as the login page of a network. */
export class NotAwsError extends Error {
  override readonly name = 'NotAwsError';
}

/** The endpoint is not an address. The SDK takes `localhost:4566` too, and reports `UnknownError`. */
export class InvalidEndpointError extends Error {
  override readonly name = 'InvalidEndpointError';

  constructor(readonly endpoint: string) {
    super(`The endpoint "${endpoint}" is not an address.`);
  }
}

const ADDRESS = /^https?:\/\/[^/]/i;

type ClientConfig = ReturnType<typeof clientConfig>;

function clientConfig({ region, profile, endpoint, credentials, maxAttempts = ATTEMPTS }: Connection) {
  if (endpoint && !ADDRESS.test(endpoint)) {
    throw new InvalidEndpointError(endpoint);
  }
  return {
    ...(region && { region }),
    ...(profile && { profile }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts,
    // without throwOnRequestTimeout the SDK only logs a warning and waits for ever
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
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
type Middleware = (next: (request: never) => Promise<Answer>) => (request: never) => Promise<Answer>;

/** Adds a middleware that gets each answer before the SDK reads it. */
export function onAnswers(client: unknown, name: string, middleware: Middleware, priority?: 'low'): void {
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
  onAnswers(
    client,
    'refusePages',
    (next) => async (request) => {
      const answer = await next(request);
      if (isNotOfAws(answer)) {
        answer.response.body?.destroy?.(); // an open connection would keep the process alive
        throw new NotAwsError('Got a web page instead of an answer from AWS.');
      }
      return answer;
    },
    'low',
  );
  noteLostAnswers(client);
  return client;
}
