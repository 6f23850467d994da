import { CommanderError } from 'commander';
import { formatInstant } from '../core/reminder/timestamp.ts';
import packageJson from '../package.json' with { type: 'json' };
import type { SharedOptions } from './context.ts';
import { explainError } from './explain-error.ts';
import { EXIT } from './failure.ts';
import { orderArgs } from './order-args.ts';
import { makeProgram } from './program.ts';
import { clean } from './terminal/clean.ts';
import { Terminal } from './terminal/terminal.ts';
import { usageFailure } from './usage-failure.ts';

/**
 * Handles errors that occur when writing to stdout or stderr. The command keeps running, because stopping could leave its work
 * incomplete.
 */
function watchOutput(): void {
  process.stderr.on('error', () => {}); // an error on stderr cannot be reported anywhere
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      return; // the program that reads the output has exited, as in `remindme list | head -1`
    }
    process.on('exit', () => {
      process.exitCode ||= EXIT.failed;
    });
    process.stderr.write(`error: The result could not be written: ${error.message}. Everything else is done.\n`);
  });
}

/** Runs the command line and sets `process.exitCode`. */
export async function main(args: readonly string[]): Promise<void> {
  // turn off the SDK's warning about old Node versions, because users cannot act on it
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  watchOutput();

  const program = makeProgram(packageJson.version);
  for (const command of [program, ...program.commands]) {
    command
      .configureOutput({ outputError: () => {} }) // the catch clause below reports all errors
      .exitOverride((error) => {
        throw error.exitCode === EXIT.done ? error : usageFailure(command, error);
      });
  }
  try {
    await program.parseAsync(orderArgs(program, args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      return; // commander has already printed the requested help or version
    }
    const options = program.opts<SharedOptions>();
    const failure = explainError(error, options);
    if (options.json && failure.readings?.length) {
      const readings = failure.readings.map(({ when, due }) => ({ when, due: formatInstant(due) }));
      process.stderr.write(`${JSON.stringify({ error: clean(failure.message), readings })}\n`);
    } else {
      new Terminal({ json: options.json ?? false, quiet: options.quiet ?? false, color: options.color }).complain(
        failure.message,
      );
    }
    if (options.debug) {
      console.error(failure.cause ?? failure);
    }
    process.exitCode = failure.exitCode;
  }
}
