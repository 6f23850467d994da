import { join } from 'node:path';
import { bundleFunction } from '../lib/kit/functions/bundled-code.ts';
import { SEND_REMINDER_ENTRY } from '../lib/reminders/send-reminder-function.ts';

/**
 * Bundles send-reminder twice: as it is deployed, and the same without the SDK, which the runtime provides.
 *
 * @param folder where the bundles go; inside the project, whose node_modules stand in for the runtime's SDK
 * @returns the files that Lambda would import
 */
export function bundleSendReminder(folder: string): { readonly deployed: string; readonly withoutSdk: string } {
  const deployed = join(folder, 'deployed', 'index.mjs');
  const withoutSdk = join(folder, 'without-sdk', 'index.mjs');
  bundleFunction(SEND_REMINDER_ENTRY, deployed);
  bundleFunction(SEND_REMINDER_ENTRY, withoutSdk, ['@aws-sdk/*', '@smithy/*']);
  return { deployed, withoutSdk };
}
