import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Context } from '../context.ts';
import { howToDeploy } from '../deployment.ts';
import { EXIT, Failure } from '../failure.ts';

/**
 * Reads from Parameter Store where the stack creator of the deployment is. It is not kept for the next command: beside what
 * a stack takes, one call is nothing.
 *
 * @throws Failure where there is none
 */
export async function readStackCreatorArn({ connection, service }: Context): Promise<string> {
  const name = physicalNames(service).parameters.stateMachineArn('stack-creator');
  const { readParameters } = await import('../aws/parameters.ts');
  const { region, values } = await readParameters(connection, [name]);
  const arn = values[name];
  if (!arn) {
    throw new Failure(EXIT.notFound, `The deployment ${service} has no stack creator in ${region}.`, {
      next: howToDeploy(service),
    });
  }
  return arn;
}
