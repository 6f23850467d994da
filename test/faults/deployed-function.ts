import { CLIENT_CONFIG } from '../end-to-end/deployed-service.ts';

const DATE = '2015-03-31';

/** Calls Lambda over HTTP, because the tests have no SDK client for it. */
async function lambda<Answer>(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${CLIENT_CONFIG.endpoint}/${DATE}/functions/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=${CLIENT_CONFIG.credentials.accessKeyId}/20260101/${CLIENT_CONFIG.region}/lambda/aws4_request, SignedHeaders=host, Signature=0`,
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }
  return (text && JSON.parse(text)) as Answer;
}

/**
 * Makes a function call AWS at another endpoint. Publishes a new version, and points the alias `live` to it. The version starts
 * in a new execution environment, in which nothing is cached.
 *
 * @param name the function's physical name
 * @param endpoint the endpoint that the new version calls
 */
export async function pointFunctionAt(name: string, endpoint: string): Promise<void> {
  const { Environment } = await lambda<{ Environment: { Variables: Record<string, string> } }>(
    'GET',
    `${name}/configuration`,
  );
  const Variables: Record<string, string> = { ...Environment.Variables, AWS_ENDPOINT_URL: endpoint };
  if (Variables['QUEUE_URL']) {
    // for SQS, the SDK calls the host in the queue's URL
    Variables['QUEUE_URL'] = new URL(new URL(Variables['QUEUE_URL']).pathname, endpoint).href;
  }
  await lambda('PUT', `${name}/configuration`, { Environment: { Variables } });
  const { Version } = await lambda<{ Version: string }>('POST', `${name}/versions`, {});
  await lambda('PUT', `${name}/aliases/live`, { FunctionVersion: Version });
}

/** Invokes the function's alias `live` asynchronously, as SNS and EventBridge do. Does not wait until the function has run. */
export async function handOver(name: string, event: unknown): Promise<void> {
  await lambda('POST', `${name}/invocations?Qualifier=live`, event, { 'x-amz-invocation-type': 'Event' });
}

/** Deletes a function and its alias, as a person could by hand. */
export async function deleteFunction(name: string): Promise<void> {
  await lambda('DELETE', name);
}
