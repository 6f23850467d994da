import { runBundle } from '../cli/run-bundle.ts';

/** The program, and what tells it from others: put in by `cli/build.ts`. */
declare const BUNDLE: string;
declare const BUNDLE_DIGEST: string;

runBundle(BUNDLE, BUNDLE_DIGEST, __filename);
