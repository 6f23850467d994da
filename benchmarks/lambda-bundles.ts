import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  SEND_REMINDER_BUNDLING,
  SEND_REMINDER_ENTRY,
  SendReminderFunction,
} from '../lib/reminders/send-reminder-function.ts';

/** The parts of what CDK writes that are read here. */
interface Assets {
  readonly files: Record<string, { readonly source: { readonly path: string; readonly packaging: string } }>;
}

/** The file that Lambda imports, of the only function of a stack that has been synthesised. */
function bundleOf(stack: Stack, folder: string): string {
  const { files } = JSON.parse(readFileSync(join(folder, `${stack.stackName}.assets.json`), 'utf8')) as Assets;
  const asset = Object.values(files).find(({ source }) => source.packaging === 'zip');
  if (!asset) {
    throw new Error(`The stack ${stack.stackName} has no bundle.`);
  }
  return join(folder, asset.source.path, 'index.mjs');
}

/**
 * Bundles send-reminder twice with the CDK: as it is deployed, and the same but for the SDK, which is left to the runtime.
 *
 * @param folder where the bundles go; inside of the project, whose node_modules stand in for the runtime's SDK
 * @returns the files that Lambda would import
 */
export function bundleSendReminder(folder: string): { readonly deployed: string; readonly withoutSdk: string } {
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder });
  const deployed = new Stack(app, 'Deployed');
  new SendReminderFunction(deployed, 'SendReminder', {
    functionName: 'send-reminder',
    topic: new Topic(deployed, 'Topic'),
    topicParameter: new StringParameter(deployed, 'Parameter', { stringValue: '-' }),
  });
  const withoutSdk = new Stack(app, 'WithoutSdk');
  new NodejsFunction(withoutSdk, 'SendReminder', {
    entry: SEND_REMINDER_ENTRY,
    runtime: Runtime.NODEJS_24_X,
    bundling: { ...SEND_REMINDER_BUNDLING, bundleAwsSDK: false },
  });
  app.synth();
  return { deployed: bundleOf(deployed, folder), withoutSdk: bundleOf(withoutSdk, folder) };
}
