import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { AssetHashType, type AssetOptions, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { PACKAGE_ROOT } from '../package-root.ts';
import { bundleFunction } from './bundle-function.ts';

/** The file with the bundles of all functions in the published package: an object in JSON, keyed by folder, compressed with Brotli. */
export const FUNCTION_BUNDLES = join(PACKAGE_ROOT, 'dist', 'lib', 'functions.json.br');

let published: Readonly<Record<string, string>> | undefined;

/** Returns the bundle of a function from the published package. */
function publishedBundle(name: string): string {
  published ??= JSON.parse(brotliDecompressSync(readFileSync(FUNCTION_BUNDLES)).toString()) as Record<string, string>;
  return published[name] ?? '';
}

/** Makes an asset from code that is not in a file. */
function asset(folder: string, hash: Pick<AssetOptions, 'assetHash' | 'assetHashType'>, code: () => string): AssetCode {
  return Code.fromAsset(folder, {
    ...hash,
    bundling: {
      // the CDK requires a Docker image, but with `local`, it never uses the image
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (output) => {
          writeFileSync(join(output, 'index.mjs'), code());
          return true;
        },
      },
    },
  });
}

/**
 * Returns the bundled code of a function as an asset. The published package contains the bundles, which `npm run build:lib` makes.
 * In the repository, synth makes them from the sources.
 *
 * It calls esbuild directly, because CDK's `NodejsFunction` starts esbuild through `npx`, which takes three times as long.
 *
 * @param name the folder in `lambda/` whose `handler.ts` exports `handler`
 */
export function bundledCode(name: string): AssetCode {
  const sources = join(PACKAGE_ROOT, 'lambda', name);
  if (existsSync(sources)) {
    return asset(sources, { assetHashType: AssetHashType.OUTPUT }, () => bundleFunction(join(sources, 'handler.ts')));
  }
  const code = publishedBundle(name);
  // the CDK caches assets by their folder and hash, and all functions have the same folder
  return asset(dirname(FUNCTION_BUNDLES), { assetHash: createHash('sha256').update(code).digest('hex') }, () => code);
}
