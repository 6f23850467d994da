import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/**
 * Bundles a function and all that it imports into one file. `npm run bench:lambda` measures how fast that file starts.
 *
 * @param entry path of the file that exports `handler`
 * @param outfile path of the bundle, an ES module
 * @param external packages that the runtime provides; by default none, so that the tested versions run
 */
export function bundleFunction(entry: string, outfile: string, external: string[] = []): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    external,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // no source map: it names files relative to the output folder, so another folder would make another asset
    minify: true,
    logLevel: 'warning',
  });
}

/**
 * The bundled code of a function, as an asset.
 *
 * It calls esbuild directly, because the CDK's `NodejsFunction` starts it through `npx`, which takes three times as long.
 *
 * @param entry path of the file that exports `handler`
 */
export function bundledCode(entry: string): AssetCode {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // the CDK requires an image, but `local` never needs it
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (folder) => {
          bundleFunction(entry, join(folder, 'index.mjs'));
          return true;
        },
      },
    },
  });
}
