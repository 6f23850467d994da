/** Which account, region and endpoint the command talks to; what is not given is found by the AWS SDK's usual chain. */
export interface Connection {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Enough for a throttled start to come through: with the SDK's backoff about half a minute. */
const ATTEMPTS = 8;

/** The configuration that every client of the AWS SDK gets. */
export function clientConfig(connection: Connection) {
  // the AWS CLI reads the one and the SDK the other
  const region = connection.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  return {
    ...(region ? { region } : {}),
    ...(connection.profile ? { profile: connection.profile } : {}),
    ...(process.env['AWS_MAX_ATTEMPTS'] ? {} : { maxAttempts: ATTEMPTS }),
    // without the last of these the SDK only logs a warning and waits for ever
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
}

interface Answer {
  readonly response?: { readonly headers?: Record<string, string> };
}

interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (next: (request: never) => Promise<object>) => (request: never) => Promise<object>,
      options: { step: 'deserialize'; name: string },
    ): void;
  };
}

/** Keeps the time that AWS put on its last answer to a client. */
export function watchClock(client: unknown): { readonly time: number | undefined } {
  const clock: { time: number | undefined } = { time: undefined };
  (client as Watchable).middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      const date = (answer as Answer).response?.headers?.['date'];
      const time = date === undefined ? Number.NaN : Date.parse(date);
      clock.time = Number.isNaN(time) ? undefined : time;
      return answer;
    },
    { step: 'deserialize', name: 'watchClock' },
  );
  return clock;
}
