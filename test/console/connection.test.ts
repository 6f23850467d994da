import { describeInChromium } from '../support/chromium.ts';
import { findViolations } from '../support/find-violations.ts';
import { addReminder, aws, openPage, rowOf, startWeb, untilStatus, useChromium, web } from './open-page.ts';

const HOUR = 3_600_000;

describeInChromium('the page', () => {
  useChromium();

  test('says that the server was killed, and continues when it was started again', async () => {
    addReminder('call mum', HOUR);
    await startWeb();
    const page = await openPage();
    await rowOf(page, 'call mum').waitFor();
    await page.getByLabel('Remind me to').fill('half a sentence');
    await web.kill();

    const alert = page.getByRole('alert');
    await alert.getByText('Connection lost.').waitFor();
    await alert.getByText(/known at \d\d:\d\d/).waitFor();
    const add = page.getByRole('button', { name: 'Add', exact: true });
    expect(await add.isDisabled()).toBe(true);
    expect(await rowOf(page, 'call mum').count()).toBe(1);
    await page.setViewportSize({ width: 360, height: 240 });
    await page.evaluate('scrollTo(0, 200)');
    expect((await alert.boundingBox())?.y).toBeGreaterThan(0); // the alert stays visible
    await page.setViewportSize({ width: 1_280, height: 800 });

    addReminder('added in the meantime', 2 * HOUR);
    await startWeb(['--port', new URL(web.origin).port]);
    await alert.waitFor({ state: 'detached' });
    await rowOf(page, 'added in the meantime').waitFor();
    expect(await page.getByLabel('Remind me to').inputValue()).toBe('half a sentence');
    expect(await add.isEnabled()).toBe(true);
  });

  test('says that AWS does not answer, and continues when it does', async () => {
    addReminder('call mum', HOUR);
    await startWeb();
    const page = await openPage();
    await rowOf(page, 'call mum').waitFor();
    aws.behave = ({ operation }) =>
      operation === 'ListExecutions' ? { error: 'AccessDeniedException', message: 'not today' } : undefined;
    await page.getByRole('alert').getByText('not today').waitFor();
    aws.behave = () => undefined;
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('shows the same in two tabs, and asks AWS once for both', async () => {
    addReminder('call mum', HOUR);
    await startWeb();
    const [one, other] = [await openPage(), await openPage()];
    await Promise.all([rowOf(one, 'call mum').waitFor(), rowOf(other, 'call mum').waitFor()]);
    await rowOf(one, 'call mum').hover();
    await one.getByRole('button', { name: /^Cancel .*call mum/ }).click();
    await one.getByRole('button', { name: 'Cancel the reminder' }).click();
    await untilStatus(other, 'call mum', 'cancelled');

    const times: number[] = [];
    const read = new Promise<void>((resolve) => {
      aws.behave = ({ operation, input }) => {
        const isPending = operation === 'ListExecutions' && input['statusFilter'] === 'RUNNING';
        if (isPending && String(input['stateMachineArn']).endsWith('-sns')) {
          times.push(Date.now());
        }
        if (times.length === 3) {
          resolve();
        }
        return undefined;
      };
    });
    await read;
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(3_000);
  });

  test('follows the back button, with the filter that was chosen', async () => {
    addReminder('call mum', HOUR);
    addReminder('old news', -HOUR, { status: 'SUCCEEDED', stopDate: Date.now() - HOUR });
    await startWeb();
    const page = await openPage();
    await page.getByRole('button', { name: /^Sent/ }).click();
    await rowOf(page, 'call mum').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByText('What remindme doctor says').waitFor();
    await page.goBack();
    await rowOf(page, 'old news').waitFor();
    expect(await rowOf(page, 'call mum').count()).toBe(0);
    expect(page.url()).toBe(`${web.origin}/?status=sent`);
    await page.goForward();
    await page.getByText('What remindme doctor says').waitFor();
  });

  test('asks AWS nothing while no tab is visible', async () => {
    addReminder('call mum', HOUR);
    await startWeb();
    const page = await openPage();
    await rowOf(page, 'call mum').waitFor();
    await page.evaluate("fetch('/api/health/count')"); // wait until the checks for the page's header have ended
    const setHidden = (isHidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
      );
    await setHidden(true);
    // this request makes no AWS call, and reaches the server after the page has closed the event stream
    await page.evaluate("fetch('/api/about')");
    const before = aws.calls.length;
    await page.waitForTimeout(2_500); // longer than the pause between two reads of the list
    expect(aws.calls.length - before).toBeLessThanOrEqual(2); // a read that had already begun may make two more calls
    addReminder('added in the meantime', 2 * HOUR);
    await setHidden(false);
    await rowOf(page, 'added in the meantime').waitFor();
  });

  test('opens for nobody without the printed URL', async () => {
    await startWeb();
    const page = await openPage();
    await page.context().clearCookies();
    await page.goto(`${web.origin}/`);
    await page.getByText('This browser has no access.').waitFor();
    expect(await page.locator('.row').count()).toBe(0);
  });
});

describeInChromium('accessibility', () => {
  useChromium();

  test.each(['light', 'dark'] as const)('axe finds no violation in any view, %s', async (colorScheme) => {
    addReminder('call mum', HOUR);
    addReminder('The tea is ready', 30_000);
    addReminder('pay the rent', -HOUR, { status: 'FAILED', stopDate: Date.now(), error: 'E', cause: 'No topic.' });
    addReminder('old news', -HOUR, { status: 'SUCCEEDED', stopDate: Date.now() });
    addReminder('no more', HOUR, { status: 'ABORTED', stopDate: Date.now() });
    aws.keep('20260127T090000Z-cd5fc434ef1e4063');
    await startWeb();
    const page = await openPage('/', { colorScheme, reducedMotion: 'reduce' });
    const found: Record<string, readonly string[]> = {};
    const look = async (what: string) => {
      for (const width of [1_280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const violations = await findViolations(page);
        const tooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
        found[`${what}, ${width} px`] = [...violations, ...(tooWide ? ['wider than the window'] : [])];
      }
    };
    await rowOf(page, 'No topic.').waitFor();
    await look('reminders');
    await page.setViewportSize({ width: 1_280, height: 800 });
    await rowOf(page, 'call mum').hover();
    await page.getByRole('button', { name: /^Move .*call mum/ }).click();
    await look('a dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Stacks' }).click();
    await page.getByText('has no stack creator').waitFor();
    await look('stacks');
    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByRole('button', { name: 'Send again' }).waitFor();
    await look('health');
    expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
  });
});
