import { parseArgs } from 'node:util';
import { Problem } from './problem.ts';

/** The options of `npm start`. */
export interface StartOptions {
  /** True if the command ends after the first two reminders. */
  readonly once: boolean;
  /** True if the command opens the web page in the browser. */
  readonly open: boolean;
  /**
   * MiniStack's port.
   * @default - a free one
   */
  readonly port?: number;
}

const START_HELP = `Runs the whole reminder service on this machine, without an AWS account.

Usage: npm start -- [--once] [--open] [--port N] [--help]

  --once    end after the first two reminders: exit code 0 if both arrived, else 1
  --open    open the web page in the browser; by default its URL is only printed
  --port N  the port of the local AWS, 1 to 65535; by default a free one
  --help    show this help

Ctrl-C takes everything down again.`;

const DEMO_HELP = `Shows the stack creator on this machine, without an AWS account: it creates a stack, updates it, fails on purpose to create
another one, and deletes both. Takes about a minute; exit code 0 if each ended as expected, else 1.

Usage: npm run demo:stack -- [--help]

  --help  show this help

Ctrl-C takes everything down again.`;

interface Command {
  readonly name: string;
  readonly help: string;
  readonly options: Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;
  /** The list of options for an error message, such as `--once, --port N and --help`. */
  readonly takes: string;
}

const START: Command = {
  name: 'npm start',
  help: START_HELP,
  options: { once: { type: 'boolean' }, open: { type: 'boolean' }, port: { type: 'string' } },
  takes: '--once, --open, --port N and --help',
};

const DEMO: Command = { name: 'npm run demo:stack', help: DEMO_HELP, options: {}, takes: '--help' };

/**
 * Reads the arguments of `npm start`. Prints the help for `--help`, and an error message if an argument is invalid.
 *
 * @returns the options, or the exit code if the help (0) or an error message (1) was printed
 */
export function readStartOptions(parameters: readonly string[]): StartOptions | number {
  return read(START, parameters, ({ once, open, port }) => ({
    once: once === true,
    open: open === true,
    ...(port !== undefined && { port: readPort(String(port)) }),
  }));
}

/**
 * Reads the arguments of `npm run demo:stack`, whose only option is `--help`. Prints the help for `--help`, and an error
 * message if an argument is invalid.
 *
 * @returns the exit code if the help (0) or an error message (1) was printed; otherwise undefined
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
    // leave out the rest of Node's message, which is advice for programmers
    const [message] = (error as Error).message.split(/[.]\s/);
    throw new Problem(`${message?.replace(/[.]$/, '')}; ${name} takes ${takes}.`);
  }
}

/** Parses a port number. Throws a Problem if the text is not a port number. */
function readPort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Problem(`--port is ${JSON.stringify(text)}; it must be a whole number from 1 to 65535.`);
  }
  return port;
}
