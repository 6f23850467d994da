import { cpus } from 'node:os';

/**
 * Describes this computer: the versions of Node and of other programs, and the number and model of its CPUs.
 *
 * @param programs other programs with their versions, such as `Python 3.12`
 */
export function machine(...programs: readonly string[]): string {
  const processors = cpus();
  return [`Node ${process.versions.node}`, ...programs, `${processors.length} × ${processors[0]?.model.trim()}`].join(
    ', ',
  );
}
