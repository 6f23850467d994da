import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Connection, makeClient, onAnswers } from './connection.ts';

/** A call to a service of AWS that speaks JSON. */
export interface CarriedCall {
  /** The beginning of the service's host name, and its name in signatures. */
  readonly service: 'lambda' | 'pipes' | 'ssm';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request that the SDK is about to sign. */
interface Request {
  hostname: string;
  headers: Record<string, string>;
}

interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: (next: (call: { request: Request }) => unknown) => (call: { request: Request }) => unknown,
      options: { step: 'build'; name: string; priority: 'high' },
    ): void;
  };
}

/** The answer to a call. */
export interface CarriedAnswer {
  /** The answer's JSON; `undefined` if it is empty. */
  readonly answer: unknown;
  /** The region that was asked. */
  readonly region: string;
}

/**
 * Makes one call to a service whose own client would make the bundled command larger by 50 to 170 kB. The client of Step Functions
 * carries it: credentials, signature, retries, time limits and errors are those of the SDK, only the request is different.
 *
 * @throws the errors that AWS answers, as any client of the SDK
 */
export async function carryCall(connection: Connection, call: CarriedCall): Promise<CarriedAnswer> {
  const { service, method, path, query = {}, headers = {}, body } = call;
  const client = makeClient(SFNClient, connection, { signingName: service });
  (client as unknown as Middlewares).middlewareStack.add(
    (next) => (args) => {
      const hostname = args.request.hostname.replace(/^states(?=[.-])/, service);
      Object.assign(args.request, { method, path, query, body, hostname });
      args.request.headers = { 'content-type': 'application/json', ...headers };
      return next(args);
    },
    { step: 'build', name: 'replaceRequest', priority: 'high' },
  );
  let answered: unknown;
  onAnswers(client, 'readAnswer', (next) => async (request) => {
    const answer = await next(request);
    if (answer.response.statusCode < 300) {
      answered = await readJson(answer.response);
    }
    return answer;
  });
  // only carries the call: its own request is replaced
  await client.send(new ListExecutionsCommand({}));
  return { answer: answered, region: await client.config.region() };
}

/** Reads the body of an answer, and leaves none: the SDK would read it as an answer of Step Functions. */
async function readJson(response: { body?: unknown }): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
  }
  response.body = new Uint8Array();
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
