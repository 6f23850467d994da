import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NO_SDK_WARNING } from '../../local/ministack/client-config.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { loadCdk } from '../../local/service/cdk.ts';
import buildBundle from './build-bundle.ts';

/** The global object, through which startLocalAws passes MiniStack to stopLocalAws. */
type WithMinistack = typeof globalThis & { ministack?: Ministack };

const SYNTHESISE = ['--import', 'tsx', join(import.meta.dirname, 'synthesise-deployments.ts')];

/**
 * Bundles the command, starts a local AWS and deploys the service to it, once for all tests of a Jest project. Jest's workers
 * inherit the environment variables that this function sets.
 *
 * @param settings the settings of each deployment, as with `-c name=value`
 */
export async function startLocalAws(...settings: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  buildBundle();
  const ministack = await startMinistack({ python: await installMinistack() });
  (globalThis as WithMinistack).ministack = ministack;
  const { folder } = ministack;
  const [cdk] = await Promise.all([
    loadCdk(),
    promisify(execFile)(process.execPath, [...SYNTHESISE, folder, JSON.stringify(settings)]),
  ]);
  await cdk.bootstrap(ministack);
  for (const index of settings.keys()) {
    await cdk.deploy(ministack, join(folder, `cdk.out-${index}`));
  }
  Object.assign(process.env, ministack.clientEnvironment, {
    AWS_EC2_METADATA_DISABLED: 'true',
    ...NO_SDK_WARNING,
  });
}

/** Stops what {@link startLocalAws} started. */
export async function stopLocalAws(): Promise<void> {
  await (globalThis as WithMinistack).ministack?.stop();
}
