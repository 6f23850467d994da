import fc from 'fast-check';
import { executionName, readExecutionName } from '../../core/reminder/execution-name.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';

const REMINDER: Reminder = { message: 'stretch', subject: 'A break', dueAt: '2027-01-27T09:00:00Z' };

const reminder: fc.Arbitrary<Reminder> = fc.record({
  message: fc.string({ minLength: 1, unit: 'binary' }),
  subject: fc.string({ minLength: 1, maxLength: 99, unit: 'grapheme-ascii' }),
  dueAt: fc
    .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => formatInstant(date.getTime())),
});

test('consists of the due time and 16 digits of a SHA-256, the same in every release', () => {
  // the digits are from: printf '["stretch","A break","2027-01-27T09:00:00Z"]' | sha256sum
  expect(executionName(REMINDER)).toBe('20270127T090000Z-a4dd4f246c75ce90');
});

test('is a valid name for Step Functions', () => {
  fc.assert(
    fc.property(reminder, fc.integer({ min: 1, max: 1_000_000 }), (reminder, attempt) => {
      const name = executionName(reminder, attempt);
      expect(name).toMatch(/^[0-9A-Za-z-]+$/);
      expect(name.length).toBeLessThanOrEqual(80);
    }),
  );
});

test('is the same for the same reminder, with fields in any order and with additional fields', () => {
  const { message, subject, dueAt } = REMINDER;
  expect(executionName({ dueAt, subject, message })).toBe(executionName(REMINDER));
  expect(executionName({ ...REMINDER, mine: 1 } as Reminder)).toBe(executionName(REMINDER));
});

test('changes with message, subject and due time', () => {
  fc.assert(
    fc.property(reminder, reminder, (one, other) => {
      const isSame = one.message === other.message && one.subject === other.subject && one.dueAt === other.dueAt;
      expect(executionName(one) === executionName(other)).toBe(isSame);
      for (const change of [{ message: other.message }, { subject: other.subject }, { dueAt: other.dueAt }]) {
        const changed = { ...one, ...change };
        const isChanged = JSON.stringify(changed) !== JSON.stringify(one);
        expect(executionName(changed) !== executionName(one)).toBe(isChanged);
      }
    }),
  );
});

test.each([
  ['text moved from the message to the subject', { message: 'stretch A', subject: 'break' }],
  ['half a second later', { dueAt: '2027-01-27T09:00:00.500Z' }],
  ['a space at the end', { message: 'stretch ' }],
  ['a composed character', { message: 'stretche\u0301' }],
])('changes with %s', (_, change) => {
  expect(executionName({ ...REMINDER, ...change })).not.toBe(executionName(REMINDER));
});

test('differs for different halves of surrogate pairs', () => {
  expect(executionName({ ...REMINDER, message: '\ud83d' })).not.toBe(executionName({ ...REMINDER, message: '\ud83e' }));
});

test('sorts by due time', () => {
  fc.assert(
    fc.property(reminder, reminder, (one, other) => {
      const [first, second] = [one, other].map(({ dueAt }) => Math.floor(Date.parse(dueAt) / 1_000)) as [
        number,
        number,
      ];
      fc.pre(first !== second);
      expect(executionName(one) < executionName(other)).toBe(first < second);
    }),
  );
});

test.each([
  [1, ''],
  [2, '-2'],
  [3, '-3'],
  [12, '-12'],
])('attempt %d adds "%s"', (attempt, suffix) => {
  expect(executionName(REMINDER, attempt)).toBe(executionName(REMINDER) + suffix);
});

test('the due time, the digest and the last part can be read from a name', () => {
  fc.assert(
    fc.property(reminder, fc.integer({ min: 1, max: 999 }), (reminder, attempt) => {
      const name = executionName(reminder, attempt);
      const due = Math.floor(Date.parse(reminder.dueAt) / 1_000) * 1_000;
      const digest = executionName(reminder).slice(17);
      expect(readExecutionName(name)).toEqual({ due, digest, tail: name.slice(17) });
    }),
  );
});

test.each([
  ['a name that a person chose', 'invoice-42'],
  ['only the due time', '20270127T090000Z-'],
  ['a date that does not exist', '20271327T090000Z-a4dd4f246c75ce90'],
  ['text before it', 'my-20270127T090000Z-a4dd4f246c75ce90'],
  ['text after it', '20270127T090000Z-a4dd4f246c75ce90-b'],
])('nothing can be read from %s', (_, name) => {
  expect(readExecutionName(name)).toBeUndefined();
});
