import type { WithMinistack } from './global-setup.ts';

/** Stops what global-setup started. */
export default async function tearDown(): Promise<void> {
  await (globalThis as WithMinistack).ministack?.stop();
}
