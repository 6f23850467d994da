import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundleFunctions } from '../lib/kit/functions/bundle-functions.ts';
import { FUNCTION_BUNDLES } from '../lib/kit/functions/bundled-code.ts';
import { writeDeclarations } from './library/declarations.ts';

// Builds the constructs for other CDK apps, as docs/adr/0024-constructs.md explains: `dist/lib/index.js` with the declarations of its
// types, and the bundles of all functions in one compressed file.

const ROOT = join(import.meta.dirname, '..');
const LIBRARY = join(ROOT, 'dist', 'lib');

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Bundles the library into one CommonJS file, which Jest and apps of both module systems can load. */
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
 * Bundles all functions into one file. All bundles contain the code of the AWS SDK, and Brotli stores it only once. A separate
 * file for each function would need a megabyte more.
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
