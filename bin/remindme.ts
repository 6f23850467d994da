import type { Bundle } from '../cli/bundle/run-bundle.ts';
import { type HelpTexts, printHelp } from '../cli/terminal/print-help.ts';

/** Which program this is, and its help: `cli/bundle/build.ts` defines them. */
declare const BUNDLE: Bundle;
declare const HELP_TEXTS: HelpTexts;

const args = process.argv.slice(2);
if (!printHelp(args, HELP_TEXTS, process.stdout)) {
  // loaded only if help alone is not enough
  import('../cli/bundle/run-bundle.ts').then(({ runBundle }) => runBundle(BUNDLE, __filename, args));
}
