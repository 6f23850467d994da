import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium.ts';
import { findViolations } from '../support/find-violations.ts';
import { historyOnTheWire, type TestEvent } from '../support/history-of.ts';
import { addReminder, aws, openPage, rowOf, startWeb, useChromium } from './open-page.ts';

const HOUR = 3_600_000;
const MACHINE = join(import.meta.dirname, '..', '..', 'docs', 'definitions', 'remindme-sns.asl.json');

const REQUEST = JSON.stringify({ message: 'call mum', subject: 'Reminder' });
const state = (type: string, name: string, seconds = 1): TestEvent[] => [
  [`${type}StateEntered`, { name, input: REQUEST }],
  [`${type}StateExited`, { name, output: REQUEST }, { seconds }],
];
const WAITING: readonly TestEvent[] = [
  ['ExecutionStarted', { input: REQUEST }],
  ...state('Choice', 'Check the request'),
  ['WaitStateEntered', { name: 'Wait until due', input: REQUEST }],
];
const TRIED: readonly TestEvent[] = [
  ...WAITING,
  ['WaitStateExited', { name: 'Wait until due', output: REQUEST }, { seconds: 1_797 }],
  ['TaskStateEntered', { name: 'Send the reminder', input: REQUEST }],
  ['TaskScheduled', { resource: 'publish' }],
  ['TaskFailed', { error: 'SNS.NotFoundException', cause: 'Topic does not exist' }],
  ['TaskScheduled', { resource: 'publish' }],
];
const SENT: readonly TestEvent[] = [
  ...TRIED,
  ['TaskSucceeded', { output: '{"MessageId":"1"}' }],
  ['TaskStateExited', { name: 'Send the reminder', output: '{"messageId":"1"}' }],
  ['ExecutionSucceeded', { output: '{"messageId":"1"}' }],
];
const KEPT: readonly TestEvent[] = [
  ...TRIED,
  ['TaskFailed', { error: 'SNS.NotFoundException', cause: 'Topic does not exist' }],
  ['TaskStateExited', { name: 'Send the reminder', output: '{}' }],
  ...state('Task', 'Keep the undelivered request'),
  ['FailStateEntered', { name: 'Report it as undelivered', input: '{}' }],
  ['ExecutionFailed', { error: 'ReminderUndelivered', cause: 'It was not delivered.' }],
];

const graphState = (page: Page, name: string) => page.locator(`.graph [data-state="${name}"]`);
const panel = (page: Page, text: string) => page.locator('.panel', { hasText: text });
const pathOf = ({ name }: { readonly name: string }) => `/reminders/sns/${name}`;

