import { cpus } from 'node:os';

/**
 * What was measured on, in words.
 *
 * @param programs what was measured beside Node, each with its version
 */
export function machine(...programs: readonly string[]): string {
  const processors = cpus();
  return [`Node ${process.versions.node}`, ...programs, `${processors.length} × ${processors[0]?.model.trim()}`].join(
    ', ',
  );
}
