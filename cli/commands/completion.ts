import { Argument, type Command } from 'commander';
import { COMPLETION_SCRIPTS } from '../completion/completion-scripts.ts';
import type { SharedOptions } from '../context.ts';
import { optionsOf } from '../shared-options.ts';

const SHELLS = Object.keys(COMPLETION_SCRIPTS) as (keyof typeof COMPLETION_SCRIPTS)[];

/** Adds the command `remindme completion`, and the hidden command `remindme complete`, which the completion scripts call. */
export function registerCompletion(program: Command, makeProgram: () => Command): void {
  program
    .command('completion')
    .summary('print the script that completes commands on TAB')
    .description('Print the script that makes the shell complete commands, options and the ids of pending reminders.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(remindme completion bash)
  $ remindme completion zsh > "\${fpath[1]}/_remindme"
  $ remindme completion fish > ~/.config/fish/completions/remindme.fish`,
    )
    .action((shell: keyof typeof COMPLETION_SCRIPTS) => {
      process.stdout.write(COMPLETION_SCRIPTS[shell]);
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[], _options: unknown, command: Command) => {
      const { completeWords } = await import('../completion/complete-words.ts');
      await completeWords(makeProgram(), words, optionsOf<SharedOptions>(command));
      process.stdout.write('', () => process.exit()); // a call to AWS that is still open would keep the shell waiting
    });
}
