import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Deployment } from '../deployment.ts';
import { ClientError } from '../failures.ts';

/**
 * Reads the ARN of the deployment's stack creator. Does not cache it, because the work on a stack takes much longer than this
 * call.
 *
 * @throws ClientError `no-stack-creator` if the parameter with the ARN is missing
 */
export async function readStackCreatorArn({ connection, service }: Deployment): Promise<string> {
  const name = physicalNames(service).parameters.stateMachineArn('stack-creator');
  const { readParameters } = await import('../aws/read-parameters.ts');
  const { region, values } = await readParameters(connection, [name]);
  const arn = values[name];
  if (!arn) {
    throw new ClientError({ kind: 'no-stack-creator', service, region });
  }
  return arn;
}
