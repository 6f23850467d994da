import { deployOn } from '../../local/cdk.ts';
import { installMinistack, startMinistack } from '../../local/ministack.ts';
import type { WithMinistack } from '../end-to-end/global-setup.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import buildBundle from '../support/build-bundle.ts';
import { COMMANDED } from './services.ts';

/** Starts MiniStack, deploys the service twice and bundles the command, once for all tests with faults. */
export default async function setUp(): Promise<void> {
  buildBundle();
  const ministack = await startMinistack({ python: await installMinistack() });
  (globalThis as WithMinistack).ministack = ministack;
  await deployOn(ministack, { name: SERVICE }, { name: COMMANDED });
  Object.assign(process.env, ministack.clientEnvironment, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
}
