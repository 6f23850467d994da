import type { Bundle } from '../cli/bundle/run-bundle.ts';
import { type HelpTexts, printHelp } from '../cli/terminal/print-help.ts';

/** The program's digest and command names. `cli/bundle/build.ts` defines `BUNDLE` and `HELP_TEXTS`. */
declare const BUNDLE: Bundle;
declare const HELP_TEXTS: HelpTexts;
/** Does nothing. A comment in this function contains the program's source. */
declare function program(): void;

const args = process.argv.slice(2);
if (!printHelp(args, HELP_TEXTS, process.stdout)) {
  // load the program only if the command line asks for more than help
  import('../cli/bundle/run-bundle.ts').then(({ runBundle }) =>
    runBundle(BUNDLE, program, { require, filename: __filename }, args),
  );
}
