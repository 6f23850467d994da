import { Command } from 'commander';
import { registerAdd } from './commands/add.ts';
import { registerCancel } from './commands/cancel.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerEdit } from './commands/edit.ts';
import { registerExport } from './commands/export.ts';
import { registerHelp } from './commands/help.ts';
import { registerImport } from './commands/import.ts';
import { registerList } from './commands/list.ts';
import { registerMove } from './commands/move.ts';
import { registerPause } from './commands/pause.ts';
import { registerResume } from './commands/resume.ts';
import { registerRetry } from './commands/retry.ts';
import { registerShow } from './commands/show.ts';
import { registerSkip } from './commands/skip.ts';
import { registerSnooze } from './commands/snooze.ts';
import { registerStack } from './commands/stack.ts';
import { registerSubscribe } from './commands/subscribe.ts';
import { registerSubscribers } from './commands/subscribers.ts';
import { registerUndelivered } from './commands/undelivered.ts';
import { registerUnsubscribe } from './commands/unsubscribe.ts';
import { registerWeb } from './commands/web.ts';
import { addSharedOptions } from './shared-options.ts';

/** Builds the program: all commands with their arguments, options and help. */
export function makeProgram(version: string): Command {
  const program = addSharedOptions(new Command('remindme'))
    .description('Reminders by email, from the terminal: say what and when.')
    .usage('[options] <message> <when...>\n       remindme [options] <command>')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false) // registerHelp adds a command that refuses "help tomorrow 9am", which may be meant as a reminder
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  $ remindme "call mum" tomorrow 9am
  $ remindme "stand up" in 90 minutes
  $ remindme list

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed or no credentials.`,
    );
  program.commandsGroup('Reminders:');
  registerAdd(program);
  registerList(program);
  registerShow(program);
  registerCancel(program);
  registerMove(program);
  registerSnooze(program);
  registerEdit(program);
  program.commandsGroup('Repeated reminders:');
  registerPause(program);
  registerResume(program);
  registerSkip(program);
  program.commandsGroup('After a failure:');
  registerRetry(program);
  registerUndelivered(program);
  registerDoctor(program);
  program.commandsGroup('Files:');
  registerImport(program);
  registerExport(program);
  program.commandsGroup('Subscribers:');
  registerSubscribe(program);
  registerUnsubscribe(program);
  registerSubscribers(program);
  program.commandsGroup('More:');
  registerStack(program);
  registerWeb(program);
  registerHelp(program);
  registerCompletion(program, () => makeProgram(version));
  return program;
}
