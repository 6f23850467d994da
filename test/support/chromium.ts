import { hasChromium } from '../../scripts/tour/open-chromium.ts';

export { openChromium } from '../../scripts/tour/open-chromium.ts';

/** Groups tests that need a browser. Jest skips these tests if Chromium is not installed. */
export const describeInChromium: (title: string, tests: () => void) => void = hasChromium
  ? describe
  : (title, tests) => describe.skip(`${title} (skipped, because Chromium is not installed here)`, tests);
