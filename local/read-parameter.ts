import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { ClientConfig } from './ministack/client-config.ts';
import { Problem } from './terminal/problem.ts';

/**
 * Reads a parameter of the service.
 *
 * @throws Problem where it is not there
 */
export async function readParameter(clientConfig: ClientConfig, name: string): Promise<string> {
  const ssm = new SSMClient(clientConfig);
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value ?? '';
  } catch (error) {
    throw new Problem(
      `The parameter ${name} could not be read at ${clientConfig.endpoint}: ${(error as Error).message}`,
    );
  } finally {
    ssm.destroy();
  }
}
