import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../lib/kit/functions/bundle-functions.ts';

/** The functions whose cold start a user may notice. They handle each reminder, report failures, and serve the HTTP API. */
export const FUNCTIONS = ['send-reminder', 'line-up-email', 'report-failure', 'http-api'] as const;

/**
 * Writes the given function's bundle to a file.
 *
 * @param folder the folder for the file
 * @param external packages to exclude from the bundle
 * @returns the path of the file
 */
export function bundle(name: (typeof FUNCTIONS)[number], folder: string, external: string[] = []): string {
  const outfile = join(folder, 'index.mjs');
  writeFileSync(outfile, bundleFunctions([name], external)[name] ?? '');
  return outfile;
}
