/** The narrowest terminal that the texts below fit on. */
const COLUMNS = 80;

/** What is printed for `--help` of each command, under its name; under no name that of them all; `--version` too. */
export type HelpTexts = Readonly<Record<string, string>>;

const isHelp = (word: string) => word === '--help' || word === '-h';
const isName = (word: string) => /^\w/.test(word);

/** Under which name the text is that the words on the command line ask for, if they ask for one alone. */
function keyOf([first, second, ...rest]: readonly string[]): string | undefined {
  if (first === undefined) {
    return '';
  }
  if (second === undefined) {
    return isHelp(first) || first === 'help' ? '' : first === '--version' ? first : undefined;
  }
  if (rest.length > 0 || !isName(first)) {
    return undefined;
  }
  return isHelp(second) ? first : first === 'help' && isName(second) ? second : undefined;
}

/**
 * Prints help that was made when the command was bundled, if that is all that is asked for: loading the program to make it
 * anew takes half as long again as Node takes to start.
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
