import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Connection, makeClient, onAnswers } from './connection.ts';
import { countThrottles } from './throttles.ts';

/** The first part of a service's host name. It is also the service name in the request's signature. */
type CarriedService = 'lambda' | 'pipes' | 'scheduler' | 'ssm';

/** A call to an AWS service whose requests and responses are JSON. */
export interface CarriedCall {
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request before the SDK signs it, and the input of its command. */
interface Carried {
  readonly request: { hostname: string; headers: Record<string, string> };
  readonly input: CarriedCall;
}

type Middleware = (next: (carried: Carried) => unknown) => (carried: Carried) => unknown;

interface Middlewares {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'build'; name: string; priority: 'high' }): void;
  };
}

/** The response to a call. */
export interface CarriedAnswer {
  /** The parsed JSON of the response. `undefined` if the response has no body. */
  readonly answer: unknown;
  /** The region of the call. */
  readonly region: string;
}

/**
 * Calls an AWS service without the service's own SDK client, which would add 50 to 170 kB to the bundled command. A carrier
 * sends each call through the SDK's Step Functions client, and replaces only the request. The SDK still handles credentials,
 * signatures, retries, time limits and errors.
 */
export class Carrier {
  private readonly connection: Connection;
  private readonly service: CarriedService;
  /** Created by the first call, because most commands do not call this service. */
  private made: { readonly client: SFNClient; readonly throttled: { readonly count: number } } | undefined;
  /** The parsed responses, keyed by call. */
  private readonly answers = new WeakMap<object, unknown>();

  constructor(connection: Connection, service: CarriedService) {
    this.connection = connection;
    this.service = service;
  }

  private makeClient() {
    const { connection, service } = this;
    const client = makeClient(SFNClient, connection, { signingName: service });
    (client as unknown as Middlewares).middlewareStack.add(
      (next) => (carried) => {
        const { method, path, query = {}, headers = {}, body } = carried.input;
        const hostname = carried.request.hostname.replace(/^states(?=[.-])/, service);
        Object.assign(carried.request, { method, path, query, body, hostname });
        carried.request.headers = { 'content-type': 'application/json', ...headers };
        return next(carried);
      },
      { step: 'build', name: 'replaceRequest', priority: 'high' },
    );
    onAnswers(client, 'readAnswer', (next) => async (carried) => {
      const answer = await next(carried);
      if (answer.response.statusCode < 300) {
        this.answers.set((carried as Carried).input, await readJson(answer.response));
      }
      return answer;
    });
    return { client, throttled: countThrottles(client) };
  }

  /** The number of responses that reported throttling. The SDK retries a throttled call by itself. */
  get throttles(): number {
    return this.made?.throttled.count ?? 0;
  }

  /**
   * Makes the given call.
   *
   * @throws the SDK's error if the call fails
   */
  async send(call: CarriedCall): Promise<CarriedAnswer> {
    this.made ??= this.makeClient();
    const { client } = this.made;
    // AWS never receives this ListExecutions command: the middleware replaces its request
    await client.send(new ListExecutionsCommand(call as object));
    return { answer: this.answers.get(call), region: await client.config.region() };
  }
}

/**
 * Makes one call. For several calls, use a {@link Carrier}, which reuses its connections.
 *
 * @throws the SDK's error if the call fails
 */
export async function carryCall(
  connection: Connection,
  { service, ...call }: CarriedCall & { readonly service: CarriedService },
): Promise<CarriedAnswer> {
  return new Carrier(connection, service).send(call);
}

/**
 * Parses the JSON body of a response. Empties the body, so that the SDK does not parse it as a response from Step Functions.
 */
async function readJson(response: { body?: unknown }): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
  }
  response.body = new Uint8Array();
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
