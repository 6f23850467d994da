import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that counts and forwards HTTP requests. */
export interface Counter {
  readonly url: string;
  /** Returns the number of requests since the last reset. */
  calls(): number;
  reset(): void;
  close(): Promise<void>;
}

/** Opens an endpoint that counts HTTP requests and forwards them to a port of this computer. */
export async function openCounter(port: number): Promise<Counter> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    reset: () => {
      calls = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
