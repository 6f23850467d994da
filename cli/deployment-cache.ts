import { createHash } from 'node:crypto';
import type { DeploymentCache } from '../client/deployment.ts';
import { readCached, writeCached } from './cache-folder.ts';

/** The options that distinguish deployments. */
interface Identity {
  readonly service: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Returns a file name that differs between deployments, accounts and endpoints. The name depends only on options and
 * environment variables, so it needs no call to AWS.
 */
function fileName({ service, ...options }: Identity): string {
  const { AWS_ENDPOINT_URL, AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const { region = AWS_REGION ?? AWS_DEFAULT_REGION, profile = AWS_PROFILE } = options;
  const identity = [service, region, profile, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID];
  return `deployment-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)}.json`;
}

/** Returns a cache for a deployment's parameters, in a file in the cache folder. */
export function deploymentCache(identity: Identity): DeploymentCache {
  return {
    read: () => readCached(fileName(identity))?.toString('utf8'),
    write: (text) => writeCached(fileName(identity), text),
  };
}
