import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../lib/kit/functions/bundle-functions.ts';

/**
 * The functions whose cold start a person may notice: the functions that handle each reminder, the function that reports
 * failures, and the function of the HTTP API.
 */
export const FUNCTIONS = ['send-reminder', 'line-up-email', 'report-failure', 'http-api'] as const;

/**
 * Writes the bundle of the given function, as it is deployed, to a file.
 *
 * @param folder the folder for the file
 * @param external packages to leave out, for a comparison
 * @returns the path of the file, which Lambda would import
 */
export function bundle(name: (typeof FUNCTIONS)[number], folder: string, external: string[] = []): string {
  const outfile = join(folder, 'index.mjs');
  writeFileSync(outfile, bundleFunctions([name], external)[name] ?? '');
  return outfile;
}
