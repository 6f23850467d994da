import { createHash } from 'node:crypto';
import type { DeploymentCache } from '../client/deployment.ts';
import { readCached, writeCached } from './cache-folder.ts';

/** The options that tell deployments apart. */
interface Identity {
  readonly service: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** One file for each deployment, account and endpoint, as far as they can be told apart without a call. */
function fileName({ service, ...options }: Identity): string {
  const { AWS_ENDPOINT_URL, AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const { region = AWS_REGION ?? AWS_DEFAULT_REGION, profile = AWS_PROFILE } = options;
  const identity = [service, region, profile, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID];
  return `deployment-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)}.json`;
}

/** A file of the cache folder for the parameters of a deployment. */
export function deploymentCache(identity: Identity): DeploymentCache {
  return {
    read: () => readCached(fileName(identity))?.toString('utf8'),
    write: (text) => writeCached(fileName(identity), text),
  };
}
