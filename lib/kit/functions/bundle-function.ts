import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

/**
 * Bundles a function and everything that it imports into one file. `npm run bench:lambda` measures how fast that file starts.
 *
 * @param entry the path of the file that exports `handler`
 * @param external packages that the runtime provides; by default none, so that the tested versions run
 * @returns the bundle, an ES module
 */
export function bundleFunction(entry: string, external: string[] = []): string {
  // loaded only here, because the published package has bundles and does not need esbuild
  const { buildSync } = createRequire(join(PACKAGE_ROOT, 'package.json'))('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    external,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // without a source map, whose relative paths would make a different asset in each output folder
    minify: true,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
