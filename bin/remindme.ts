import type { Bundle } from '../cli/bundle/run-bundle.ts';
import { type HelpTexts, printHelp } from '../cli/terminal/print-help.ts';

/** Identifies the program and holds its help. `cli/bundle/build.ts` defines it. */
declare const BUNDLE: Bundle;
declare const HELP_TEXTS: HelpTexts;
/** Holds the program in a comment. */
declare function program(): void;

const args = process.argv.slice(2);
if (!printHelp(args, HELP_TEXTS, process.stdout)) {
  // loaded only if help alone is not enough
  import('../cli/bundle/run-bundle.ts').then(({ runBundle }) =>
    runBundle(BUNDLE, program, { require, filename: __filename }, args),
  );
}
