import { physicalNames } from '../../core/naming/physical-names.ts';
import { CLIENT_CONFIG } from '../end-to-end/deployed-service.ts';
import { SERVICE } from '../end-to-end/service-names.ts';

const NAME = physicalNames(SERVICE).functions.sendReminder;
const DATE = '2015-03-31';

/** Calls Lambda, for which the tests have no client. */
async function lambda<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${CLIENT_CONFIG.endpoint}/${DATE}/functions/${NAME}/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=${CLIENT_CONFIG.credentials.accessKeyId}/20260101/${CLIENT_CONFIG.region}/lambda/aws4_request, SignedHeaders=host, Signature=0`,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return (await response.json()) as Answer;
}

/**
 * Publishes a version of the function that calls AWS at an endpoint, and points the alias `live` to it. It starts cold, without a
 * cached parameter.
 */
export async function pointFunctionAt(endpoint: string): Promise<void> {
  const { Environment } = await lambda<{ Environment: { Variables: Record<string, string> } }>('GET', 'configuration');
  await lambda('PUT', 'configuration', {
    Environment: { Variables: { ...Environment.Variables, AWS_ENDPOINT_URL: endpoint } },
  });
  const { Version } = await lambda<{ Version: string }>('POST', 'versions', {});
  await lambda('PUT', 'aliases/live', { FunctionVersion: Version });
}
