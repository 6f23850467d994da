import { cpus } from 'node:os';

/**
 * Returns the Node version, the other measured programs, and the number and model of this computer's CPUs.
 *
 * @param programs other measured programs, each with its version
 */
export function machine(...programs: readonly string[]): string {
  const processors = cpus();
  return [`Node ${process.versions.node}`, ...programs, `${processors.length} × ${processors[0]?.model.trim()}`].join(
    ', ',
  );
}