describeInChromium('the page of an execution', () => {
  useChromium({ sharesWeb: true });
  beforeEach(() => {
    aws.definition = readFileSync(MACHINE, 'utf8');
  });

  test('colours the states as they pass, and folds the long wait', async () => {
    const reminder = addReminder('call mum', HOUR, { events: historyOnTheWire(WAITING) });
    await startWeb();
    const page = await openPage('/');
    await rowOf(page, 'call mum').getByRole('link').click();
    await page.locator('.graph .waiting[data-state="Wait until due"]').waitFor();
    await panel(page, 'Nothing runs and waiting costs nothing').waitFor();
    await page.getByRole('button', { name: /Send the reminder to come/ }).waitFor();
    expect(await graphState(page, 'Send the reminder').textContent()).toContain('not reached');

    Object.assign(reminder, {
      events: historyOnTheWire(SENT),
      status: 'SUCCEEDED',
      stopDate: Date.now(),
      output: '{"messageId":"1"}',
    });
    await page.locator('.graph .done[data-state="Send the reminder"]').waitFor();
    await page.locator('.tl .fold', { hasText: '29 min 57 s, folded' }).waitFor();
    expect(await graphState(page, 'Send the reminder').textContent()).toMatch(/2 tries in .* retried/);
    expect(await page.locator('.edge.on[data-edge="Send the reminder > end"]').count()).toBe(1);
  });

  test('shows where a failed one was caught, its tries and its error, and goes to the new run', async () => {
    const failed = addReminder('pay the rent', -HOUR, {
      events: historyOnTheWire(KEPT),
      status: 'FAILED',
      stopDate: Date.now(),
      error: 'ReminderUndelivered',
      cause: 'It was not delivered.',
      redriveStatus: 'NOT_REDRIVABLE',
    });
    await startWeb();
    const page = await openPage(pathOf(failed));
    await page.locator('.say', { hasText: 'It was not sent. It was not delivered.' }).waitFor();
    await panel(page, 'Error that was caught').waitFor();
    expect(await page.locator('.tries tbody tr').count()).toBe(2);
    expect(await page.locator('.edge.catch.on').count()).toBe(1);

    await page.getByRole('button', { name: /^Retry/ }).click();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.waitForURL(`**${pathOf(failed)}-2`);
    await page.locator('.st.pending').first().waitFor();

    await page.goBack();
    await page.getByRole('link', { name: 'Jump to the new run' }).click();
    await page.waitForURL(`**${pathOf(failed)}-2`);
  });

  test('leads from a moved reminder to the new run', async () => {
    const moved = addReminder('call mum', HOUR, {
      status: 'ABORTED',
      stopDate: Date.now(),
      cause: 'Moved to 20270127T090000Z-cd5fc434ef1e4063 with remindme move.',
    });
    await startWeb();
    const page = await openPage(pathOf(moved));
    const link = page.getByRole('link', { name: 'Jump to the new run' });
    expect(await link.getAttribute('href')).toBe('/reminders/sns/20270127T090000Z-cd5fc434ef1e4063');
  });

  test('is used with the keyboard alone: a state with the arrow keys, the timeline, the search and the way back', async () => {
    const sent = addReminder('water the plants', -HOUR, {
      events: historyOnTheWire(SENT),
      status: 'SUCCEEDED',
      stopDate: Date.now(),
    });
    await startWeb();
    const page = await openPage(pathOf(sent));
    await graphState(page, 'Send the reminder').focus();
    await page.keyboard.press('ArrowUp');
    await panel(page, 'Waits for up to a year').waitFor();
    await page.keyboard.press('ArrowUp');
    await panel(page, 'Checks the request first').waitFor();
    expect(page.url()).toContain('state=Check+the+request');
    expect(await page.locator('.graph [tabindex="0"]').count()).toBe(1);

    await page.getByRole('button', { name: /^Send the reminder 2 tries/ }).press('Enter');
    await panel(page, 'Publishes the reminder').waitFor();

    await page.getByLabel('Search the history').fill('notfound');
    await page.locator('.history tbody tr').nth(1).waitFor({ state: 'detached' });
    await page.locator('.history', { hasText: 'SNS.NotFoundException: Topic does not exist' }).waitFor();
    await page.getByLabel('Search the history').blur();
    await page.keyboard.press('Escape');
    await rowOf(page, 'water the plants').waitFor();
  });

  test('gives the same calls for the AWS CLI and remindme, and no URL of the AWS console of a local AWS', async () => {
    const reminder = addReminder('call mum', HOUR);
    await startWeb();
    const page = await openPage(pathOf(reminder));
    const command = page.getByLabel('Command');
    await command.getByText('aws stepfunctions start-execution').waitFor();
    await page.getByRole('button', { name: 'History' }).click();
    await command.getByText(`:execution:remindme-sns:${reminder.name}`).waitFor();
    await page.getByRole('button', { name: 'remindme', exact: true }).click();
    await command.getByText(`show ${reminder.name}`).waitFor();
    expect(await page.getByText('Open in the AWS console').count()).toBe(0);
  });

  test('says so if there is no such execution', async () => {
    await startWeb();
    const page = await openPage('/reminders/sns/20270127T090000Z-cd5fc434ef1e4063');
    await page.getByRole('heading', { name: 'There is no such execution.' }).waitFor();
  });

  test('shows hostile data as text', async () => {
    const hostile = '<img src=x onerror="document.title=1">{%\n\n\n\n%}';
    const reminder = addReminder(hostile, HOUR, {
      events: historyOnTheWire([
        ['ExecutionStarted', { input: hostile }],
        ['ChoiceStateEntered', { name: '<b>"]', input: hostile }],
        ['ChoiceStateExited', { name: '<b>"]', output: JSON.stringify({ [hostile]: hostile }) }],
        ['ExecutionFailed', { error: hostile, cause: hostile }],
      ]),
    });
    await startWeb();
    const page = await openPage(pathOf(reminder));
    await page.getByRole('heading', { name: '<img src=x' }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  });
});

describeInChromium('Learn', () => {
  useChromium({ sharesWeb: true });
  beforeEach(() => {
    aws.definition = readFileSync(MACHINE, 'utf8');
  });

  test('shows each state with its comment, its JSON and its lesson', async () => {
    await startWeb();
    const page = await openPage('/learn');
    await graphState(page, 'Wait until due').click();
    await panel(page, "Don't sleep in Lambda").waitFor();
    await panel(page, 'Waits for up to a year').waitFor();
    await page.keyboard.press('j');
    await panel(page, 'Include TimeoutSeconds').waitFor();
    const names = Object.keys(JSON.parse(aws.definition).States);
    expect(await page.locator('.sides > li').count()).toBe(names.length);
  });

  test('starts an example, and leads to its execution', async () => {
    await startWeb();
    const page = await openPage('/learn/lambda');
    await page.getByRole('button', { name: 'Start: A date that does not exist' }).click();
    await page.getByRole('link', { name: /^Watch/ }).click();
    await page.waitForURL('**/reminders/lambda/learn-*');
    const [started] = aws.executions.values();
    expect(started).toMatchObject({ machine: 'lambda', input: expect.stringContaining('2027-02-30') });
  });

  test('says so if the deployment has no stack creator', async () => {
    await startWeb();
    const page = await openPage('/learn/stack-creator');
    await page.getByText('has no stack creator').waitFor();
  });
});

describeInChromium('accessibility of executions and of Learn', () => {
  useChromium({ sharesWeb: true });

  test.each(['light', 'dark'] as const)('axe finds no violation, %s', async (colorScheme) => {
    aws.definition = readFileSync(MACHINE, 'utf8');
    const waiting = addReminder('call mum', HOUR, { events: historyOnTheWire(WAITING) });
    const failed = addReminder('pay the rent', -HOUR, {
      events: historyOnTheWire(KEPT),
      status: 'FAILED',
      stopDate: Date.now(),
      error: 'ReminderUndelivered',
    });
    await startWeb();
    const found: Record<string, readonly string[]> = {};
    for (const path of [pathOf(waiting), pathOf(failed), '/learn/sns']) {
      const page = await openPage(path, { colorScheme, reducedMotion: 'reduce' });
      await graphState(page, 'Wait until due').waitFor();
      found[path] = await findViolations(page);
      await page.setViewportSize({ width: 360, height: 800 });
      const isTooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
      // axe checks only one narrow view, because a check takes seconds and narrow views have the same elements
      found[`${path}, narrow`] = [
        ...(path === pathOf(failed) ? await findViolations(page) : []),
        ...(isTooWide ? ['wider than the window'] : []),
      ];
    }
    expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
  });
});
