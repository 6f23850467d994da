import type { ProxyFor } from '../client/aws/tunnel-agent.ts';
import { EXIT, Failure } from './failure.ts';
import { clean } from './terminal/clean.ts';

/** The environment variables that can contain the proxy for HTTPS, in order of priority. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'] as const;

/** A proxy, and the environment variable that contains it. */
export interface Proxy {
  readonly variable: string;
  readonly url: string;
}

/** Reads the proxy for HTTPS from the environment. */
function readProxy(environment: NodeJS.ProcessEnv): Proxy | undefined {
  const variable = VARIABLES.find((name) => environment[name]);
  const given = variable && environment[variable];
  if (!variable || !given) {
    return undefined;
  }
  const url = given.includes('://') ? given : `http://${given}`;
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new Failure(
      EXIT.usage,
      `${variable} is "${clean(hidePassword(given))}", which is not the URL of an HTTP proxy.`,
      {
        next: 'Write one such as http://proxy.example.com:3128, or unset it.',
      },
    );
  }
  return { variable, url };
}

/** Removes the user and the password from a proxy's URL. */
const hidePassword = (url: string) => url.replace(/^([a-z]+:\/\/)?[^/@]*@/i, '$1');

/**
 * Checks whether an entry of NO_PROXY matches the host. An entry is `*`, a host name or a domain suffix, with an optional port.
 */
function isMeant(entry: string, host: string, port: number): boolean {
  const [, name = '', only] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return (
    entry === '*' || ((only === undefined || Number(only) === port) && (host === name || host.endsWith(`.${name}`)))
  );
}

/** Returns a function that finds the proxy for a host. Returns `undefined` if no environment variable sets a proxy. */
export function proxyFrom(environment: NodeJS.ProcessEnv): ProxyFor | undefined {
  const proxy = readProxy(environment);
  if (!proxy) {
    return undefined;
  }
  const exceptions = (environment['no_proxy'] || environment['NO_PROXY'] || '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return (host, port) => (exceptions.some((entry) => isMeant(entry, host.toLowerCase(), port)) ? undefined : proxy.url);
}

/**
 * An AWS host, used to find the proxy for an error message. Any AWS host is suitable, because NO_PROXY usually exempts either
 * all AWS hosts or none.
 */
const HOST_OF_AWS = 'https://states.amazonaws.com';

/**
 * Describes the proxy for calls to AWS, for use in an error message: `http://proxy.example.com:3128, which HTTPS_PROXY names`.
 */
export function describeProxy(environment: NodeJS.ProcessEnv): string | undefined {
  const endpoint = environment['AWS_ENDPOINT_URL'] || HOST_OF_AWS;
  const { protocol, hostname, port } = new URL(URL.canParse(endpoint) ? endpoint : HOST_OF_AWS);
  const url = protocol === 'https:' ? proxyFrom(environment)?.(hostname, Number(port || 443)) : undefined;
  return url && `${clean(hidePassword(url))}, which ${VARIABLES.find((name) => environment[name])} names`;
}
