import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Deployment } from '../deployment.ts';
import { ClientError } from '../failures.ts';

/**
 * Reads the ARN of the deployment's stack creator. It is not cached: a stack takes much longer than one call.
 *
 * @throws ClientError `no-stack-creator`
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
