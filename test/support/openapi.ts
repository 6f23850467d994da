import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/** A response from the HTTP API. */
export interface ApiAnswer {
  readonly status: number;
  /** The headers, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'openapi.yaml');

// biome-ignore lint/suspicious/noExplicitAny: OpenAPI defines the structure of the description
const description: any = parse(readFileSync(FILE, 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'openapi', ...description });

/** Returns the part of docs/openapi.yaml at the given path, which is a list of keys. */
const at = (keys: readonly string[]) => keys.reduce((part, key) => part?.[key], description);

/** Returns the keys of a reference such as `#/components/headers/NoStore`. */
const keysOf = (reference: string) => reference.split('/').slice(1);

/** Returns a JSON pointer to a part of the description. */
const pointer = (...keys: readonly string[]) =>
  `openapi#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/**
 * Returns the path to a response, as a list of keys. The operation itself or `components` defines the response. Returns
 * `undefined` if the operation has no response with the given status.
 */
function responseKeys(method: string, path: string, status: number): readonly string[] | undefined {
  const keys = ['paths', path, method.toLowerCase(), 'responses', String(status)];
  const response = at(keys);
  return response?.$ref ? keysOf(response.$ref) : response && keys;
}

/**
 * Compares a response's status, content type, headers and body with docs/openapi.yaml. Returns the differences.
 *
 * @param path the path in the description, such as `/reminders/{id}`
 */
export function differences(method: string, path: string, { status, headers, body }: ApiAnswer): string[] {
  const place = responseKeys(method, path, status);
  if (!place) {
    return [`${method} ${path} does not have the status ${status}`];
  }
  const described = at(place);
  const type = headers['content-type'] ?? '';
  if (!described.content?.[type]) {
    return [`${method} ${path}: ${status} does not have the content type ${type}`];
  }
  const missing = Object.entries(described.headers ?? {}).filter(([name, header]) => {
    const { $ref, required } = header as { readonly $ref?: string; readonly required?: boolean };
    return ($ref ? at(keysOf($ref)).required : required) && headers[name.toLowerCase()] === undefined;
  });
  const validate = ajv.getSchema(pointer(...place, 'content', type, 'schema')) as ValidateFunction;
  validate(body);
  return [
    ...missing.map(([name]) => `${status} lacks the header ${name}`),
    ...(validate.errors ?? []).map(({ instancePath, message }) => `${status}: ${instancePath} ${message}`),
  ];
}

/** The operations in docs/openapi.yaml, each with its method and path. */
export const operations: readonly (readonly [method: string, path: string])[] = Object.entries(
  description.paths as Record<string, object>,
).flatMap(([path, methods]) =>
  Object.keys(methods)
    .filter((method) => method !== 'parameters')
    .map((method) => [method.toUpperCase(), path] as const),
);
