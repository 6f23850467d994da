import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../lib/kit/functions/bundle-functions.ts';

/**
 * The functions whose cold start delays a person: the functions that handle each reminder, the function that reports failures,
 * and the HTTP API's function.
 */
export const FUNCTIONS = ['send-reminder', 'line-up-email', 'report-failure', 'http-api'] as const;

/**
 * Bundles a function as it is deployed.
 *
 * @param folder the folder for the bundle
 * @param external packages to leave out, for a comparison
 * @returns the file that Lambda would import
 */
export function bundle(name: (typeof FUNCTIONS)[number], folder: string, external: string[] = []): string {
  const outfile = join(folder, 'index.mjs');
  writeFileSync(outfile, bundleFunctions([name], external)[name] ?? '');
  return outfile;
}
