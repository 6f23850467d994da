import { parseArgs } from 'node:util';
import { Problem } from './problem.ts';

/** What `npm start` can be told. */
export interface StartOptions {
  /** Ends after both reminders, instead of staying up. */
  readonly once: boolean;
  /** The port for MiniStack; default: a free one. */
  readonly port?: number;
}

const START_HELP = `Runs the whole reminder service on this machine, without an AWS account.

Usage: npm start -- [--once] [--port N] [--help]

  --once    end after the first two reminders: exit code 0 if both arrived, else 1
  --port N  the port that the local AWS listens on, 1 to 65535; without it a free one is taken
  --help    show this

Ctrl-C takes everything down again.`;

const DEMO_HELP = `Shows the stack creator on this machine, without an AWS account: it creates a stack, updates it, fails at another one on
purpose and deletes both. Takes about a minute; exit code 0 if each ended as expected, else 1.

Usage: npm run demo:stack -- [--help]

  --help  show this

Ctrl-C takes everything down again.`;

/** A command that a person types, and what it takes. */
interface Command {
  readonly name: string;
  readonly help: string;
  readonly options: Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;
  /** Its options in words. */
  readonly takes: string;
}

const START: Command = {
  name: 'npm start',
  help: START_HELP,
  options: { once: { type: 'boolean' }, port: { type: 'string' } },
  takes: '--once, --port N and --help',
};

const DEMO: Command = { name: 'npm run demo:stack', help: DEMO_HELP, options: {}, takes: '--help' };

/**
 * Reads the parameters of `npm start`. Where they ask for help it is shown, and where they are wrong the reason.
 *
 * @returns the exit code where there is nothing else to do
 */
export function readStartOptions(parameters: readonly string[]): StartOptions | number {
  return read(START, parameters, ({ once, port }) => ({
    once: once === true,
    ...(port !== undefined && { port: readPort(String(port)) }),
  }));
}

/**
 * Reads the parameters of `npm run demo:stack`, which takes no others than for help. Where they ask for it it is shown, and
 * where they are wrong the reason.
 *
 * @returns the exit code where there is nothing else to do
 */
export function readDemoOptions(parameters: readonly string[]): number | undefined {
  return read(DEMO, parameters, () => undefined);
}

function read<Options>(
  command: Command,
  parameters: readonly string[],
  optionsOf: (values: Readonly<Record<string, unknown>>) => Options,
): Options | number {
  try {
    const { help, ...values } = parse(command, parameters);
    if (!help) {
      return optionsOf(values);
    }
    console.log(command.help);
    return 0;
  } catch (error) {
    console.error((error as Problem).message);
    return 1;
  }
}

function parse({ name, options, takes }: Command, parameters: readonly string[]) {
  try {
    return parseArgs({ args: [...parameters], options: { ...options, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    // Node's message goes on with advice for the programmer
    const [message] = (error as Error).message.split(/[.]\s/);
    throw new Problem(`${message?.replace(/[.]$/, '')}; ${name} takes ${takes}.`);
  }
}

/** Reads the number of a port; throws a Problem where it is none. */
function readPort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Problem(`--port is ${JSON.stringify(text)}; it must be a whole number from 1 to 65535.`);
  }
  return port;
}
