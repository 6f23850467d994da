import { parseArgs } from 'node:util';
import { Problem } from './problem.ts';

/** What `npm start` can be told. */
export interface StartOptions {
  /** Ends after both reminders, instead of staying up. */
  readonly once: boolean;
  /** Only shows {@link HELP}. */
  readonly help: boolean;
  /** The port for MiniStack; default: a free one. */
  readonly port?: number;
}

/** What `npm start -- --help` shows. */
export const HELP = `Runs the whole reminder service on this machine, without an AWS account.

Usage: npm start -- [--once] [--port N] [--help]

  --once    end after the first two reminders: exit code 0 where both arrived, else 1
  --port N  the port that the local AWS listens on, 1 to 65535; without it a free one is taken
  --help    show this

Ctrl-C takes everything down again.`;

/**
 * Reads the parameters of `npm start`.
 *
 * @throws Problem where one is unknown or wrong
 */
export function readStartOptions(parameters: readonly string[]): StartOptions {
  const { values } = parse(parameters);
  const { once = false, help = false, port } = values;
  return { once, help, ...(port !== undefined && { port: readPort(port) }) };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: { once: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    // Node's message goes on with advice for the programmer
    const [message] = (error as Error).message.split(/[.]\s/);
    throw new Problem(`${message?.replace(/[.]$/, '')}; npm start takes --once, --port N and --help.`);
  }
}

/** Reads the number of a port; throws a Problem where it is none. */
function readPort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Problem(`--port is ${JSON.stringify(text)}; accepted is a whole number from 1 to 65535.`);
  }
  return port;
}
