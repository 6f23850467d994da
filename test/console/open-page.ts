import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { executionName } from '../../core/reminder/execution-name.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { FakeAws, type FakeExecution } from '../cli/fake-aws.ts';
import { openChromium } from '../support/chromium.ts';
import { type RunningWeb, runWeb } from '../support/run-web.ts';

/** Starts Chromium once for the importing file. By default, each of its tests has its own fake AWS and `remindme web`. */

let browser: Browser;
/** The fake AWS of the running test. */
export let aws: FakeAws;
/** The `remindme web` of the running test. */
export let web: RunningWeb;
let [hasAws, hasWeb] = [false, false];
let isShared = false;
/** The errors of the open pages, for example about a violation of the Content-Security-Policy. */
const complaints: string[] = [];

async function stop(): Promise<void> {
  await Promise.all([hasWeb && web.kill(), hasAws && aws.close()]);
  [hasAws, hasWeb] = [false, false];
}
afterAll(() => Promise.all([browser?.close(), stop()]));

/**
 * Prepares the tests of the importing file.
 *
 * @param options with `sharesWeb`, all tests use one `remindme web`, because a new one takes seconds to draw a state machine
 */
export function useChromium({ sharesWeb = false } = {}): void {
  beforeAll(async () => {
    isShared = sharesWeb;
    browser ??= await openChromium();
  });
  beforeEach(async () => {
    complaints.length = 0;
    if (!hasAws) {
      aws = await new FakeAws().open();
      hasAws = true;
    }
    aws.executions.clear();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    if (!isShared) {
      await stop();
    }
    expect(complaints).toEqual([]);
  });
}

/** Adds a reminder to the fake AWS, with the name that the service would give it. */
export function addReminder(
  message: string,
  millisecondsAhead: number,
  rest: Partial<FakeExecution> = {},
): FakeExecution {
  const dueAt = formatInstant(Math.floor((Date.now() + millisecondsAhead) / 1_000) * 1_000);
  const name = executionName({ message, subject: 'Reminder', dueAt });
  return aws.add({ name, input: JSON.stringify({ message, timestamp: dueAt, subject: 'Reminder' }), ...rest });
}

/** Starts `remindme web`, unless the tests share one that is already running. */
export async function startWeb(args: readonly string[] = []): Promise<void> {
  if (!isShared || !hasWeb) {
    web = await runWeb(aws.env, args);
    hasWeb = true;
  }
}

/** Opens the URL that `remindme web` has printed, and then the given path, in a new browser context. */
export async function openPage(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(40_000); // a busy machine takes seconds to draw the first graph
  page.on('console', (entry) => {
    // ignore failed requests, which the page itself shows
    if (entry.type() === 'error' && !/net::ERR_|^Failed to load resource/.test(entry.text())) {
      complaints.push(entry.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(web.url);
  await page.locator('nav a').first().waitFor();
  if (path !== '/') {
    await page.goto(web.origin + path);
  }
  return page;
}

/** Returns the row of the reminder with the given message. */
export const rowOf = (page: Page, message: string): Locator => page.locator('.row').filter({ hasText: message });

/** Waits until the row of the reminder with the given message shows the given status. */
export const untilStatus = (page: Page, message: string, status: string): Promise<void> =>
  rowOf(page, message).locator(`.st.${status}`, { hasText: status }).waitFor();
