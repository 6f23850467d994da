import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDueTime } from '../../../core/due-time/due-time.ts';
import { REMINDER_LIMITS } from '../../../core/reminder/reminder-limits.ts';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { secondReading } from './second-reading.ts';

/** One phrase of phrases.tsv. */
type Row = readonly [phrase: string, clock: string, wanted: string, formula: string, exception: string, reason: string];

const ROWS = readFileSync(join(import.meta.dirname, 'phrases.tsv'), 'utf8')
  .split('\n')
  .slice(3)
  .filter(Boolean)
  .map((line) => line.split('\t') as unknown as Row);

const LIMIT = REMINDER_LIMITS.secondsAhead * 1_000;
/** A reminder at the very limit comes up to 5 s early. */
const ALLOWANCE = 6_000;

/** The moment that the grammar reads; nothing if it refuses, asks, or the moment is more than 365 days ahead. */
function read(phrase: string, now: number, zone: string) {
  const result = readDueTime(phrase, { now, zone });
  return result.kind === 'due' && result.at <= now + LIMIT
    ? { kind: 'due', at: result.at }
    : { kind: result.kind === 'due' ? 'refused' : result.kind };
}

const agrees = (at: number | undefined, expected: number | undefined, now: number) =>
  at === expected ||
  (at !== undefined &&
    expected !== undefined &&
    expected > now + LIMIT - ALLOWANCE &&
    Math.abs(at - expected) < ALLOWANCE);

/**
 * The result of the grammar for each wanted outcome. A script is refused in all cases but the first; a terminal asks if there
 * are readings.
 */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  understood: ['due'],
  refused: ['refused', 'past', 'readings'],
  asks: ['no-time-of-day', 'readings'],
};

test('there are 525 phrases, and each exception has a reason', () => {
  expect(ROWS).toHaveLength(525);
  expect(ROWS.filter(([, , , , exception, reason]) => Boolean(exception) !== Boolean(reason))).toEqual([]);
  expect(ROWS.filter(([, , , , exception]) => exception)).toHaveLength(7);
});

test.each(['understood', 'refused', 'asks'])('what is to be %s is', (wanted) => {
  const wrong = ROWS.filter(([, , each]) => each === wanted).flatMap(([phrase, clock, , formula, exception]) => {
    const now = Date.parse(clock) + 500;
    const result = read(phrase, now, 'Europe/London');
    const outcomes = exception ? [exception] : (OUTCOMES[wanted] as string[]);
    const expected = formula && !exception ? secondReading(formula, now, 'Europe/London') : undefined;
    return outcomes.includes(result.kind) && agrees(result.at, expected, now) ? [] : [[phrase, result, expected]];
  });
  expect(wrong).toEqual([]);
});

const CLOCKS = {
  'the end of a month': '2027-01-31T11:59:00.250Z',
  'a leap day': '2028-02-29T12:00:00.250Z',
  'the night in which the clocks go forward': '2027-03-28T00:30:00.250Z',
  'the night in which the clocks go back': '2027-10-31T00:30:00.250Z',
  "New Year's Eve": '2026-12-31T22:30:00.250Z',
  'Monday 00:00': '2026-11-30T00:00:00.000Z',
  'an afternoon': '2026-11-25T13:44:00.250Z',
};
const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati'];

describe.each(Object.entries(CLOCKS))('at %s, %s', (_, clock) => {
  test.each(ZONES)('a second reading of each phrase agrees in %s', (zone) => {
    const now = Date.parse(clock);
    const wrong = ROWS.filter(([phrase, , , formula]) => formula && !/o clock/.test(phrase)).flatMap(
      ([phrase, , , formula]) => {
        const { at, kind } = read(phrase, now, zone);
        const second = secondReading(formula, now, zone);
        const expected = second !== undefined && second > now + LIMIT + 999 ? undefined : second;
        const shown = (moment: number | undefined) => (moment === undefined ? kind : formatInstant(moment));
        return agrees(at, expected, now) ? [] : [`${phrase}: ${shown(at)}, but ${formula} is ${shown(expected)}`];
      },
    );
    expect(wrong).toEqual([]);
  });
});
