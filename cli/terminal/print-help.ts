/** The narrowest terminal that the texts below fit on. */
const COLUMNS = 80;

/** What is printed for `--help` of each command, under its name; under no name that of them all; `--version` too. */
export type HelpTexts = Readonly<Record<string, string>>;

/**
 * Prints help that was made when the command was bundled, if that is all that is asked for: loading the program to make it
 * anew takes half as long again as Node takes to start.
 *
 * @returns whether it was printed
 */
export function printHelp(args: readonly string[], texts: HelpTexts, stdout: NodeJS.WriteStream): boolean {
  if (args.length > 2 || (stdout.isTTY && stdout.columns < COLUMNS)) {
    return false;
  }
  const [first = '--help', last] = args;
  const key = last === undefined ? (first === '--help' ? '' : first === '--version' ? first : undefined) : first;
  const isAsked = key !== undefined && (last === undefined || last === '--help') && Object.hasOwn(texts, key);
  const text = isAsked ? texts[key] : undefined;
  if (text === undefined || (last !== undefined && first.startsWith('-'))) {
    return false;
  }
  stdout.on('error', () => {}); // `remindme --help | head -1` closes the pipe early
  stdout.write(text);
  return true;
}
