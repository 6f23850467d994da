import { cpus } from 'node:os';

/**
 * Returns the Node version, other versions and the CPU of the computer on which the measurement runs.
 *
 * @param programs other measured programs, each with its version
 */
export function machine(...programs: readonly string[]): string {
  const processors = cpus();
  return [`Node ${process.versions.node}`, ...programs, `${processors.length} × ${processors[0]?.model.trim()}`].join(
    ', ',
  );
}
