import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundleFunctions } from '../lib/kit/functions/bundle-functions.ts';
import { FUNCTION_BUNDLES } from '../lib/kit/functions/bundled-code.ts';
import { writeDeclarations } from './library/declarations.ts';

// Builds the package of constructs for other CDK apps (docs/adr/0024-constructs.md). Writes `dist/lib/index.js`, the
// declarations of its types, and one compressed file with the bundles of all functions.

const ROOT = join(import.meta.dirname, '..');
const LIBRARY = join(ROOT, 'dist', 'lib');

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Bundles the library into one CommonJS file, which Jest, CommonJS apps and ES module apps can load. */
function buildCode(): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['lib/index.ts'],
    outfile: join(LIBRARY, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['aws-cdk-lib', 'constructs'],
    define: { 'import.meta.dirname': '__dirname' },
    logLevel: 'warning',
  });
  write(join(LIBRARY, 'package.json'), '{ "type": "commonjs" }\n');
}

/**
 * Writes the bundles of all functions into one file. Each bundle contains code of the AWS SDK, which Brotli stores only once.
 * Separate files would be a megabyte larger in total.
 */
function buildFunctions(): void {
  write(
    FUNCTION_BUNDLES,
    brotliCompressSync(JSON.stringify(bundleFunctions()), {
      params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
    }),
  );
}

rmSync(LIBRARY, { recursive: true, force: true });
buildCode();
writeDeclarations(LIBRARY);
buildFunctions();
