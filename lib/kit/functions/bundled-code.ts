import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { AssetHashType, type AssetOptions, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { PACKAGE_ROOT } from '../package-root.ts';
import { bundleFunctions, FUNCTION_SOURCES } from './bundle-functions.ts';

/** The published package's file with all bundles: a JSON object, keyed by function name, compressed with Brotli. */
export const FUNCTION_BUNDLES = join(PACKAGE_ROOT, 'dist', 'lib', 'functions.json.br');

let bundles: Readonly<Record<string, string>> | undefined;

function bundleOf(name: string): string {
  bundles ??= existsSync(FUNCTION_SOURCES)
    ? bundleFunctions()
    : (JSON.parse(brotliDecompressSync(readFileSync(FUNCTION_BUNDLES)).toString()) as Record<string, string>);
  const bundle = bundles[name];
  if (bundle === undefined) {
    throw new Error(`There is no function ${name}: lambda/${name}/handler.ts does not exist.`);
  }
  return bundle;
}

/** Creates an asset from the bundle of the given function. */
function asset(folder: string, hash: Pick<AssetOptions, 'assetHash' | 'assetHashType'>, name: string): AssetCode {
  return Code.fromAsset(folder, {
    ...hash,
    bundling: {
      // the CDK requires a Docker image, but never uses it, because `local` creates the bundle
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (output) => {
          writeFileSync(join(output, 'index.mjs'), bundleOf(name));
          return true;
        },
      },
    },
  });
}

/**
 * Returns the bundled code of the given function as an asset. The published package contains the bundles, which
 * `npm run build:lib` writes. In the repository, synth bundles the sources.
 *
 * Synth calls esbuild directly, because CDK's `NodejsFunction` starts esbuild through `npx`, which takes three times as long.
 *
 * @param name the folder in `lambda/` whose `handler.ts` exports `handler`
 */
export function bundledCode(name: string): AssetCode {
  const sources = join(FUNCTION_SOURCES, name);
  if (existsSync(sources)) {
    return asset(sources, { assetHashType: AssetHashType.OUTPUT }, name);
  }
  // each function needs its own hash, because the CDK caches assets by folder and hash, and all functions have the same folder
  const assetHash = createHash('sha256').update(bundleOf(name)).digest('hex');
  return asset(dirname(FUNCTION_BUNDLES), { assetHash }, name);
}
