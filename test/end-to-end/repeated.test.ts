import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { Deployment, type Machines } from '../../client/deployment.ts';
import { cancelReminders } from '../../client/reminders/cancel-reminder.ts';
import { pauseRepeated, resumeRepeated, skipNext } from '../../client/reminders/change-repeated.ts';
import { createRepeated } from '../../client/reminders/create-repeated.ts';
import { findReminder } from '../../client/reminders/find-reminder.ts';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { emailPlace } from '../../lambda/line-up-email/email-place.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { ended, inboxOf, parameter, sfn, start, statesOf } from './deployed-service.ts';
import { connection, setClock } from './schedule-clock.ts';
import { SERVICE } from './service-names.ts';

/**
 * Tests repeated reminders. On the local AWS, the tag `clock` gives a schedule a clock that starts in the past and runs faster.
 * Every occurrence is therefore late, and the state machine sends it at once.
 */

const MINUTE = 60_000;
const PATIENCE_MILLISECONDS = 60_000;

const EVERY_MINUTE: Repetition = { rule: 'FREQ=MINUTELY', zone: 'UTC', cron: 'cron(* * * * ? *)', skip: [] };
const AT_HALF_PAST_ONE: Repetition = {
  rule: 'FREQ=DAILY',
  zone: 'Europe/London',
  cron: 'cron(30 1 * * ? *)',
  skip: [],
};

const startedAt = Date.now();

let inbox: Inbox;
let machines: Machines;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
  const deployment = new Deployment({ connection, service: SERVICE });
  machines = await deployment.machines((await deployment.read()).stateMachineArns);
});
afterAll(() => inbox.close());

const create = (message: string, repetition: Repetition, via: Via = 'sns') =>
  createRepeated(machines, { message, subject: 'Again', repetition }, { via });

/** Waits until the message has arrived for each expected due time. Fails if it arrives for any other time before the last. */
async function expectArrivals(message: string, expected: readonly string[]): Promise<void> {
  const due = () => inbox.arrivals.filter((each) => each.message === message).map(({ attributes }) => attributes.dueAt);
  await inbox.until(() => expected.every((time) => due().includes(time)), PATIENCE_MILLISECONDS);
  const last = expected.at(-1) ?? '';
  // occurrences that are sent together may arrive in any order
  expect(
    due()
      .filter((time = '') => time <= last)
      .sort(),
  ).toEqual(expected);
}

/** Waits until all executions of the given schedule have ended. Returns them, latest first. */
async function executionsOf(via: Via, id: string) {
  const stateMachineArn = await parameter(physicalNames(SERVICE).parameters.stateMachineArn(via));
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 200 }));
  // ignore older executions: those of other tests may wait for days
  const recent = executions.filter(({ startDate }) => (startDate?.getTime() ?? 0) >= startedAt);
  const described = await Promise.all(
    recent.map(({ executionArn }) => sfn.send(new DescribeExecutionCommand({ executionArn }))),
  );
  const own = described.filter(({ input = '' }) => input.includes(id));
  return Promise.all(own.map(({ executionArn = '' }) => ended(executionArn, 60)));
}

const times = (begin: number, minutes: readonly number[]) =>
  minutes.map((minute) => formatInstant(begin + minute * MINUTE));

test.each(['sns', 'lambda'] as const)('via %s, a reminder every minute arrives each minute', async (via) => {
  const begin = Date.UTC(2026, 5, 1, 9, 0, 30);
  const message = `stretch via ${via} 🧘`;
  const { id, created } = await create(message, EVERY_MINUTE, via);
  await setClock(SERVICE, id, begin, 60);

  expect(created).toBe(true);
  await expectArrivals(message, times(begin - 30_000, [1, 2, 3]));
  expect(await cancelReminders(machines, id)).toEqual([{ id, before: false, wasDue: false }]);
  const [one] = await executionsOf(via, id);
  expect(await statesOf(one?.executionArn ?? '')).toEqual(['Check the request', 'Wait until due', 'Send the reminder']);
});

