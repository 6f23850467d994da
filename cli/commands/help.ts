import type { Command } from 'commander';
import { shellWord } from '../command-line.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** Adds the command `remindme help`, for people who do not know `--help`. */
export function registerHelp(program: Command): void {
  program
    .command('help')
    .summary('print this help, or that of a command')
    .description(
      'Print the help of all commands, or of one. A reminder that is called help is added with remindme add.',
    )
    .argument('[command]', 'the command')
    .allowExcessArguments() // the action refuses further words, because "help tomorrow 9am" may be meant as a reminder
    .addHelpText(
      'after',
      `
Examples:
  $ remindme help
  $ remindme help list`,
    )
    .action((_name: string | undefined, _options: unknown, { args }: Command) => {
      const command =
        args.length === 0
          ? program
          : program.commands.find(
              (each) => args.length === 1 && [each.name(), ...each.aliases()].includes(args[0] ?? ''),
            );
      if (!command) {
        throw new Failure(EXIT.usage, `There is no command "${clean(args.join(' '))}".`, {
          next: `See remindme help. To be reminded of "help": remindme add help ${args.map(shellWord).join(' ')}`,
        });
      }
      command.outputHelp();
    });
}
