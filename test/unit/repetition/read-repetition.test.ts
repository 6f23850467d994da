import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { clockChangesOf } from '../../../core/repetition/clock-changes.ts';
import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../../core/repetition/occurrences.ts';
import { type RepetitionOptions, readEvery, readRrule } from '../../../core/repetition/read-repetition.ts';
import type { Repetition } from '../../../core/repetition/repetition.ts';

const ZONE = 'Europe/London';
/** The current time in the tests: a Monday afternoon. */
const NOW = Date.parse('2026-11-30T15:00:00Z');

type Others = Partial<RepetitionOptions>;

function read(text: string, others: Others = {}) {
  const options = { now: NOW, zone: ZONE, ...others };
  return text.startsWith('FREQ=') ? readRrule(text, options) : readEvery(text, options);
}

function accept(text: string, others: Others = {}): Repetition {
  const repetition = read(text, others);
  if ('problem' in repetition) {
    throw new Error(`${text}: ${repetition.problem}`);
  }
  return repetition;
}

const nextOf = (repetition: Repetition, count: number, from = NOW) =>
  nextOccurrences(repetition, from, count).map((at) => formatInstant(at).slice(0, 16));

test.each([
  ['weekday at 9am', 'every weekday at 09:00, Europe/London', 'cron(0 9 ? * MON-FRI *)'],
  ['business day at 9am', 'every weekday at 09:00, Europe/London', 'cron(0 9 ? * MON-FRI *)'],
  ['every morning at 9', 'every day at 09:00, Europe/London', 'cron(0 9 * * ? *)'],
  ['weekday mornings at 9', 'every weekday at 09:00, Europe/London', 'cron(0 9 ? * MON-FRI *)'],
  ['once a week on sunday evening at 8', 'every Sunday at 20:00, Europe/London', 'cron(0 20 ? * SUN *)'],
  ['every day at 06:15', 'every day at 06:15, Europe/London', 'cron(15 6 * * ? *)'],
  ['2 weeks on friday at 17:00', 'every 2 weeks on Friday at 17:00, Europe/London', 'cron(0 17 ? * FRI *)'],
  ['other friday at noon', 'every 2 weeks on Friday at 12:00, Europe/London', 'cron(0 12 ? * FRI *)'],
  [
    'first monday of the month at 8am',
    'every first Monday of the month at 08:00, Europe/London',
    'cron(0 8 ? * 2#1 *)',
  ],
  ['30th of the quarter at 9am', 'every 3 months on the 30th at 09:00, Europe/London', 'cron(0 9 30 1,4,7,10 ? *)'],
  ['last friday of the month at 5pm', 'every last Friday of the month at 17:00, Europe/London', 'cron(0 17 ? * 6L *)'],
  ['last day of the month at 9am', 'every last day of the month at 09:00, Europe/London', 'cron(0 9 L * ? *)'],
  [
    'last weekday of the month at 5pm',
    'every last weekday of the month at 17:00, Europe/London',
    'cron(0 17 LW * ? *)',
  ],
  ['month on the 15th at 09:00', 'every month on the 15th at 09:00, Europe/London', 'cron(0 9 15 * ? *)'],
  ['year on 29 february at noon', 'every year on 29 February at 12:00, Europe/London', 'cron(0 12 29 2 ? *)'],
  ['quarter on the 1st at 9am', 'every 3 months on the 1st at 09:00, Europe/London', 'cron(0 9 1 1,4,7,10 ? *)'],
  ['3 months on the 1st at 9am', 'every 3 months on the 1st at 09:00, Europe/London', 'cron(0 9 1 3,6,9,12 ? *)'],
  [
    'monday, wednesday and friday at 7:30',
    'every Monday, Wednesday and Friday at 07:30, Europe/London',
    'cron(30 7 ? * MON,WED,FRI *)',
  ],
  ['day at 9am and 5pm', 'every day at 09:00 and 17:00, Europe/London', 'cron(0 9,17 * * ? *)'],
  ['day at 9am Asia/Tokyo', 'every day at 09:00, Asia/Tokyo', 'cron(0 9 * * ? *)'],
  [
    '2 years on 29 february at noon',
    'every 2 years on 29 February at 12:00, Europe/London',
    'cron(0 12 29 2 ? 2028/2)',
  ],
  [
    '30 minutes from 9:00 to 17:30 on weekdays',
    'every weekday, every 30 minutes from 09:00 to 17:30, Europe/London',
    'cron(0,30 9,10,11,12,13,14,15,16,17 ? * MON-FRI *)',
  ],
  [
    'hour from 9 to 5',
    'every day, every hour from 09:00 to 17:00, Europe/London',
    'cron(0 9,10,11,12,13,14,15,16,17 * * ? *)',
  ],
  ['minute', 'every minute, UTC', 'cron(* * * * ? *)'],
  ['15 minutes', 'every 15 minutes, UTC', 'cron(0,15,30,45 * * * ? *)'],
  ['half hour', 'every 30 minutes, UTC', 'cron(0,30 * * * ? *)'],
  ['hour', 'every hour, UTC', 'cron(0 * * * ? *)'],
  ['8 hours from 1:30', 'every 8 hours from 01:30, UTC', 'cron(30 1,9,17 * * ? *)'],
])('reads "%s"', (phrase, words, cron) => {
  const repetition = accept(phrase);
  expect([describeRepetition(repetition), repetition.cron]).toEqual([words, cron]);
});

