import type { Connection } from '../client/aws/connection.ts';
import { EXIT, Failure } from './failure.ts';
import { proxyFrom } from './proxy.ts';
import { clean } from './terminal/clean.ts';

/** Endpoints of single services, which the AWS SDK reads by itself: one endpoint for all would hide them. */
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

/** Makes the connection from the options of a command and the environment, which `client/` does not read. */
export function connectionFrom(
  { region, profile }: Pick<Connection, 'region' | 'profile'>,
  environment: NodeJS.ProcessEnv = process.env,
): Connection {
  const hasOwnEndpoints = Object.keys(environment).some((name) => OF_ONE_SERVICE.test(name));
  return {
    // the SDK reads the first variable and the AWS CLI the second; an empty one does not count
    region: region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'],
    profile,
    endpoint: hasOwnEndpoints ? undefined : environment['AWS_ENDPOINT_URL'] || undefined,
    maxAttempts: maxAttempts(environment['AWS_MAX_ATTEMPTS']),
    proxyFor: proxyFrom(environment),
  };
}
