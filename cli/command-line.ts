import { DEFAULT_SERVICE } from '../core/naming/service-name.ts';
import { clean } from './terminal/clean.ts';

/** The options that name a deployment, if they were given. */
interface DeploymentOptions {
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

const inQuotes = (text: string) => `'${clean(text).replaceAll("'", "'\\''")}'`;

/** A word for a shell, in quotes only if it needs them. */
export const shellWord = (word: string) => (/^[\w.@-]+$/.test(word) ? word : inQuotes(word));

/** A text for a shell, in quotes so that the shell evaluates nothing in it. */
export const shellText = (text: string) => (/["$`\\!]/.test(text) ? inQuotes(text) : `"${clean(text)}"`);

/** A command line that looks at a stack without `remindme`. */
export const lookAtStack = (stackName: string, { region, profile }: DeploymentOptions) =>
  withDeployment(`aws cloudformation describe-stack-events --stack-name ${stackName}`, { region, profile });

/** A command line with the options that name the deployment. */
export function withDeployment(words: string, { service, region, profile }: DeploymentOptions): string {
  const given = { service: service === DEFAULT_SERVICE ? undefined : service, region, profile };
  return Object.entries(given).reduce(
    (line, [name, value]) => (value === undefined ? line : `${line} --${name} ${shellWord(value)}`),
    words,
  );
}
