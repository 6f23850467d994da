import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { FILE_FORMATS } from '../../../core/reminder-file/file-format.ts';
import { writerOf } from '../../../core/reminder-file/write-reminder-file.ts';
import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../../core/repetition/occurrences.ts';
import { readRrule } from '../../../core/repetition/read-repetition.ts';
import { GENERATED } from '../repetition/generated-rules.ts';
import { readAll } from './read-all.ts';

/** The current time in the tests: a Monday afternoon. */
const NOW = Date.parse('2026-11-30T15:00:00Z');

const repeated = fc
  .record({ generated: GENERATED, until: fc.option(fc.integer({ min: 1, max: 900 })), skips: fc.nat({ max: 3 }) })
  .map(({ generated: { text, zone, first }, until, skips }) => {
    const read = (skip: readonly string[]) =>
      readRrule(text, {
        now: first,
        zone,
        first,
        skip,
        ...(until === null ? {} : { until: formatInstant(first + until * 86_400_000) }),
      });
    const repetition = read([]);
    if ('problem' in repetition || repetition.zone !== zone) {
      return undefined;
    }
    const days = nextOccurrences(repetition, first, 6).map((at) =>
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString(),
    );
    const skipped = read(days.slice(1, 1 + skips));
    return 'problem' in skipped ? undefined : { repetition: skipped, now: first };
  })
  .filter((each) => each !== undefined);

test.each(FILE_FORMATS)(
  'reads from %s exactly the repeated reminders that were written',
  async (format) => {
    const writer = writerOf(format, true);
    await fc.assert(
      fc.asyncProperty(repeated, fc.boolean(), async ({ repetition, now }, isPaused) => {
        const [due = 0] = nextOccurrences(repetition, now, 1);
        const reminder = { message: 'standup, "daily"', subject: 'Team', dueAt: formatInstant(due) };
        const file = `${writer.start}${writer.row({ id: 'id', via: 'lambda', reminder, repetition, isPaused })}${writer.end}`;
        const [row] = await readAll(file, { now: due, chunk: 20 });
        expect(row).toMatchObject({ reminder, via: 'lambda', isRelative: false });
        expect(row && 'isPaused' in row).toBe(isPaused);
        const again = row && 'repetition' in row ? row.repetition : undefined;
        const { end, zone, skip } = repetition;
        const later = (each: { readonly to: string }) => Date.parse(each.to) > due;
        expect(again && { ...again, skip: again.skip.length > 0 }).toMatchObject({
          zone,
          ...(end === undefined ? {} : { end }),
          skip: skip.some(later),
        });
        expect(again && nextOccurrences(again, due, 8)).toEqual(nextOccurrences(repetition, due, 8));
      }),
      { numRuns: 40 },
    );
  },
  120_000,
);

const HEADER = 'message,when,zone,repeat,skip\n';
const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'SUMMARY:bins', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

test.each([
  [`${HEADER}standup,,,weekday at 9am,2026-12-25\n`, '2026-12-01T09:00:00Z', 'every weekday at 09:00, Europe/London'],
  [
    `${HEADER}x,2026-12-11 17:00,Europe/London,FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,\n`,
    '2026-12-11T17:00:00Z',
    'every 2 weeks on Friday at 17:00, Europe/London',
  ],
  ['message,repeat\nx,day at noon\n', '2026-12-01T12:00:00Z', 'every day at 12:00, Europe/London'],
  [
    '{"message":"x","repeat":"RRULE:FREQ=DAILY;BYHOUR=9;COUNT=3"}\n',
    '2026-12-01T09:00:00Z',
    'every day at 09:00, Europe/London, until 3 December 2026',
  ],
  [
    event(
      'DTSTART;TZID=Europe/London:20250103T190000',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
      'EXDATE;TZID=Europe/London:20261204T190000',
    ),
    '2026-12-18T19:00:00Z',
    'every 2 weeks on Friday at 19:00, Europe/London',
  ],
  [
    event(
      'DTSTART;TZID=Europe/London:20250103T190000',
      'RRULE:FREQ=MONTHLY;BYDAY=1FR',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT30M',
      'END:VALARM',
    ),
    '2026-12-04T18:30:00Z',
    'every first Friday of the month at 18:30, Europe/London',
  ],
])('reads a repeated reminder from %j', async (file, due, words) => {
  const [row] = await readAll(file, { now: NOW, chunk: 1_000 });
  expect(row).toMatchObject({ reminder: { dueAt: due } });
  expect(row && 'repetition' in row && row.repetition && describeRepetition(row.repetition)).toBe(words);
});

test.each([
  [
    `${HEADER}x,,,weekday at 9,\n`,
    'The time of day may be before or after noon. Write "weekday at 09:00" or "weekday at 21:00".',
  ],
  [
    `${HEADER}x,2026-12-11 17:00,,weekday at 9am,\n`,
    'repeat says when, so the row must have no other time: "weekday at 9am".',
  ],
  [
    `${HEADER}x,,,weekday at 9am,christmas\n`,
    '"christmas" is not a day that can be skipped. Give a day such as "25 december".',
  ],
  [`${HEADER}x,2026-12-11 17:00,,,2026-12-25\n`, 'skip belongs to a row with repeat, such as "weekday at 9am".'],
  [
    '{"message":"x","repeat":"weekday at 9am","seconds":60}\n',
    'A row with repeat may also have when or timestamp, but has seconds.',
  ],
  ['{"message":"x","repeat":5}\n', 'repeat must be a string such as "weekday at 9am", but is 5.'],
  [
    event('DTSTART:20261204T190000Z', 'RRULE:FREQ=WEEKLY', 'RDATE:20261205T190000Z'),
    'It repeats by RDATE, which import does not read. Write an event for each date.',
  ],
  [
    event(
      'DTSTART:20261204T001000Z',
      'RRULE:FREQ=WEEKLY;BYDAY=FR',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT30M',
      'END:VALARM',
    ),
    'It repeats, and its alarm is at another time than import can repeat. Write an alarm on the same day.',
  ],
  [
    event('DTSTART:20261204T190000Z', 'RRULE:FREQ=YEARLY;BYWEEKNO=3'),
    'BYWEEKNO is not supported. Give the day with BYMONTH and BYMONTHDAY or BYDAY.',
  ],
])('refuses %j', async (file, problem) => {
  expect(await readAll(file, { now: NOW, chunk: 1_000 })).toEqual([expect.objectContaining({ problem })]);
});
