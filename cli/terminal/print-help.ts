/** The narrowest terminal that the texts below fit on. */
const COLUMNS = 80;

/** The help of each command by its name, of the whole program by the empty name, and the output of `--version`. */
export type HelpTexts = Readonly<Record<string, string>>;

const isHelp = (word: string) => word === '--help' || word === '-h';
const VERSION = ['--version', '-V', '-v'];
const isName = (word: string) => /^\w/.test(word);

/** The name of the text that a command line asks for, if it asks for nothing else. */
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
 * Prints the help that the build has made, if help is all that is asked for. Loading the program for it would take half as long
 * as Node takes to start.
 *
 * @returns whether it was printed
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
