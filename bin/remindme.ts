import { runBundle } from '../cli/run-bundle.ts';
import { type HelpTexts, printHelp } from '../cli/terminal/print-help.ts';

/** The program, what tells it from others, and its help: put in by `cli/build.ts`. */
declare const BUNDLE: string;
declare const BUNDLE_DIGEST: string;
declare const HELP_TEXTS: HelpTexts;

const args = process.argv.slice(2);
if (!printHelp(args, HELP_TEXTS, process.stdout)) {
  runBundle(BUNDLE, BUNDLE_DIGEST, __filename, args);
}
