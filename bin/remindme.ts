import { type Bundle, runBundle } from '../cli/bundle/run-bundle.ts';
import { type HelpTexts, printHelp } from '../cli/terminal/print-help.ts';

/** The program and its help: put in by `cli/bundle/build.ts`. */
declare const BUNDLE: Bundle;
declare const HELP_TEXTS: HelpTexts;

const args = process.argv.slice(2);
if (!printHelp(args, HELP_TEXTS, process.stdout)) {
  runBundle(BUNDLE, __filename, args);
}
