import { describeInChromium } from '../support/chromium.ts';
import { addReminder, aws, openPage, rowOf, startWeb, untilStatus, useChromium, web } from './open-page.ts';

const HOUR = 3_600_000;

const executionsWith = (message: string) => [...aws.executions.values()].filter(({ input }) => input.includes(message));

describeInChromium('the list of reminders', () => {
  useChromium();

  test('shows the first list within a second', async () => {
    for (let index = 0; index < 20; index += 1) {
      addReminder(`reminder ${index}`, (index + 1) * 60_000);
    }
    await startWeb();
    const page = await openPage();
    // the token must appear neither in the address bar nor in the browser's history
    expect(page.url()).toBe(`${web.origin}/`);
    const times: number[] = [];
    for (let load = 0; load < 5; load += 1) {
      await page.goto(`${web.origin}/`);
      await rowOf(page, 'reminder 7').waitFor();
      times.push(await page.evaluate<number>('performance.now()'));
    }
    expect(Math.min(...times)).toBeLessThan(1_000); // the fastest load counts, because other tests slow down some loads
  });

  test('adds a reminder, says what it understands, and shows when it is sent', async () => {
    await startWeb();
    const page = await openPage();
    await page.getByText('Nothing to wait for').waitFor();
    await page.getByLabel('Remind me to').fill('call mum');
    await page.getByLabel('When').fill('in 2 hours');
    await page.locator('#understood b', { hasText: /^\w{3} \d+ \w{3} \d{4}, \d\d:\d\d/ }).waitFor();
    await page.getByLabel('When').press('Enter');

    await untilStatus(page, 'call mum', 'pending');
    expect(await page.getByLabel('Remind me to').inputValue()).toBe('');
    await rowOf(page, 'call mum').getByText('in 2 h').waitFor();
    const [added, ...others] = executionsWith('call mum');
    expect(others).toEqual([]);

    Object.assign(added ?? {}, { status: 'SUCCEEDED', stopDate: Date.now(), output: '{}' });
    await untilStatus(page, 'call mum', 'sent');
  });

  test('shows a sent time of a repeated reminder, and no skipped one', async () => {
    const occurrence = (message: string) =>
      JSON.stringify({ message, seconds: 0, repeat: { name: 'standup', at: '2026-11-27T09:00:00Z' } });
    const ended = { status: 'SUCCEEDED', stopDate: Date.now() };
    aws.add({ ...ended, name: 'one', input: occurrence('skipped'), output: '{"skipped":"Nothing is due."}' });
    aws.add({ ...ended, name: 'two', input: occurrence('standup'), output: '{"messageId":"an id"}' });
    await startWeb();
    const page = await openPage();
    await untilStatus(page, 'standup', 'sent');
    expect(await rowOf(page, 'skipped').count()).toBe(0);
  });

  test('says why a due time is not clear, and offers the times that it can mean', async () => {
    await startWeb();
    const page = await openPage();
    await page.getByLabel('When').fill('tomorrow');
    await page.locator('#understood', { hasText: 'at what time' }).waitFor();
    await page.locator('#understood button').first().click();
    await page.locator('#understood .st.ok').waitFor();
    expect(await page.getByLabel('When').inputValue()).toMatch(/^tomorrow at \d\d:\d\d$/);

    await page.getByLabel('When').fill('yesterday noon');
    await page.locator('#understood .st.caught').waitFor();
  });

  test('cancels only after a question, and takes it back', async () => {
    addReminder('call mum', 3 * HOUR);
    await startWeb();
    const page = await openPage();
    const cancel = page.getByRole('button', { name: /^Cancel .*call mum/ });
    await rowOf(page, 'call mum').hover();
    await cancel.click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(aws.operations).not.toContain('StopExecution');

    await cancel.click();
    await page.getByRole('button', { name: 'Cancel the reminder' }).click();
    await untilStatus(page, 'call mum', 'cancelled');

    await page.getByRole('button', { name: /^Undo/ }).click();
    await untilStatus(page, 'call mum', 'pending');
    expect(executionsWith('call mum').map(({ status }) => status)).toEqual(['ABORTED', 'RUNNING']);
  });

  test('moves and edits a reminder, and takes it back', async () => {
    addReminder('call mum', 3 * HOUR);
    await startWeb();
    const page = await openPage();
    await rowOf(page, 'call mum').hover();
    await page.getByRole('button', { name: /^Move .*call mum/ }).click();
    await page.getByRole('dialog').getByLabel('When').fill('in 5 hours');
    await page.getByRole('dialog').locator('.st.ok').waitFor();
    await page.getByRole('dialog').getByLabel('When').press('Enter');
    await page.locator('.row:has(.st.pending)', { hasText: 'in 5 h' }).waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.locator('.row:has(.st.pending)', { hasText: /in (3 h|2 h 59 min)/ }).waitFor();

    await page.locator('.row:has(.st.pending)').hover();
    await page.getByRole('button', { name: /^Edit .*call mum/ }).click();
    await page.getByRole('dialog').getByLabel('Remind me to').fill('call dad');
    await page.getByRole('button', { name: 'Save' }).click();
    await untilStatus(page, 'call dad', 'pending');
  });

  test('shows a failed reminder red with its cause, sends it again, and shows it green', async () => {
    const failed = addReminder('pay the rent', -HOUR, {
      status: 'FAILED',
      stopDate: Date.now() - HOUR,
      error: 'States.Runtime',
      cause: 'The topic was deleted.',
    });
    await startWeb();
    const page = await openPage();
    const row = rowOf(page, 'pay the rent');
    await row.getByText('The topic was deleted.').waitFor();
    await page.getByRole('heading', { name: 'Needs you' }).waitFor();
    const colour = (status: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('.row .st.${status}')).color`);
    expect(await colour('failed')).toBe('rgb(207, 34, 46)');

    await page.getByRole('button', { name: /^Retry .*pay the rent/ }).click();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await untilStatus(page, 'pay the rent', 'pending');
    Object.assign(failed, { status: 'SUCCEEDED', stopDate: Date.now(), error: undefined, cause: undefined });
    await untilStatus(page, 'pay the rent', 'sent');
    expect(await colour('sent')).toBe('rgb(26, 127, 55)');
    expect(await page.getByRole('heading', { name: 'Needs you' }).count()).toBe(0);
  });

  test('offers no retry for a reminder that would be refused again', async () => {
    for (const [message, error] of Object.entries({
      'pay the rent': 'ReminderRejected',
      'call mum': 'ReminderNotScheduled',
      'water the plants': 'ReminderUndelivered',
    })) {
      addReminder(message, -HOUR, { status: 'FAILED', stopDate: Date.now() - HOUR, error });
    }
    await startWeb();
    const page = await openPage();
    await page.getByRole('button', { name: /^Retry .*water the plants/ }).waitFor();
    expect(await page.getByRole('button', { name: /^Retry / }).count()).toBe(1);
  });

  test('shows a hostile message as text', async () => {
    const message = '<img src=x onerror="window.hacked=1">"><script>window.hacked=1</script> {{2}}';
    addReminder(message, HOUR);
    await startWeb();
    const page = await openPage();
    await page.locator('.row .what', { hasText: message }).waitFor();
    await page.locator('.row').hover();
    await page.getByRole('button', { name: /^Cancel / }).click();
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('[window.hacked, document.images.length, document.scripts.length]')).toEqual([
      undefined,
      0,
      1,
    ]);
  });

  test('keeps 5,000 reminders smooth', async () => {
    for (let index = 0; index < 5_000; index += 1) {
      // the last message has no digits, because a search for digits would also match ids
      addReminder(index < 4_999 ? `reminder ${index}` : 'the last one', 60_000 + index * 600_000);
    }
    await startWeb();
    const page = await openPage();
    // collect the functions that the page runs at intervals, to measure their duration
    await page.addInitScript(
      'window.ticks = []; const set = setInterval; window.setInterval = (run, each) => (ticks.push(run), set(run, each));',
    );
    await page.goto(`${web.origin}/`);
    await page.locator('.seg', { hasText: 'Pending5000' }).waitFor();
    expect(await page.locator('.row').count()).toBeLessThan(60);
    const times = await page.evaluate<number[]>(
      'Array.from({ length: 15 }, () => { const begin = performance.now(); ticks.forEach((tick) => tick()); return performance.now() - begin; })',
    );
    expect(times.sort((one, other) => one - other)[7]).toBeLessThan(16);

    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await rowOf(page, 'the last one').waitFor();
    await page.getByLabel('Search the reminders').fill('the last one');
    await page.locator('.seg', { hasText: 'Pending1' }).waitFor();
    expect(await page.locator('.row').count()).toBe(1);
  });

  test('can be used with the keyboard alone', async () => {
    addReminder('call mum', HOUR);
    addReminder('water the plants', 2 * HOUR);
    await startWeb();
    const page = await openPage();
    await rowOf(page, 'call mum').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.locator('.row.at', { hasText: 'water the plants' }).waitFor();
    await page.keyboard.press('x');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await untilStatus(page, 'water the plants', 'cancelled');
    await page.keyboard.press('z');
    await untilStatus(page, 'water the plants', 'pending');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.type('buy bread');
    await page.keyboard.press('Tab');
    await page.keyboard.type('in 3 hours');
    await page.locator('#understood .st.ok').waitFor();
    await page.keyboard.press('Enter');
    await untilStatus(page, 'buy bread', 'pending');
  });
});
