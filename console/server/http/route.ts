import type { Site } from '../site.ts';

/** A call from the page to the API. */
export interface ApiCall {
  /** The named parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON object in the body of a POST. Empty for a GET. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A path of the API and the function that answers it. The response is sent as JSON. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** The path after `/api/`. A part that starts with a colon matches any string: `reminders/:via/:id/move`. */
  readonly path: string;
  /**
   * Answers a call.
   *
   * @throws ApiError for a response whose status is not 200
   * @throws any other error, which the server explains in the command line's words
   */
  readonly answer: (call: ApiCall, site: Site) => Promise<unknown>;
}

/** Matches a path against a pattern. Returns the named parts, or `undefined` if the path does not match. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) {
    return undefined;
  }
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith(':')) {
      params[part.slice(1)] = decode(text);
    } else if (part !== text) {
      return undefined;
    }
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // the page did not encode this text, so the route finds nothing with it
  }
}
