import type { Connection } from '../client/aws/connection.ts';
import { EXIT, Failure } from './failure.ts';
import { proxyFrom } from './proxy.ts';
import { clean } from './terminal/clean.ts';

/**
 * Matches the environment variables that set the endpoint of one AWS service. The AWS SDK reads these variables itself, and a
 * general endpoint would override them.
 */
const OF_ONE_SERVICE = /^AWS_ENDPOINT_URL_/;

function maxAttempts(text: string | undefined): number | undefined {
  if (!text) {
    return undefined;
  }
  if (!/^\d+$/.test(text)) {
    throw new Failure(EXIT.usage, `AWS_MAX_ATTEMPTS is "${clean(text)}", which is not a whole number.`);
  }
  return Number(text);
}

/**
 * Derives the AWS connection settings from a command's options and the environment. `client/` does not read the environment.
 */
export function connectionFrom(
  { region, profile }: Pick<Connection, 'region' | 'profile'>,
  environment: NodeJS.ProcessEnv = process.env,
): Connection {
  const hasOwnEndpoints = Object.keys(environment).some((name) => OF_ONE_SERVICE.test(name));
  return {
    // the SDK reads only AWS_REGION, but the AWS CLI also reads AWS_DEFAULT_REGION; ignore empty values
    region: region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'],
    profile,
    endpoint: hasOwnEndpoints ? undefined : environment['AWS_ENDPOINT_URL'] || undefined,
    maxAttempts: maxAttempts(environment['AWS_MAX_ATTEMPTS']),
    proxyFor: proxyFrom(environment),
  };
}
