import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_SERVICE, serviceNameProblem } from '../core/naming/service-name.ts';
import type { SharedOptions } from './context.ts';

/** A text that must not be empty: `--region ""` is a script with a variable that was not set. */
export function notEmpty(value: string): string {
  if (value.trim() === '') {
    throw new InvalidArgumentError('It is empty.');
  }
  return value;
}

function serviceName(value: string): string {
  const problem = serviceNameProblem(value);
  if (problem) {
    throw new InvalidArgumentError(problem);
  }
  return value;
}

/** Adds the options that every command has. */
export function addSharedOptions(program: Command): Command {
  return program
    .option('--json', 'print JSON: one object, or one a line')
    .option('--profile <name>', "the AWS profile to use, in place of the SDK's usual choice", notEmpty)
    .option('--region <name>', 'the AWS region of the deployment', notEmpty)
    .option('--service <name>', 'the name of the deployment', serviceName, DEFAULT_SERVICE)
    .option('--quiet', 'print the result and errors only')
    .option('--no-color', 'print without colours; so does NO_COLOR=1')
    .option('--debug', 'print the stack trace of an error');
}

/** The options of a command together with the shared ones. */
export function optionsOf<T extends object>(command: Command): T & SharedOptions {
  return command.optsWithGlobals<T & SharedOptions>();
}
