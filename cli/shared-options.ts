import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_SERVICE, serviceNameProblem } from '../core/naming/service-name.ts';
import type { SharedOptions } from './context.ts';

/** Refuses an empty value, because an option such as `--region ""` probably comes from a script with an unset variable. */
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

/** Returns a command's options, including the global options. */
export function optionsOf<T extends object>(command: Command): T & SharedOptions {
  return command.optsWithGlobals<T & SharedOptions>();
}
