import { show } from '../../core/text/show-value.ts';
import { HttpProblem } from './http-problem.ts';

/** The parts of API Gateway's event that the function reads (API Gateway Developer Guide, payload format version 2.0). */
export interface HttpEvent {
  /** The path of the request. API Gateway has percent-decoded it, except `%25`. */
  readonly rawPath: string;
  readonly requestContext: { readonly http: { readonly method: string }; readonly requestId?: string };
  /** The headers, with lower-case names. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The query's parameters. If a parameter is repeated, its values are joined with commas. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** The maximum size of a body in bytes: 256 KiB. A state machine accepts requests of up to about 50 KiB. */
const BODY_BYTES = 262_144;

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i;

/**
 * Reads a request's body as JSON.
 *
 * @throws HttpProblem if the body is too long, has another content type, or is not JSON
 */
export function readBody({ headers = {}, body = '', isBase64Encoded }: HttpEvent): unknown {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES) {
    throw new HttpProblem(413, `The body must be at most ${BODY_BYTES} bytes long, but is ${bytes.length} bytes long.`);
  }
  const type = headers['content-type'];
  if (!JSON_TYPE.test(type ?? '')) {
    throw new HttpProblem(415, `The header Content-Type must be application/json, but is ${show(type)}.`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpProblem(400, `The body must be JSON in UTF-8, but ${bytes.length === 0 ? 'is empty' : 'is not'}.`);
  }
}
