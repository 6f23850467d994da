import { JsonataCheck } from './check-in-jsonata.ts';

/**
 * The time at which a reminder stops waiting. "Currently, if you specify the wait time as a timestamp, Step Functions considers
 * the time value up to seconds and truncates milliseconds" (AWS Step Functions Developer Guide, "Wait workflow state"); the local AWS waits to the
 * millisecond, so that no test there can see a reminder that comes early.
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
