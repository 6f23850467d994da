import { Deployment, type DeploymentOptions } from '../client/deployment.ts';
import { addedReminders } from './added-reminders.ts';
import { withDeployment } from './command-line.ts';
import { connectionFrom } from './connection-from.ts';
import { deploymentCache } from './deployment-cache.ts';
import { Interruption } from './terminal/interruption.ts';
import { Terminal } from './terminal/terminal.ts';

/** The options that every command has. */
export interface SharedOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly debug?: boolean;
  readonly service: string;
  readonly region?: string;
  readonly profile?: string;
}

/** The data and tools that every command uses. */
export interface Context {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly options: SharedOptions;
  readonly service: string;
  readonly deployment: Deployment;
  /** Returns a command line for the same deployment, such as `remindme list --service team` for `list`. */
  readonly command: (words: string) => string;
  /** The Ctrl-C handler, which reports what the command has started or changed. */
  readonly interruption: Interruption;
}

/** Returns the settings for the deployment that a command's options name. */
export function deploymentOf({ service, region, profile }: SharedOptions): DeploymentOptions {
  const connection = connectionFrom({ region, profile });
  return { connection, service, cache: deploymentCache(service, connection), memory: addedReminders };
}

/** Builds a command's context from its options. */
export function contextOf(options: SharedOptions): Context {
  const { json = false, quiet = false, color, service } = options;
  const terminal = new Terminal({ json, quiet, color });
  return {
    terminal,
    json,
    quiet,
    options,
    service,
    deployment: new Deployment(deploymentOf(options)),
    command: (words) => withDeployment(`remindme ${words}`, options),
    interruption: new Interruption(terminal),
  };
}
