import type { HttpProblem } from './http-problem.ts';

/** The response to a request, before {@link resultOf} converts it to API Gateway's format. */
export interface Answer {
  readonly status: number;
  /** The value to send as JSON. */
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The response in API Gateway's format (API Gateway Developer Guide, payload format version 2.0). */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The reason phrase of each status that a problem can have (RFC 9110, section 15, and RFC 6585). */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** Returns a response in API Gateway's format. */
export function resultOf({ status, body, headers = {} }: Answer, type = 'application/json'): HttpResult {
  return {
    statusCode: status,
    headers: { 'content-type': type, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** Returns the response with the problem details, in API Gateway's format. */
export function problemResult({ status, message: detail, headers }: HttpProblem): HttpResult {
  const body = { type: 'about:blank', title: TITLES[status], status, detail };
  return resultOf({ status, body, headers }, 'application/problem+json');
}
