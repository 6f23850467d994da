import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDueTime } from '../../../core/due-time/due-time.ts';
import { REMINDER_LIMITS } from '../../../core/reminder/reminder-limits.ts';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { secondReading } from './second-reading.ts';

/** One row of phrases.tsv. */
type Row = readonly [phrase: string, clock: string, wanted: string, formula: string, exception: string, reason: string];

const ROWS = readFileSync(join(import.meta.dirname, 'phrases.tsv'), 'utf8')
  .split('\n')
  .slice(3)
  .filter(Boolean)
  .map((line) => line.split('\t') as unknown as Row);

const LIMIT = REMINDER_LIMITS.timestampSecondsAhead * 1_000;

/**
 * Returns the kind of the grammar's result, and the moment of an accepted phrase. A moment that is more than 100 years ahead
 * counts as refused.
 */
function read(phrase: string, now: number, zone: string) {
  const result = readDueTime(phrase, { now, zone });
  return result.kind === 'due' && result.at <= now + LIMIT
    ? { kind: 'due', at: result.at }
    : { kind: result.kind === 'due' ? 'refused' : result.kind };
}

/**
 * The result kinds that are correct for each expected outcome. Only a phrase that is `understood` works in a script. If a
 * phrase has several readings, the command asks a question at a terminal.
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

test.each(['understood', 'refused', 'asks'])('each phrase with the wanted outcome "%s" has that outcome', (wanted) => {
  const wrong = ROWS.filter(([, , each]) => each === wanted).flatMap(([phrase, clock, , formula, exception]) => {
    const now = Date.parse(clock) + 500;
    const result = read(phrase, now, 'Europe/London');
    const outcomes = exception ? [exception] : (OUTCOMES[wanted] as string[]);
    const expected = formula && !exception ? secondReading(formula, now, 'Europe/London') : undefined;
    return outcomes.includes(result.kind) && result.at === expected ? [] : [[phrase, result, expected]];
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
  test.each(ZONES)('the grammar and a second reading agree on each phrase in %s', (zone) => {
    const now = Date.parse(clock);
    const wrong = ROWS.filter(([phrase, , , formula]) => formula && !/o clock/.test(phrase)).flatMap(
      ([phrase, , , formula]) => {
        const { at, kind } = read(phrase, now, zone);
        const expected = secondReading(formula, now, zone);
        const shown = (moment: number | undefined) => (moment === undefined ? kind : formatInstant(moment));
        return at === expected ? [] : [`${phrase}: ${shown(at)}, but ${formula} is ${shown(expected)}`];
      },
    );
    expect(wrong).toEqual([]);
  });
});
