import { DEFAULT_SERVICE } from '../core/naming/service-name.ts';
import { inSingleQuotes } from '../core/text/in-single-quotes.ts';
import { clean } from './terminal/clean.ts';

/** The options that identify a deployment. */
interface DeploymentOptions {
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

const inQuotes = (text: string) => inSingleQuotes(clean(text));

/** Quotes a word for the shell, if necessary. */
export const shellWord = (word: string) => (/^[\w.@-]+$/.test(word) ? word : inQuotes(word));

/** Quotes a string so that the shell evaluates nothing in it. */
export const shellText = (text: string) => (/["$`\\!]/.test(text) ? inQuotes(text) : `"${clean(text)}"`);

/** Returns an AWS CLI command line that lists the events of the given stack. */
export const lookAtStack = (stackName: string, { region, profile }: DeploymentOptions) =>
  withDeployment(`aws cloudformation describe-stack-events --stack-name ${stackName}`, { region, profile });

/** Adds the deployment's options to a command line. Omits `--service` for the default service. */
export function withDeployment(words: string, { service, region, profile }: DeploymentOptions): string {
  const given = { service: service === DEFAULT_SERVICE ? undefined : service, region, profile };
  return Object.entries(given).reduce(
    (line, [name, value]) => (value === undefined ? line : `${line} --${name} ${shellWord(value)}`),
    words,
  );
}
