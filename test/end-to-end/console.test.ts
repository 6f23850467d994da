import type { Browser } from 'playwright-core';
import { openConsole } from '../../cli/web/open-console.ts';
import { describeInChromium, openChromium } from '../support/chromium.ts';
import { findViolations } from '../support/find-violations.ts';
import { CLIENT_CONFIG, inboxOf } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

/** Adds a reminder on the web page of a real deployment, and follows it into the inbox. `test/console/` tests the page itself. */
describeInChromium('the web page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  test('shows how a reminder is added, waits, is sent and arrives, and how another one is cancelled', async () => {
    const inbox = await inboxOf(SERVICE);
    let close = () => inbox.close();
    try {
      const opened = await openConsole({
        deployment: { connection: CLIENT_CONFIG, service: SERVICE },
        options: { service: SERVICE, color: false },
        inbox,
      });
      close = async () => {
        await Promise.all([opened.close(), inbox.close()]);
      };
      const page = await browser.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(opened.url);
      const message = `page ${process.pid} at ${Date.now()} 🌱`;
      const add = async (text: string, when: string) => {
        await page.getByLabel('Remind me to').fill(text);
        await page.getByLabel('When').fill(when);
        await page.getByLabel('When').press('Enter');
      };
      const row = (text: string, status: string) =>
        page.locator('.row', { hasText: text }).locator(`.st.${status}`).waitFor();

      // other tests have so many reminders that this test's reminder may not be visible
      await page.getByLabel('Search the reminders').fill(message);
      await add(`${message} is cancelled`, 'in 2 hours');
      await row(`${message} is cancelled`, 'pending');
      await page.locator('.row', { hasText: `${message} is cancelled` }).hover();
      await page.getByRole('button', { name: new RegExp(`^Cancel .*${message} is cancelled`) }).click();
      await page.getByRole('button', { name: 'Cancel the reminder' }).click();
      await row(`${message} is cancelled`, 'cancelled');

      await add(message, 'in 4 seconds');
      await row(message, 'pending');
      await row(message, 'sent');

      await page.getByRole('link', { name: 'Inbox' }).click();
      await page.getByRole('list', { name: 'Messages' }).getByText(message).click();
      await page.locator('.letter', { hasText: message }).waitFor();
      await page
        .getByText(/^\d+[.]\d\d s after it was due$/)
        .first()
        .waitFor();
      expect(await findViolations(page)).toEqual([]);
      expect(await page.locator('.mail', { hasText: `${message} is cancelled` }).count()).toBe(0);
    } finally {
      await close();
    }
  });
});
