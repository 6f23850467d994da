import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { emailOf } from '../email-of.ts';
import { readPageFile } from '../page-files.ts';
import type { Site } from '../site.ts';
import { ApiError } from './api-error.ts';
import { matchPath, type Route } from './route.ts';
import type { Session } from './session.ts';

/** The maximum size of a request body, in bytes. The longest message has 8,192 characters. */
const BODY_BYTES = 100_000;

/**
 * The headers of every response. The content security policy lets a page load only files from this server. It also prevents
 * text from running as a script or becoming HTML.
 */
const SAFE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** The settings of the listener. */
export interface ListenerOptions {
  readonly site: Site;
  readonly session: Session;
  readonly port: number;
  readonly routes: readonly Route[];
}

/** Returns the function that answers all requests. It refuses requests from another site or with another host name. */
export function makeListener(options: ListenerOptions): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) {
      response.setHeader(name, value);
    }
    answer(options, request, response).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
      } else if (error instanceof ApiError) {
        sendJson(response, error.status, { problem: error.problem, next: error.next });
      } else {
        sendJson(response, 502, options.site.words.explain(error));
      }
    });
  };
}

async function answer(options: ListenerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { port } = options;
  // a wrong host name means that a website's name resolves to this computer (DNS rebinding)
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '')) {
    throw new ApiError(421, 'This server answers only at 127.0.0.1.');
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host}`) {
    throw new ApiError(403, 'Another site has sent this request.');
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const isPost = request.method === 'POST';
  if (!isPost && request.method !== 'GET') {
    throw new ApiError(405, 'Only GET and POST are possible here.');
  }
  if (!pathname.startsWith('/api/')) {
    await sendFile(response, pathname);
    return;
  }
  if (isPost && origin === undefined) {
    throw new ApiError(403, 'The request has no Origin header.');
  }
  const body = isPost ? await readBody(request) : {};
  await answerApi(options, { path: pathname.slice('/api/'.length), query: searchParams, body }, request, response);
}

/** Sends a file of the page. If a path without an extension is not a file, sends `index.html`, which shows the path's view. */
async function sendFile(response: ServerResponse, pathname: string): Promise<void> {
  const file =
    (await readPageFile(pathname)) ??
    (/\.\w+$/.test(pathname) ? undefined : await readPageFile('/console/page/index.html'));
  if (!file) {
    throw new ApiError(404, 'There is no such file.');
  }
  response.writeHead(200, { 'content-type': file.type }).end(file.content);
}

interface ApiRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

async function answerApi(
  { site, session, routes }: ListenerOptions,
  { path, query, body }: ApiRequest,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === 'session' && method === 'POST') {
    const cookie = session.exchange(String(body['token']));
    if (cookie === undefined) {
      throw new ApiError(401, 'This URL belongs to another run.', 'Open the URL that the server has printed last.');
    }
    response.writeHead(204, { 'set-cookie': cookie }).end();
    return;
  }
  if (!session.isOpen(headers.cookie)) {
    throw new ApiError(401, 'This browser has no access.', 'Open the URL that the server has printed.');
  }
  if (path === 'events' && method === 'GET') {
    const { store, knownAt } = site.watch;
    site.stream.open(response, 'all', {
      reminders: store.all,
      at: knownAt,
      arrivals: site.inbox?.arrivals.map((arrival) => emailOf(arrival, site.deployment.service)),
    });
    return;
  }
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params) {
      sendJson(response, 200, await route.answer({ params, query, body }, site));
      return;
    }
  }
  throw new ApiError(404, 'There is no such call.');
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const close = status === 413 ? { connection: 'close' } : {}; // the body was not read
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...close })
    .end(JSON.stringify(body ?? {}));
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new ApiError(415, 'The body must be JSON.');
  }
  const tooLong = new ApiError(413, `The body has more than ${BODY_BYTES} bytes.`);
  if (Number(request.headers['content-length']) > BODY_BYTES) {
    throw tooLong; // refuse before reading the body, so that the sender gets the response
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES) {
      throw tooLong;
    }
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null) {
      return body as Readonly<Record<string, unknown>>;
    }
  } catch {
    // the error below reports the problem
  }
  throw new ApiError(400, 'The body is not a JSON object.');
}
