import type { Command } from 'commander';

/** The option for whole ids. */
export interface WideFlag {
  readonly wide?: boolean;
}

/** Adds the option that shows ids whole. */
export function addWideOption(command: Command): Command {
  return command.option('--wide', 'show ids whole');
}
