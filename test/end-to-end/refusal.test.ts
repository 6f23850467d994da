import { ended, start, statesOf } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const ok = { message: 'call mum', seconds: 1 };
const at = (timestamp: unknown) => ({ message: 'call mum', timestamp });
const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
const in101Years = new Date(Date.now() + 101 * 365.25 * 86_400_000).toISOString();

/** Refused requests. Each row has a title, the request, and the field that the cause must name. */
const REFUSED: [string, unknown, string][] = [
  ['null', null, 'input'],
  ['a string', 'call mum', 'input'],
  ['a number', 5, 'input'],
  ['true', true, 'input'],
  ['an empty list', [], 'input'],
  ['a valid request in a list', [ok], 'input'],
  ['nesting 200 levels deep', nested(200), 'input'],
  ['nothing', {}, 'message'],
  ['no message', { seconds: 1 }, 'message'],
  ['a message that is null', { ...ok, message: null }, 'message'],
  ['a message in a list', { ...ok, message: ['call mum'] }, 'message'],
  ['a message that is an object', { ...ok, message: { message: 'call mum' } }, 'message'],
  ['a blank message', { ...ok, message: ' \t\n\u00a0\u2003' }, 'message'],
  ['an empty message', { ...ok, message: '' }, 'message'],
  ['a message of 8,193 characters', { ...ok, message: 'x'.repeat(8_193) }, 'message'],
  ['a message of 200 kB', { ...ok, message: 'x'.repeat(200_000) }, 'message'],
  ['no time', { message: 'call mum' }, 'timestamp and seconds'],
  ['two times', { ...ok, timestamp: '2027-01-27 09:00:00' }, 'timestamp and seconds'],
  ['seconds as text', { ...ok, seconds: '5' }, 'seconds'],
  ['half a second', { ...ok, seconds: 0.5 }, 'seconds'],
  ['negative seconds', { ...ok, seconds: -1 }, 'seconds'],
  ['a second too many', { ...ok, seconds: 31_536_001 }, 'seconds'],
  ['very many seconds', { ...ok, seconds: 1e308 }, 'seconds'],
  ['a timestamp that is a number', at(1_800_000_000), 'timestamp'],
  ['a word', at('tomorrow'), 'timestamp'],
  ['no offset', at('2027-01-27T09:00:00'), 'timestamp'],
  ['30 February', at('2027-02-30 09:00:00'), 'timestamp'],
  ['29 February in a common year', at('2027-02-29T09:00:00Z'), 'timestamp'],
  ['month 13', at('2027-13-01 09:00:00'), 'timestamp'],
  ['24:00:01', at('2027-01-27 24:00:01'), 'timestamp'],
  ['an offset of a day', at('2027-01-27T09:00:00+24:00'), 'timestamp'],
  ['digits of another script', at('٢٠٢٧-٠١-٢٧ ٠٩:٠٠:٠٠'), 'timestamp'],
  ['a trailing line break', at('2027-01-27 09:00:00\n'), 'timestamp'],
  ['a time in 2019', at('2019-01-27 09:00:00'), 'timestamp'],
  ['a time in more than 100 years', at(in101Years), 'timestamp'],
  ['a timestamp of 200 kB', at('2'.repeat(200_000)), 'timestamp'],
  ['an empty subject', { ...ok, subject: '' }, 'subject'],
  ['a subject of two lines', { ...ok, subject: 'one\ntwo' }, 'subject'],
  ['a subject of 100 characters', { ...ok, subject: 'x'.repeat(100) }, 'subject'],
  ['a subject with an umlaut', { ...ok, subject: 'Grüße' }, 'subject'],
  ['a subject that begins with a space', { ...ok, subject: ' hello' }, 'subject'],
  ['a subject that is null', { ...ok, subject: null }, 'subject'],
];

test.each(REFUSED)('refuses %s at once, in a sentence', async (_what, input, field) => {
  const execution = await ended(await start(SERVICE, 'sns', input), 60);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'ReminderRejected' });
  expect(execution.cause).toMatch(new RegExp(`^(The )?${field === 'timestamp and seconds' ? 'input' : field} must `));
  expect(execution.cause).toContain(field);
  expect(execution.cause).toMatch(/^[^\n]{20,300}[.]$/);
  expect(await statesOf(execution.executionArn ?? '')).toEqual(['Check the request', 'Refuse the request']);
});

test('the Lambda machine refuses the same requests, without calling the function', async () => {
  const executionArn = await start(SERVICE, 'lambda', at('2027-02-30 09:00:00'));
  expect(await ended(executionArn, 60)).toMatchObject({ status: 'FAILED', error: 'ReminderRejected' });
  expect(await statesOf(executionArn)).toEqual(['Check the request', 'Refuse the request']);
});
