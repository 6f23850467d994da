import { createHash } from 'node:crypto';
import type { Connection } from '../client/aws/connection.ts';
import type { DeploymentCache } from '../client/deployment.ts';
import { readCached, writeCached } from './cache-folder.ts';

/**
 * Returns a file name for the deployment, the account and the endpoint. The name depends only on options and environment
 * variables, so it needs no call to AWS.
 */
function fileName(service: string, { region, profile = process.env['AWS_PROFILE'] }: Connection): string {
  const endpoints = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));
  const identity = [service, region, profile, process.env['AWS_ACCESS_KEY_ID'], endpoints.sort()];
  return `deployment-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)}.json`;
}

/** Returns a cache for a deployment's parameters, in a file in the cache folder. */
export function deploymentCache(service: string, connection: Connection): DeploymentCache {
  return {
    read: () => readCached(fileName(service, connection))?.toString('utf8'),
    write: (text) => writeCached(fileName(service, connection), text),
  };
}