test.each(['sns', 'lambda'] as const)(
  'via %s, an occurrence that Scheduler starts twice makes one email',
  async (via) => {
    const emails = await inboxOf(SERVICE, 'emailTopicArn');
    const at = formatInstant(Math.floor(Date.now() / 1_000) * 1_000);
    const startOccurrence = (name: string, message: string) =>
      start(SERVICE, via, { message, subject: 'Again', seconds: 0, repeat: { name, at } });
    const withText = ({ arrivals }: Inbox, text: string) => arrivals.filter(({ message }) => message.startsWith(text));
    const twice = `twice-via-${via}`;

    const started = await Promise.all([startOccurrence(twice, twice), startOccurrence(twice, twice)]);

    expect(new Set(started).size).toBe(2);
    await inbox.until(() => withText(inbox, twice).length === 2, PATIENCE_MILLISECONDS);
    const occurrence = `${twice}/${at}`;
    expect(withText(inbox, twice).map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({ dueAt: at, occurrence }),
      expect.objectContaining({ dueAt: at, occurrence }),
    ]);
    // start another occurrence in the same message group: a second copy of the first email would arrive before the new email
    const last = Array.from({ length: 100 }, (_, index) => `last-${index}`).find(
      (name) => emailPlace(`${name}/${at}`).group === emailPlace(occurrence).group,
    );
    await startOccurrence(last ?? '', `last via ${via}`);
    await emails.until(() => withText(emails, `last via ${via}`).length > 0, PATIENCE_MILLISECONDS);
    expect(withText(emails, `last via ${via}`)).toHaveLength(1);
    expect(withText(emails, twice)).toHaveLength(1);
    await emails.close();
  },
);

test('a skipped occurrence does not arrive, and the ones after it do', async () => {
  const begin = Date.UTC(2026, 5, 1, 9, 0, 30);
  const { id } = await create('with a gap', EVERY_MINUTE);
  const skipped = begin - 30_000 + 2 * MINUTE;
  await skipNext(machines, id, { at: skipped });
  await setClock(SERVICE, id, begin, 60);

  await expectArrivals('with a gap', times(begin - 30_000, [1, 3, 4]));
  await cancelReminders(machines, id);
  const outputs = (await executionsOf('sns', id)).map(({ output = '' }) => JSON.parse(output));
  expect(outputs).toContainEqual({
    skipped: `Nothing is due at ${formatInstant(skipped)}, because the reminder skips this time.`,
  });
});

test('a paused reminder does not arrive until it is resumed', async () => {
  const begin = Date.UTC(2026, 5, 1, 9, 0, 30);
  const paused = await create('paused', EVERY_MINUTE);
  const other = await create('not paused', EVERY_MINUTE);
  await pauseRepeated(machines, paused.id);
  await setClock(SERVICE, paused.id, begin, 60);
  await setClock(SERVICE, other.id, begin, 60);

  await expectArrivals('not paused', times(begin - 30_000, [1, 2, 3]));
  expect(inbox.arrivals.filter(({ message }) => message === 'paused')).toEqual([]);
  expect(await findReminder(machines, paused.id)).toMatchObject({ status: 'paused' });

  await resumeRepeated(machines, paused.id);
  const isArrived = () => inbox.arrivals.some(({ message }) => message === 'paused');
  expect(await inbox.until(isArrived, PATIENCE_MILLISECONDS)).toBe(true);
  for (const { id } of [paused, other]) {
    await cancelReminders(machines, id);
  }
});

test.each([
  [
    'a time that the clocks skip is left out',
    Date.UTC(2026, 2, 28, 12),
    ['2026-03-30T00:30:00Z', '2026-03-31T00:30:00Z'],
  ],
  [
    'a time that the clocks show twice is sent once',
    Date.UTC(2026, 9, 24, 12),
    ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
  ],
])('%s', async (message, begin, expected) => {
  const { id } = await create(message, AT_HALF_PAST_ONE);
  await setClock(SERVICE, id, begin, 8 * 3_600);

  await expectArrivals(message, expected);
  await cancelReminders(machines, id);
});
