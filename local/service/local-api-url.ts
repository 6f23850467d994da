/**
 * Returns the URL at which MiniStack serves the HTTP API. The URL in the deployment's parameter has a host that exists only on
 * AWS.
 *
 * @param endpoint MiniStack's URL
 * @param apiUrl the value of the parameter `/<name>/api-url`, such as `https://a1b2c3d4.execute-api.us-east-1.amazonaws.com/`
 */
export function localApiUrl(endpoint: string, apiUrl: string): string {
  const { hostname, pathname } = new URL(apiUrl);
  return `${endpoint}/_aws/execute-api/${hostname.split('.')[0]}/$default${pathname}`;
}
