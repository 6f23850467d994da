import { JsonataCheck } from './check-in-jsonata.ts';

/**
 * Tests the time at which a reminder stops waiting. "Currently, if you specify the wait time as a timestamp, Step Functions
 * considers the time value up to seconds and truncates milliseconds" (AWS Step Functions Developer Guide, "Wait workflow state").
 * The local AWS waits exactly to the millisecond, so a test there cannot detect an early reminder.
 */

const jsonata = new JsonataCheck();
afterAll(() => jsonata.close());

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
  expect(await jsonata.wakeAt({ message: 'x', ...when }, STARTED)).toBe(wakeAt);
});

test.each([
  ['a whole second', '2040-01-27T09:00:00Z', '2040-01-26T09:00:00Z'],
  ['a part of a second', '2040-01-27T09:00:00.999Z', '2040-01-26T09:00:00Z'],
  ['the day after 29 February', '2040-03-01T09:00:00Z', '2040-02-29T09:00:00Z'],
  ['the most distant second', '2127-01-27T08:59:58.400Z', '2127-01-26T08:59:58Z'],
])('Scheduler starts a reminder due years ahead, at %s, a day before', async (_, timestamp, startAt) => {
  expect(await jsonata.startAt({ message: 'x', timestamp }, STARTED)).toBe(startAt);
});

test.each([
  ['waits for 365 days', '2028-01-27T08:59:58.400Z', { wakeAt: '2028-01-27T08:59:59Z', startAt: undefined }],
  ['waits in Scheduler for longer', '2028-01-27T08:59:58.401Z', { wakeAt: undefined, startAt: '2028-01-26T08:59:58Z' }],
])('a reminder %s', async (_, timestamp, expected) => {
  const input = { message: 'x', timestamp };
  expect({
    wakeAt: await jsonata.wakeAt(input, STARTED),
    startAt: await jsonata.startAt(input, STARTED),
  }).toEqual(expected);
});
