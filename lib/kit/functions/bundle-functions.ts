import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

/** The folder with the functions' sources. The published package does not have it. */
export const FUNCTION_SOURCES = join(PACKAGE_ROOT, 'lambda');

const entryOf = (name: string) => join(FUNCTION_SOURCES, name, 'handler.ts');

/** Returns the names of all functions: the folders in `lambda/` that contain `handler.ts`. */
const functionNames = () => readdirSync(FUNCTION_SOURCES).filter((name) => existsSync(entryOf(name)));

/**
 * Bundles each given function and everything that it imports into one file. esbuild reads the AWS SDK only once for all
 * functions. `npm run bench:lambda` measures how fast these files start.
 *
 * @param names the functions; by default all
 * @param external packages that the runtime provides, to leave out of the bundles; by default none, so that functions run with
 *   the tested versions
 * @returns the bundles (ES modules), keyed by function name
 */
export function bundleFunctions(
  names: readonly string[] = functionNames(),
  external: string[] = [],
): Readonly<Record<string, string>> {
  // loaded only here, because the published package has bundles and does not need esbuild
  const { buildSync } = createRequire(join(PACKAGE_ROOT, 'package.json'))('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: Object.fromEntries(names.map((name) => [name, entryOf(name)])),
    outdir: 'bundles', // nothing is written; this folder is only part of the paths in the result
    external,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // no source map, because its relative paths would make the asset depend on the output folder
    minify: true,
    logLevel: 'warning',
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
}
