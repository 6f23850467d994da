import { JsonataCheck } from './check-in-jsonata.ts';

/**
 * Until when a reminder waits. "Currently, if you specify the wait time as a timestamp, Step Functions considers the time value up
 * to seconds and truncates milliseconds" (AWS Step Functions Developer Guide, "Wait workflow state"); the local AWS waits to the
 * millisecond, so that no test there would see a reminder that comes early.
 */

const jsonata = new JsonataCheck();
afterAll(() => jsonata.close());

const STARTED = '2027-01-27T08:59:58.400Z';

test.each([
  ['a whole second', { timestamp: '2027-01-27T09:00:00Z' }, '2027-01-27T09:00:00Z'],
  ['a part of a second', { timestamp: '2027-01-27T09:00:00.001Z' }, '2027-01-27T09:00:01Z'],
  ['nearly the next', { timestamp: '2027-01-27T08:59:59.999Z' }, '2027-01-27T09:00:00Z'],
  ['the last second of a year', { timestamp: '2027-12-31T23:59:59.500Z' }, '2028-01-01T00:00:00Z'],
  ['seconds from a start that is no whole one', { seconds: 1 }, '2027-01-27T09:00:00Z'],
  ['at once', { seconds: 0 }, STARTED],
  ['a moment ago', { timestamp: '2027-01-27T08:59:58.300Z' }, '2027-01-27T08:59:58.300Z'],
])('%s', async (_, when, wakeAt) => {
  expect(await jsonata.wakeAt({ message: 'x', ...when }, STARTED)).toBe(wakeAt);
});
