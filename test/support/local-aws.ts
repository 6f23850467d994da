import { NO_SDK_WARNING } from '../../local/ministack/client-config.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { deployOn } from '../../local/service/cdk.ts';
import buildBundle from './build-bundle.ts';

/** The global object, which holds the running MiniStack. */
type WithMinistack = typeof globalThis & { ministack?: Ministack };

/**
 * Bundles the command, starts a local AWS and deploys the service to it, once for all tests of a Jest project. Jest's workers
 * inherit the environment variables that it sets.
 *
 * @param settings the settings of each deployment, as with `-c name=value`
 */
export async function startLocalAws(...settings: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  buildBundle();
  const ministack = await startMinistack({ python: await installMinistack() });
  (globalThis as WithMinistack).ministack = ministack;
  await deployOn(ministack, ...settings);
  Object.assign(process.env, ministack.clientEnvironment, {
    AWS_EC2_METADATA_DISABLED: 'true',
    ...NO_SDK_WARNING,
  });
}

/** Stops what {@link startLocalAws} started. */
export async function stopLocalAws(): Promise<void> {
  await (globalThis as WithMinistack).ministack?.stop();
}
