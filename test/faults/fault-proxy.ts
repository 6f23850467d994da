import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TIME_LIMITS } from '../../lambda/send-reminder/time-limits.ts';
import { HOST } from '../../local/ministack/free-port.ts';

/** The delay of a slow response. The command waits that long, but the function that sends reminders does not. */
const SLOW_MILLISECONDS = TIME_LIMITS.answer + 1_000;

/** The ways in which a call can fail. `done` is true if AWS carries out the call anyway. */
export const FAULTS = {
  throttled: { says: 'throttled', done: false },
  serverError: { says: 'AWS responded with 500', done: false },
  reset: { says: 'connection reset before AWS received the call', done: false },
  silent: { says: 'never answered', done: false },
  wrongContent: { says: 'answered with a login page', done: false },
  slow: { says: `answered after ${SLOW_MILLISECONDS / 1_000} s`, done: true },
  cut: { says: 'carried out, but the response was cut off', done: true },
  lostAnswer: { says: 'carried out, but the connection was reset before the response', done: true },
} as const;

/** The name of a fault in {@link FAULTS}. */
export type Fault = keyof typeof FAULTS;

/** A rule that makes the first calls to an AWS operation fail. */
export interface Rule {
  /** The AWS operation, such as `Publish`. */
  readonly call: string;
  readonly fault: Fault;
  /** The number of calls that fail. Later calls succeed. */
  readonly times: number;
}

/** A proxy between a client and AWS. It can make the calls to one AWS operation fail. */
export interface FaultProxy {
  readonly endpoint: string;
  /** The number of calls to the rule's operation, including retries. */
  readonly tries: number;
  /** The AWS operations of all calls that reached the proxy. */
  readonly calls: ReadonlySet<string>;
  /** Returns how often AWS carried out an operation, including calls whose response did not arrive. */
  done(call: string): number;
  close(): Promise<void>;
}

/** Request headers that are not forwarded: they belong to one connection, or fetch sets them itself. */
const NOT_PASSED_ON = new Set(['connection', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding']);
/**
 * Response headers that are not forwarded: they belong to one connection, or are wrong once fetch has decompressed the body.
 */
const NOT_ANSWERED = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding']);

/** Starts a proxy on 127.0.0.1. Without a rule, nothing fails. */
export async function startFaultProxy(upstream: string, rule?: Rule): Promise<FaultProxy> {
  let tries = 0;
  const calls = new Set<string>();
  const done = new Map<string, number>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await request.toArray());
    const call = callOf(request, body) ?? '';
    calls.add(call);
    const isMeant = call === rule?.call;
    tries += isMeant ? 1 : 0;
    const fault = isMeant && tries <= rule.times ? rule.fault : undefined;
    if (fault === undefined || FAULTS[fault].done) {
      const answer = await askUpstream(upstream, request, body);
      done.set(call, (done.get(call) ?? 0) + (answer.ok ? 1 : 0));
      await passOn(answer, request, response, fault);
    } else {
      refuse(request, response, fault);
    }
  };
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    endpoint: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    get tries() {
      return tries;
    },
    calls,
    done: (call) => done.get(call) ?? 0,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The AWS operations with a REST protocol. Each has a pattern for the method and path, and a name. */
const REST_CALLS: readonly (readonly [request: RegExp, call: string])[] = [
  [/^GET \/schedules\?/, 'ListSchedules'],
  [/^GET \/schedules\//, 'GetSchedule'],
  [/^POST \/schedules\//, 'CreateSchedule'],
  [/^PUT \/schedules\//, 'UpdateSchedule'],
  [/^DELETE \/schedules\//, 'DeleteSchedule'],
  [/^GET \/schedule-groups\//, 'GetScheduleGroup'],
  [/\/functions\/[^/]+\/invocations/, 'Invoke'],
  [/\/account-settings$/, 'GetAccountSettings'],
  [/^GET \/v1\/pipes\//, 'DescribePipe'],
];

const restCallOf = ({ method, url }: IncomingMessage) =>
  REST_CALLS.find(([request]) => request.test(`${method} ${url}`))?.[1];

/** Returns the S3 operation that a request calls. For most operations, the SDK puts the name into the query. */
const s3CallOf = ({ method, url = '' }: IncomingMessage) =>
  method === 'HEAD' ? 'HeadObject' : /[?&]x-id=(\w+)/.exec(url)?.[1];

/**
 * Returns the AWS operation that a request calls. JSON protocols have its name in a header, the query protocol in the body, and
 * CBOR in the path. For REST, it follows from the method, path and query.
 */
function callOf(request: IncomingMessage, body: Buffer): string | undefined {
  const target = request.headers['x-amz-target'];
  return (
    target?.toString().split('.').at(-1) ??
    restCallOf(request) ??
    s3CallOf(request) ??
    /^\/service\/[^/]+\/operation\/(\w+)/.exec(request.url ?? '')?.[1] ??
    /(?:^|&)Action=(\w+)/.exec(body.toString('utf8', 0, 100_000))?.[1]
  );
}

/** Makes a call fail before AWS gets it. */
function refuse(request: IncomingMessage, response: ServerResponse, fault: Fault): void {
  const isJson = request.headers['x-amz-target'] !== undefined || restCallOf(request) !== undefined;
  const fail = (status: number, code: string, message: string) => {
    if (s3CallOf(request) !== undefined) {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
      return;
    }
    const type = isJson ? (request.headers['content-type'] ?? '') : 'text/xml';
    const body = isJson
      ? JSON.stringify({ __type: code, message })
      : `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`;
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  switch (fault) {
    case 'throttled':
      // SNS calls this error Throttled
      fail(isJson ? 400 : 429, isJson ? 'ThrottlingException' : 'Throttled', 'Rate exceeded');
      break;
    case 'serverError':
      fail(500, isJson ? 'InternalServerError' : 'InternalError', 'An error on the server.');
      break;
    case 'reset':
      request.socket.resetAndDestroy();
      break;
    case 'wrongContent':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome! Please log in.</body></html>');
      break;
    default: // for `silent`, the connection stays open without a response
  }
}

/** Forwards the call to AWS. */
function askUpstream(upstream: string, request: IncomingMessage, body: Buffer): Promise<Response> {
  const headers = Object.entries(request.headers).filter(([name]) => !NOT_PASSED_ON.has(name)) as [string, string][];
  return fetch(upstream + request.url, {
    method: request.method ?? 'POST',
    headers,
    ...(body.length > 0 && { body }),
  });
}

/** Forwards AWS's response to the client, or makes the call fail after AWS has carried it out. */
async function passOn(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const content = Buffer.from(await answer.arrayBuffer());
  if (fault === 'lostAnswer') {
    request.socket.resetAndDestroy();
    return;
  }
  if (fault === 'slow') {
    await delay(SLOW_MILLISECONDS);
  }
  const passed = [...answer.headers].filter(([name]) => !NOT_ANSWERED.has(name));
  response.writeHead(answer.status, { ...Object.fromEntries(passed), 'content-length': content.length });
  if (fault === 'cut') {
    response.write(content.subarray(0, content.length / 2), () => request.socket.destroy());
    return;
  }
  response.end(content);
}
