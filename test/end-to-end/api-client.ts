import { physicalNames } from '../../core/naming/physical-names.ts';
import { localApiUrl } from '../../local/service/local-api-url.ts';
import type { ApiAnswer } from '../support/openapi.ts';
import { CLIENT_CONFIG, parameter } from './deployed-service.ts';

/** Returns the URL of the given deployment's HTTP API on the local AWS, with a trailing slash. */
export async function apiUrlOf(service: string): Promise<string> {
  return localApiUrl(CLIENT_CONFIG.endpoint, await parameter(physicalNames(service).parameters.apiUrl));
}

/** A request to the HTTP API. */
export interface ApiRequest {
  /** A string is sent unchanged. Any other value is sent as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** @default true */
  readonly isSigned?: boolean;
}

/** A signature that the local AWS accepts, because it does not verify signatures. */
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=${CLIENT_CONFIG.credentials.accessKeyId}/20260101/${CLIENT_CONFIG.region}/execute-api/aws4_request, SignedHeaders=host, Signature=0`;

/** Sends a request to the HTTP API, and returns its response with the parsed body. */
export async function callApi(
  url: string,
  method: string,
  path: string,
  { body, contentType = 'application/json', isSigned = true }: ApiRequest = {},
  // biome-ignore lint/suspicious/noExplicitAny: the tests read parts of any answer
): Promise<ApiAnswer & { readonly body: any }> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(isSigned && { authorization: SIGNATURE }),
      ...(body !== undefined && { 'content-type': contentType }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() };
}
