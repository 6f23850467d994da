import { deployOn } from '../../local/cdk.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack.ts';
import buildBundle from '../support/build-bundle.ts';
import { DOOMED, MENDED, PACED, SERVICE } from './service-names.ts';

/** Where global-teardown finds what to stop. */
export type WithMinistack = typeof globalThis & { ministack?: Ministack };

/**
 * Starts MiniStack and deploys the stacks that we ship, once for all end-to-end tests: under their usual name, and beside it
 * for the tests that break something or need to be alone. Workers inherit the environment variables set here.
 */
export default async function setUp(): Promise<void> {
  buildBundle();
  const ministack = await startMinistack({ python: await installMinistack() });
  (globalThis as WithMinistack).ministack = ministack;
  await deployOn(
    ministack,
    { name: SERVICE, email: 'you@example.com' },
    { name: MENDED },
    { name: DOOMED },
    { name: PACED },
  );
  Object.assign(process.env, ministack.clientEnvironment, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
}
