import { DEFAULT_SERVICE } from '../reminder/service-name.ts';
import type { Connection } from './aws/connection.ts';
import { clean } from './terminal/clean.ts';
import { Interruption } from './terminal/interruption.ts';
import { Terminal } from './terminal/terminal.ts';

/** The options that every command has. */
export interface SharedOptions {
  readonly json?: boolean;
  readonly profile?: string;
  readonly region?: string;
  readonly service: string;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly debug?: boolean;
}

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly quiet: boolean;
  /** The name of the deployment. */
  readonly service: string;
  readonly connection: Connection;
  /** A command line for a person to paste, such as `show cd5f`, with the options that say which deployment is meant. */
  readonly command: (words: string) => string;
  /** What to say when Ctrl-C is pressed now. */
  readonly interruption: Interruption;
}

/** What tells the deployment, where it was told. */
function deploymentOptions({ service, region, profile }: SharedOptions): string[] {
  const given = { service: service === DEFAULT_SERVICE ? undefined : service, region, profile };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quote(value)}`]));
}

/** A word as a shell takes it. */
const quote = (word: string) => (/^[\w.@-]+$/.test(word) ? word : `'${clean(word).replaceAll("'", "'\\''")}'`);

/** Makes a command's context out of its options. */
export function contextOf(options: SharedOptions): Context {
  const { json = false, quiet = false, color, service, region, profile } = options;
  const terminal = new Terminal({ json, quiet, color });
  return {
    terminal,
    json,
    quiet,
    service,
    connection: { region, profile },
    command: (words) => ['remindme', words, ...deploymentOptions(options)].join(' '),
    interruption: new Interruption(terminal),
  };
}
