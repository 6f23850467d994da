import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Problem } from './problem.ts';

/** The one address on which everything here listens: what runs on this machine is for this machine. */
export const HOST = '127.0.0.1';

/**
 * Finds a port that is free at this moment.
 *
 * @param wanted the port to try; default: any, chosen by the system
 * @throws Problem where the wanted one cannot be had
 */
export async function freePort(wanted = 0): Promise<number> {
  try {
    return await listenOn(wanted);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
    throw new Problem(
      `Port ${wanted} ${reason}; choose another one with --port, or leave --port out to take a free one.`,
    );
  }
}

/** Whether a port can be listened on at this moment. */
export function isFree(port: number): Promise<boolean> {
  return listenOn(port).then(
    () => true,
    () => false,
  );
}

/** Listens on a port for a moment, and gives its number. */
async function listenOn(wanted: number): Promise<number> {
  const server = createServer();
  server.listen(wanted, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
