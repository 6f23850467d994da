import { NO_SDK_WARNING } from '../../local/ministack/client-config.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { deployOn } from '../../local/service/cdk.ts';
import buildBundle from './build-bundle.ts';

/** Where what was started waits to be stopped. */
type WithMinistack = typeof globalThis & { ministack?: Ministack };

/**
 * Bundles the command, starts a local AWS and deploys the stacks that we ship to it, once for all tests of a project. Workers
 * inherit the environment variables set here.
 *
 * @param settings of each deployment, as `-c name=value` gives them
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

/** Stops what {@link startLocalAws} has started. */
export async function stopLocalAws(): Promise<void> {
  await (globalThis as WithMinistack).ministack?.stop();
}
