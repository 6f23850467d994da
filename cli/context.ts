import type { Connection } from './aws/connection.ts';
import { withDeployment } from './command-line.ts';
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
    command: (words) => withDeployment(`remindme ${words}`, options),
    interruption: new Interruption(terminal),
  };
}
