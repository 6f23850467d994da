import type { Command } from 'commander';

/** The option `--wide`. */
export interface WideFlag {
  readonly wide?: boolean;
}

/** Adds the option that shows ids in full. */
export function addWideOption(command: Command): Command {
  return command.option('--wide', 'show ids whole');
}
