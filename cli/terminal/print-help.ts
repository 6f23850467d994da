/** The width of the help texts from the build, in columns. */
const COLUMNS = 80;

/**
 * The help texts, keyed by the command's name. The empty key has the whole program's help, and the key `--version` has the
 * version.
 */
export type HelpTexts = Readonly<Record<string, string>>;

const isHelp = (word: string) => word === '--help' || word === '-h';
const VERSION = ['--version', '-V', '-v'];
const isName = (word: string) => /^\w/.test(word);

/** Returns the key of the text that a command line asks for, or `undefined` if it asks for something else. */
function keyOf([first, second, ...rest]: readonly string[]): string | undefined {
  if (first === undefined) {
    return '';
  }
  if (second === undefined) {
    return isHelp(first) || first === 'help' ? '' : VERSION.includes(first) ? '--version' : undefined;
  }
  if (rest.length > 0 || !isName(first)) {
    return undefined;
  }
  return isHelp(second) ? first : first === 'help' && isName(second) ? second : undefined;
}

/**
 * Prints the help text from the build if the command line asks only for help or the version. Loading the whole program for this
 * would add half of Node's own start time.
 *
 * @returns false if no text was printed, for example because the terminal is too narrow
 */
export function printHelp(args: readonly string[], texts: HelpTexts, stdout: NodeJS.WriteStream): boolean {
  const key = stdout.isTTY && stdout.columns < COLUMNS ? undefined : keyOf(args);
  const text = key !== undefined && Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (text === undefined) {
    return false;
  }
  stdout.on('error', () => {}); // `remindme --help | head -1` closes the pipe early
  stdout.write(text);
  return true;
}
