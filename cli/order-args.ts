import type { Command } from 'commander';

/**
 * Moves the command's name ahead of any options that precede it: `--tz UTC list` becomes `list --tz UTC`. Commander itself
 * accepts only global options before a command's name. Replaces `-v` with `--version` if it is the only argument.
 */
export function orderArgs(program: Command, args: readonly string[]): readonly string[] {
  if (args.length === 1 && args[0] === '-v') {
    return ['--version'];
  }
  const options = [program, ...program.commands].flatMap((command) => command.options);
  const withValue = new Set(options.filter(({ required }) => required).flatMap(({ long, short }) => [long, short]));
  let index = 0;
  while (index < args.length && args[index] !== '--' && /^-./.test(args[index] ?? '')) {
    index += withValue.has(args[index]) ? 2 : 1;
  }
  const name = args[index];
  const isCommand = program.commands.some(
    (command) => name !== undefined && [command.name(), ...command.aliases()].includes(name),
  );
  return isCommand && name !== undefined ? [name, ...args.slice(0, index), ...args.slice(index + 1)] : args;
}