test.each([
  [
    'month on the 15th at 9',
    'The time of day may be before or after noon. Write "month on the 15th at 09:00" or "month on the 15th at 21:00".',
  ],
  ['weekday', '"weekday" does not say at what time. Write "weekday at 09:00".'],
  ['week at 9am', '"week at 9am" does not say on which day of the week. Write "Monday at 09:00" or "Friday at 09:00".'],
  [
    'second friday at noon',
    '"second friday at noon" may count weeks or the weekdays of a month. Write "2 weeks on Friday at 12:00" or "second Friday of the month at 12:00".',
  ],
  ['7 minutes', '7 minutes do not divide an hour into equal parts. Write "6 minutes" or "10 minutes".'],
  ['5 hours', '5 hours do not divide a day into equal parts. Write "4 hours" or "6 hours".'],
  [
    '5 months on the 1st at 9am',
    '5 months do not divide a year into equal parts. Write "4 months on the 1st at 09:00" or "6 months on the 1st at 09:00".',
  ],
  [
    'first and third monday at 8am',
    'Only one of the weekdays of a month can be counted, such as the first Monday. Write "first Monday of the month at 08:00" or "third Monday of the month at 08:00".',
  ],
  [
    'day at 9:00 and 17:30',
    'Several times of day must have the same minutes, such as 09:00 and 17:00. Write "day at 09:00" or "day at 17:30".',
  ],
  [
    'weekday every 30 minutes from 9:00 to 17:00',
    'Each hour must have the same minutes, so the last time must be the last one in its hour. Write "weekday, every 30 minutes from 09:00 to 16:30" or "weekday, every 30 minutes from 09:00 to 17:30".',
  ],
  [
    'friday at midnight',
    'Midnight may be the start or the end of a day. Write "Friday at 00:00" or "Saturday at 00:00".',
  ],
  ['day at 9:00:30', 'A reminder that is repeated is due at whole minutes. Write "day at 09:00" or "day at 09:01".'],
  ['30 seconds', 'A reminder can be due once a minute at most.'],
  ['31 april at noon', 'April has no day 31.'],
  ['fifth monday of the quarter at 9am', 'This day is not always in the same month.'],
  ['first and last day of the quarter at 9am', 'This day is not always in the same month.'],
  [
    'fifth weekday of the quarter at 9am',
    'The positions in BYSETPOS do not name one day of the month. Write "3 months on the first weekday at 09:00" or "3 months on the 1st at 09:00".',
  ],
  ['31st of the quarter at 9am', 'This day is not always in the same month.'],
  ['quarter on the 31st at 9am', 'This day is not always in the same month.'],
  ['fifth monday of the year at 9am', 'This day is not always in the same month.'],
  [
    'weekday at 9am CET',
    'A repetition needs the name of a zone, such as Europe/Paris, because an offset changes with the clocks.',
  ],
  ['weekday at 9am sometimes', 'I understand "weekday at 9am", but not "sometimes".'],
  [
    'other weekday at 9am',
    '"other weekday" may count days or weeks. For every second week, write "2 weeks on weekday".',
  ],
  ['morning at 9pm', 'The time of day is not in the morning.'],
  ['day at sunset', 'I understand "day", but not "at sunset".'],
  ['now and then', '"now" does not say how often.'],
  ['', 'The rule is empty. Say how often, such as "weekday at 9am".'],
  ['FREQ=WEEKLY;BYDAY=FR', 'The rule does not say at what time: add BYHOUR and BYMINUTE. Write "Friday at 09:00".'],
  [
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;BYHOUR=9',
    'A day of the month and a day of the week cannot be combined. Write "month on the 13th at 09:00" or "Friday at 09:00".',
  ],
  ['FREQ=SECONDLY', 'A reminder can be due once a minute at most. Write "minute".'],
  ['FREQ=DAILY;BYHOUR=25', 'BYHOUR must be numbers from 0 to 23, but is "25".'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9', 'The reminder would never be due.'],
])('refuses "%s" with a reason and the nearest phrases', (text, problem) => {
  expect(read(text)).toMatchObject({ problem });
});

test('counts days and weeks from the next occurrence', () => {
  const fortnightly = accept('2 weeks on friday at 17:00');
  expect(fortnightly.interval).toEqual({ since: '2026-12-04T17:00:00Z', unitDays: 7, every: 2 });
  expect(nextOf(fortnightly, 3)).toEqual(['2026-12-04T17:00', '2026-12-18T17:00', '2027-01-01T17:00']);
  expect(nextOf(accept('3 days at 9am'), 3)).toEqual(['2026-12-01T09:00', '2026-12-04T09:00', '2026-12-07T09:00']);
});

test('begins a week with the first weekday in the phrase', () => {
  const next = ['2026-12-06T09:00', '2026-12-07T09:00', '2026-12-20T09:00', '2026-12-21T09:00'];
  expect(nextOf(accept('2 weeks on sunday and monday at 9am'), 4)).toEqual(next);
});

test('counts from DTSTART, and starts there', () => {
  const first = Date.parse('2027-03-05T17:00:00Z');
  const repetition = accept('FREQ=DAILY;INTERVAL=2', { first });
  expect(repetition.start).toBe('2027-03-05T16:59:30Z');
  expect(nextOf(repetition, 2)).toEqual(['2027-03-05T17:00', '2027-03-07T17:00']);
});

test('ends half a minute after the last occurrence or the last moment', () => {
  const counted = accept('weekday at 9am', { count: 3 });
  expect([counted.end, nextOf(counted, 9)]).toEqual([
    '2026-12-03T09:00:30Z',
    ['2026-12-01T09:00', '2026-12-02T09:00', '2026-12-03T09:00'],
  ]);
  expect(accept('FREQ=DAILY;BYHOUR=9;COUNT=2').end).toBe('2026-12-02T09:00:30Z');
  expect(accept('day at 9am', { until: '2026-12-25' }).end).toBe('2026-12-25T23:59:30Z');
  expect(accept('day at 9am', { until: '25 december at 9am' }).end).toBe('2026-12-25T09:00:30Z');
  expect(accept('FREQ=DAILY;BYHOUR=9;UNTIL=20261225T090000Z').end).toBe('2026-12-25T09:00:30Z');
  expect(describeRepetition(accept('day at 9am', { until: 'friday' }))).toBe(
    'every day at 09:00, Europe/London, until 4 December 2026',
  );
});

test('skips days of the person, and counts a skipped occurrence', () => {
  const repetition = accept('weekday at 9am', { skip: ['2026-12-02', '1 december', '2020-01-01'], count: 3 });
  expect(repetition.skip).toEqual([
    { from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' },
    { from: '2026-12-02T00:00:00Z', to: '2026-12-03T00:00:00Z' },
  ]);
  expect(nextOf(repetition, 9)).toEqual(['2026-12-03T09:00']);
});

test.each([
  [{ until: '2026-11-01' }, 'The rule ends before the reminder is due for the first time.'],
  [{ until: 'whenever' }, 'The last day is not clear. "whenever" is not a word that I know.'],
  [{ count: 0 }, 'The number of reminders must be a whole number from 1 to 99,999, but is 0.'],
  [{ count: 2, until: '2027-01-01' }, 'Give the number of reminders or the last day, not both.'],
  [{ skip: ['2026-02-30'] }, '"2026-02-30" is not a day that can be skipped. Give a day such as "25 december".'],
])('refuses %j', (others, problem) => {
  expect(read('weekday at 9am', others)).toMatchObject({ problem });
});

test('finds times that the clocks skip or show twice, and only those', () => {
  expect(clockChangesOf(accept('day at 1:30'), NOW)).toEqual([
    { kind: 'skipped', date: '2027-03-28', time: '01:30' },
    { kind: 'twice', date: '2027-10-31', time: '01:30' },
  ]);
  // London's clocks change on the last Sunday of March and of October
  expect(clockChangesOf(accept('monday at 1:30'), NOW)).toEqual([]);
  expect(clockChangesOf(accept('day at 2:00'), NOW)).toEqual([]);
  expect(clockChangesOf(accept('day at 1:30', { until: '2027-03-27' }), NOW)).toEqual([]);
  expect(clockChangesOf(accept('hour'), NOW)).toEqual([]);
  expect(clockChangesOf(accept('day at 1:30', { skip: ['2027-03-28'] }), NOW)[1]).toMatchObject({ date: '2028-03-26' });
});

test('the occurrences leave out a time that the clocks skip, and have a time once that they show twice', () => {
  const repetition = accept('day at 1:30');
  expect(nextOf(repetition, 2, Date.parse('2027-03-27T12:00:00Z'))).toEqual(['2027-03-29T00:30', '2027-03-30T00:30']);
  expect(nextOf(repetition, 2, Date.parse('2027-10-30T12:00:00Z'))).toEqual(['2027-10-31T00:30', '2027-11-01T01:30']);
});
