import { NO_SDK_WARNING } from '../../local/ministack/client-config.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { deployOn } from '../../local/service/cdk.ts';
import buildBundle from './build-bundle.ts';

/** Holds the started MiniStack until it is stopped. */
type WithMinistack = typeof globalThis & { ministack?: Ministack };

/**
 * Bundles the command, starts a local AWS and deploys the stacks that we ship, once for all tests of a project. Workers inherit
 * the environment variables that it sets.
 *
 * @param settings those of each deployment, as `-c name=value` passes them
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
