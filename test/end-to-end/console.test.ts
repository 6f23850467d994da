import type { Browser, Page } from 'playwright-core';
import { openConsole } from '../../cli/web/open-console.ts';
import { describeInChromium, openChromium } from '../support/chromium.ts';
import { findViolations } from '../support/find-violations.ts';
import { inboxOf } from './deployed-service.ts';
import { connection, setClock } from './schedule-clock.ts';
import { SERVICE } from './service-names.ts';

/**
 * Tests that reminders from the web page are sent and arrive. The page uses the deployment on the local AWS. `test/console/`
 * tests the page itself.
 */
describeInChromium('the web page', () => {
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    const inbox = await inboxOf(SERVICE);
    close = () => inbox.close();
    const opened = await openConsole({
      deployment: { connection, service: SERVICE },
      options: { service: SERVICE, color: false },
      inbox,
    });
    close = async () => {
      await Promise.all([opened.close(), inbox.close()]);
    };
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(opened.url);
  });
  afterEach(() => close());

  async function add(text: string, when: string): Promise<void> {
    await page.getByLabel('Remind me to').fill(text);
    await page.getByLabel('When').fill(when);
    await page.getByLabel('When').press('Enter');
  }

  const rowOf = (text: string) => page.locator('.row', { hasText: text });
  const untilStatus = (text: string, status: string) => rowOf(text).locator(`.st.${status}`).first().waitFor();
  const press = (name: string | RegExp) => page.getByRole('button', { name }).click();

  /** Filters the list by a message that no other test uses, and returns the message. Other tests add many reminders. */
  async function ownText(): Promise<string> {
    const message = `page ${process.pid} at ${Date.now()} 🌱`;
    await page.getByLabel('Search the reminders').fill(message);
    return message;
  }

  async function untilArrived(message: string): Promise<void> {
    await page.getByRole('link', { name: 'Inbox' }).click();
    // press a key instead of clicking, because the messages of other tests arrive above and move the list
    const arrived = page.getByRole('list', { name: 'Messages' }).getByRole('link').filter({ hasText: message });
    await arrived.first().press('Enter');
    await page.locator('.letter', { hasText: message }).waitFor();
  }

  test('shows how a reminder is added, waits, is sent and arrives, and how another one is cancelled', async () => {
    const message = await ownText();
    await add(`${message} is cancelled`, 'in 2 hours');
    await untilStatus(`${message} is cancelled`, 'pending');
    await rowOf(`${message} is cancelled`).hover();
    await press(new RegExp(`^Cancel .*${message} is cancelled`));
    await press('Cancel the reminder');
    await untilStatus(`${message} is cancelled`, 'cancelled');

    await add(message, 'in 10 seconds');
    await untilStatus(message, 'pending');
    await untilStatus(message, 'sent');

    await untilArrived(message);
    await page
      .getByText(/^\d+[.]\d\d s after it was due$/)
      .first()
      .waitFor();
    expect(await findViolations(page)).toEqual([]);
    expect(await page.locator('.mail', { hasText: `${message} is cancelled` }).count()).toBe(0);
  });

  test('pauses, resumes, skips, edits, moves and cancels a repeated reminder, and shows its next times', async () => {
    const message = await ownText();
    await add(message, 'every day at 9am');
    await untilStatus(message, 'pending');
    expect(await rowOf(message).locator('small').textContent()).toContain('every day at 09:00');

    await rowOf(message)
      .getByRole('link')
      .click({ position: { x: 8, y: 8 } }); // the buttons cover the middle of the row
    const next = page.locator('.next li');
    await next.nth(4).waitFor();
    expect(await findViolations(page)).toEqual([]);
    const [, second = ''] = await next.allTextContents();

    await press(/^Pause/);
    await page.locator('.st.paused').waitFor();
    expect(await next.count()).toBe(0);
    await press(/^Resume/);
    await page.locator('.st.pending').waitFor();

    await press(/^Skip/);
    await press('Skip it once');
    await next
      .first()
      .filter({ hasText: second.slice(0, 10) })
      .waitFor();
    expect((await next.first().textContent())?.slice(0, 10)).toBe(second.slice(0, 10));

    await press(/^Edit/);
    await page.getByRole('dialog').getByLabel('Remind me to').fill(`${message} is edited`);
    await press('Save');
    await page.getByRole('heading', { name: `${message} is edited` }).waitFor();

    await press(/^Move/);
    await page.getByRole('dialog').getByLabel('When').fill('in 3 hours');
    await press('Move it');
    await page.locator('.graph .waiting[data-state="Wait until due"]').waitFor(); // the page of the new, unrepeated reminder
    await page.goBack();
    await next.filter({ hasText: second.trim() }).waitFor({ state: 'detached' });

    await page.getByRole('link', { name: '← Reminders' }).click();
    await page.getByLabel('Search the reminders').fill(message);
    const repeated = rowOf(message).filter({ hasText: 'every day' });
    await repeated.hover();
    await repeated.getByRole('button', { name: /^Cancel/ }).click();
    await press('Cancel the reminder');
    await repeated.waitFor({ state: 'detached' });
    expect(await rowOf(`${message} is edited`).locator('.st.pending').count()).toBe(1);
  });

  test('shows each time of a repeated reminder when it was sent', async () => {
    const message = await ownText();
    await add(message, 'every minute');
    await untilStatus(message, 'pending');
    const path = (await rowOf(message).getByRole('link').getAttribute('href')) ?? '';
    await setClock(SERVICE, path.split('/').at(-1) ?? '', Date.UTC(2026, 5, 1, 9, 0, 30), 60);

    await untilStatus(message, 'sent');
    await untilArrived(message);
    await page.goto(new URL(path, page.url()).href);
    await press(/^Cancel/);
    await press('Cancel the reminder');
    await page.getByRole('heading', { name: 'There is no such execution.' }).waitFor();
  });
});
