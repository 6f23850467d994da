import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { clientEnvironment } from '../../local/ministack/client-config.ts';
import type { CdkTarget } from '../../local/service/cdk.ts';
import { CLIENT_CONFIG, poll } from './deployed-service.ts';
import { stackStatusOf } from './stack-creator.ts';

/** The local AWS of the end-to-end tests, for tests that deploy to it themselves. */
export const localAws: CdkTarget = {
  clientEnvironment: clientEnvironment(Number(new URL(CLIENT_CONFIG.endpoint).port)),
  folder: mkdtempSync(join(tmpdir(), 'remindme-cdk-')),
};

const cloudFormation = new CloudFormationClient(CLIENT_CONFIG);

/** Deletes the stacks of the given service, as `cdk destroy --all` does. */
export async function destroy(service: string): Promise<void> {
  const { notifications, ...others } = physicalNames(service).stacks;
  for (const stack of [...Object.values(others), notifications]) {
    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    expect(await poll(async () => (await stackStatusOf(stack)) === undefined || undefined, 60)).toBe(true);
  }
}
