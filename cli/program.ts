import { Command } from 'commander';
import { registerAdd } from './commands/add.ts';
import { addSharedOptions } from './shared-options.ts';

/** All commands with their arguments, options and help. */
export function makeProgram(version: string): Command {
  const program = addSharedOptions(new Command('remindme'))
    .description('Reminders by email, from the terminal: say what and when.')
    .usage('[options] <message> <when...>\n       remindme [command] [options]')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  $ remindme "call mum" "2027-01-27 09:00:00"
  $ remindme "stand up" in 90 minutes
  $ remindme list

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed or no credentials.`,
    );
  registerAdd(program);
  return program;
}
