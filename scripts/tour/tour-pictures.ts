import type { Page } from 'playwright-core';

/** The reminder, the execution and the terminal content that the pictures show. */
export interface TourRuns {
  /** The id of a reminder that is pending while the pictures are taken, and is then sent. */
  readonly reminder: string;
  /** The name of an execution of the stack creator that has ended. */
  readonly stacks: string;
  /** The content of the terminal, as an SVG image. */
  readonly terminal: string;
}

/** A picture of the tour. The tour has a picture for each screenshot in the deck. */
export interface TourPicture {
  /** The file's name without its extension. */
  readonly name: string;
  /** Brings the page into the state that the picture shows. */
  readonly show: (page: Page, open: (path: string) => Promise<void>, runs: TourRuns) => Promise<void>;
}

/** Scrolls the page so that the top of the given element is below the header. */
const scrollTo = (page: Page, selector: string) =>
  page.evaluate(`scrollTo(0, document.querySelector('${selector}').getBoundingClientRect().top + scrollY - 72)`);

const graphState = (page: Page, name: string) => page.locator(`.graph [data-state="${name}"]`);

/** The pictures, in the order in which the tour takes them. docs/tour.md shows the pictures in the order of the deck. */
export const PICTURES: readonly TourPicture[] = [
  {
    name: 'in-progress',
    show: async (page, open, { reminder }) => {
      await open(`/reminders/sns/${reminder}`);
      await page.locator('.graph .waiting[data-state="Wait until due"]').waitFor();
    },
  },
  {
    name: 'state-selected',
    show: async (page, open, { reminder }) => {
      await open(`/reminders/sns/${reminder}`);
      await graphState(page, 'Check the request').click();
      await page.locator('.panel', { hasText: 'Checks the request first' }).waitFor();
      await scrollTo(page, '.split');
    },
  },
  {
    name: 'in-progress-history',
    show: async (page, open, { reminder }) => {
      await open(`/reminders/sns/${reminder}`);
      await page.locator('.history tbody tr').nth(3).waitFor();
      await page.locator('.code').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'completed',
    show: async (page, open, { reminder }) => {
      await open(`/reminders/sns/${reminder}`);
      await page.locator('.graph .done[data-state="Send the reminder"]').waitFor({ timeout: 120_000 });
      await page.locator('.st.sent').first().waitFor();
    },
  },
  {
    name: 'history',
    show: async (page, open, { stacks }) => {
      await open(`/stacks/${stacks}/graph`);
      await page.getByLabel('Search the history').fill('task');
      await page.locator('.history tbody tr').nth(5).waitFor();
      await scrollTo(page, '.more');
    },
  },
  {
    name: 'creation',
    show: async (page, open) => {
      await open('/learn/sns?state=Wait+until+due');
      await page.locator('.panel', { hasText: 'Waits for up to a year' }).waitFor();
    },
  },
  {
    name: 'status',
    show: async (page, open) => {
      await open('/');
      await page.locator('.row .st.failed').first().waitFor({ timeout: 60_000 });
      await page.locator('.row .st.sent').first().waitFor({ timeout: 60_000 });
    },
  },
];
