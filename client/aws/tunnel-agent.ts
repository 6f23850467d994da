import { request } from 'node:http';
import { Agent, type RequestOptions, request as requestTls } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';

/** Returns the URL of the proxy for a host, such as `http://proxy.example.com:3128`. Returns `undefined` if there is none. */
export type ProxyFor = (host: string, port: number) => string | undefined;

/** Thrown if the proxy refuses to connect to the host. */
export class ProxyRefusedError extends Error {
  override readonly name = 'ProxyRefusedError';

  constructor(
    readonly host: string,
    readonly status: number,
    reason: string,
  ) {
    super(`HTTP ${status} ${reason}`.trim());
  }
}

/** The time limit for connecting through a proxy. */
const PATIENCE_MILLISECONDS = 10_000;

type CreateConnection = Agent['createConnection'];
type Callback = (error: Error | null, socket?: TLSSocket) => void;

/** Connects to hosts through an HTTP proxy. Node's own agent supports this in Node 24.5 and later. */
export class TunnelAgent extends Agent {
  constructor(private readonly proxyFor: ProxyFor) {
    super({ keepAlive: true, maxSockets: 50 });
  }

  override createConnection(...[options, callback]: Parameters<CreateConnection>): ReturnType<CreateConnection> {
    const proxy = this.proxyFor(String(options.host), Number(options.port));
    if (proxy === undefined) {
      return super.createConnection(options, callback);
    }
    openTunnel(new URL(proxy), options, callback as Callback);
    return undefined; // Node gets the socket through the callback
  }
}

function openTunnel(
  { protocol, hostname, port, username, password }: URL,
  target: RequestOptions,
  callback: Callback,
): void {
  const path = `${target.host}:${target.port}`;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const asking = (protocol === 'https:' ? requestTls : request)({
    method: 'CONNECT',
    host: hostname.replace(/^\[|\]$/g, ''), // removes the brackets of an IPv6 address
    port: port || (protocol === 'https:' ? 443 : 80),
    path,
    agent: false,
    timeout: PATIENCE_MILLISECONDS,
    headers: {
      host: path,
      ...(username && { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }),
    },
  });
  asking
    .on('connect', ({ statusCode = 0, statusMessage = '' }, socket) => {
      socket.setTimeout(0);
      if (statusCode !== 200) {
        socket.destroy();
        callback(new ProxyRefusedError(String(target.host), statusCode, statusMessage));
        return;
      }
      callback(null, connect({ ...target, path: undefined, socket } as object));
    })
    .on('response', ({ statusCode = 0, statusMessage = '' }) => {
      asking.destroy();
      callback(new ProxyRefusedError(String(target.host), statusCode, statusMessage));
    })
    .on('timeout', () => {
      asking.destroy(Object.assign(new Error(`${hostname}:${port} does not answer`), { code: 'ETIMEDOUT' }));
    })
    .on('error', callback)
    .end();
}
