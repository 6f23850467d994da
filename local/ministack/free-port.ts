import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Problem } from '../terminal/problem.ts';

/** The IP address on which every local server listens. Other computers cannot reach it. */
export const HOST = '127.0.0.1';

/**
 * Finds a free port, or checks that the wanted port is free.
 *
 * @param wanted the port to check; by default, the system chooses a free port
 * @returns the number of the free port
 * @throws Problem if the port is in use, or cannot be used for another reason
 */
export async function freePort(wanted = 0): Promise<number> {
  try {
    return await listenOn(wanted);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
    throw new Problem(
      `Port ${wanted} ${reason}. Choose another one with --port, or leave --port out to use a free one.`,
    );
  }
}

/** Returns true if the port is currently free. */
export function isFree(port: number): Promise<boolean> {
  return listenOn(port).then(
    () => true,
    () => false,
  );
}

/** Briefly listens on the given port, and returns the port's number. For 0, the system chooses a free port. */
async function listenOn(wanted: number): Promise<number> {
  const server = createServer();
  server.listen(wanted, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
