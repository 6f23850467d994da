import { JsonataCheck } from './check-in-jsonata.ts';

/**
 * Tests the time at which an execution stops waiting. "Currently, if you specify the wait time as a timestamp, Step Functions
 * considers the time value up to seconds and truncates milliseconds" (AWS Step Functions Developer Guide, "Wait workflow
 * state"). The local AWS waits to the exact millisecond, so a test there cannot detect an early reminder.
 */

const jsonata = new JsonataCheck();
const held = new Map([1, 2, 91, 92].map((days) => [days, new JsonataCheck('code units', days)]));
afterAll(() => Promise.all([jsonata, ...held.values()].map((each) => each.close())));

const STARTED = '2027-01-27T08:59:58.400Z';

test.each([
  ['a whole second', { timestamp: '2027-01-27T09:00:00Z' }, '2027-01-27T09:00:00Z'],
  ['a part of a second', { timestamp: '2027-01-27T09:00:00.001Z' }, '2027-01-27T09:00:01Z'],
  ['nearly the next second', { timestamp: '2027-01-27T08:59:59.999Z' }, '2027-01-27T09:00:00Z'],
  ['the last second of a year', { timestamp: '2027-12-31T23:59:59.500Z' }, '2028-01-01T00:00:00Z'],
  ['seconds from a start with a part of a second', { seconds: 1 }, '2027-01-27T09:00:00Z'],
  ['once', { seconds: 0 }, STARTED],
  ['a moment in the past', { timestamp: '2027-01-27T08:59:58.300Z' }, '2027-01-27T08:59:58.300Z'],
])('a reminder due at %s wakes at the right second', async (_, when, wakeAt) => {
  expect(await jsonata.times({ message: 'x', ...when }, STARTED)).toEqual({ wakeAt });
});

test.each([
  ['a whole second', '2040-01-27T09:00:00Z', '2040-01-26T09:00:00Z'],
  ['a part of a second', '2040-01-27T09:00:00.999Z', '2040-01-26T09:00:00Z'],
  ['the day after 29 February', '2040-03-01T09:00:00Z', '2040-02-29T09:00:00Z'],
  ['the most distant second', '2127-01-27T08:59:58.400Z', '2127-01-26T08:59:58Z'],
])('Scheduler starts a reminder due years ahead, at %s, a day before', async (_, timestamp, startAt) => {
  expect(await jsonata.times({ message: 'x', timestamp }, STARTED)).toEqual({ startAt, startSuffix: '' });
});

test.each([
  ['waits for 365 days', '2028-01-27T08:59:58.400Z', { wakeAt: '2028-01-27T08:59:59Z' }],
  ['waits in Scheduler for longer', '2028-01-27T08:59:58.401Z', { startAt: '2028-01-26T08:59:58Z', startSuffix: '' }],
])('a reminder %s', async (_, timestamp, expected) => {
  expect(await jsonata.times({ message: 'x', timestamp }, STARTED)).toEqual(expected);
});

const SUFFIX = '-from-scheduler';
test.each([
  [1, { timestamp: '2027-01-28T08:59:58.400Z' }, { wakeAt: '2027-01-28T08:59:59Z' }],
  [1, { timestamp: '2027-01-28T08:59:59Z' }, { startAt: '2027-01-27T20:59:59Z', startSuffix: SUFFIX }],
  [1, { seconds: 86_400 }, { wakeAt: '2027-01-28T08:59:59Z' }],
  [1, { seconds: 86_401 }, { startAt: '2027-01-27T20:59:59Z', startSuffix: SUFFIX }],
  [2, { timestamp: '2027-01-29T09:00:00Z' }, { startAt: '2027-01-28T09:00:00Z', startSuffix: SUFFIX }],
  [91, { timestamp: '2027-04-29T08:59:58Z' }, { startAt: '2027-04-28T08:59:58Z', startSuffix: SUFFIX }],
  [91, { timestamp: '2027-04-29T08:59:59Z' }, { startAt: '2027-04-28T08:59:59Z', startSuffix: '' }],
  [92, { timestamp: '2027-04-29T08:59:58Z' }, { wakeAt: '2027-04-29T08:59:58Z' }],
])('with holdDays %s, a reminder due at %j has these times: %j', async (days, when, expected) => {
  expect(await held.get(days)?.times({ message: 'x', ...when }, STARTED)).toEqual(expected);
});

test('what Scheduler has started is never handed over again', async () => {
  const input = { message: 'x', timestamp: '2027-03-01T09:00:00Z', schedule: 'a-name' };
  expect(await held.get(1)?.times(input, STARTED)).toEqual({ wakeAt: '2027-03-01T09:00:00Z' });
});
