import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readDueTime } from '../../../core/due-time/due-time.ts';
import type { DueTime } from '../../../core/due-time/result.ts';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { NOT_UNDERSTOOD, NOW, TWICE, UNDERSTOOD } from './cases.ts';
import { wallOf } from './second-reading.ts';

const read = (text: string, zone: string, now = NOW, choice?: 'earlier' | 'later') =>
  readDueTime(text, { now, zone, choice });

/** Returns the moment of an accepted result, or the kind and the reason of any other result. */
function shown(result: DueTime): string {
  return result.kind === 'due' ? formatInstant(result.at) : `${result.kind}: ${result.reason}`;
}

/** Returns the times or days that a result can mean, or the refused word. */
function details(result: DueTime): readonly string[] {
  switch (result.kind) {
    case 'due':
      return [formatInstant(result.at)];
    case 'no-time-of-day':
      return result.days;
    case 'refused':
      return [result.word];
    default:
      return result.readings.map(({ when }) => when);
  }
}

test('each accepted phrase means the moment that was calculated by hand', () => {
  const read_ = UNDERSTOOD.map(([zone, text]) => [zone, text, shown(read(text, zone))]);
  expect(read_).toEqual(UNDERSTOOD);
});

test('each other phrase gets a reason, and its readings or the wrong word', () => {
  const read_ = NOT_UNDERSTOOD.map(([zone, text]) => {
    const result = read(text, zone);
    return [zone, text, result.kind, result.kind === 'due' ? '' : result.reason, details(result)];
  });
  expect(read_).toEqual(NOT_UNDERSTOOD);
});

test('the grammar reads a timestamp with an offset as the machine does', () => {
  const date = fc.date({ min: new Date(NOW - 86_400_000), max: new Date(NOW + 400 * 86_400_000), noInvalidDate: true });
  const offset = fc.constantFrom('Z', '+00:00', '+05:45', '-09:30');
  const cut = fc.constantFrom(19, 21, 23);
  fc.assert(
    fc.property(date, offset, cut, (moment, zone, length) => {
      const timestamp = moment.toISOString().slice(0, length) + zone;
      // the leading space makes the grammar read the timestamp as a phrase
      expect(read(timestamp, 'Europe/London')).toEqual(read(` ${timestamp}`, 'Europe/London'));
    }),
  );
});

test('a reason is one or two sentences', () => {
  const odd = NOT_UNDERSTOOD.filter(
    ([, , , reason]) => !/^\S.*[.?]$/s.test(reason) || reason.split(/[.?] /).length > 2,
  );
  expect(odd).toEqual([]);
});

test('a refusal gives the position of the wrong word', () => {
  const wrong = NOT_UNDERSTOOD.flatMap(([zone, text]) => {
    const result = read(text, zone);
    return result.kind === 'refused' && !text.slice(result.position).startsWith(result.word) ? [[text, result]] : [];
  });
  expect(wrong).toEqual([]);
});

test('each reading has a phrase that means only its moment', () => {
  const wrong = NOT_UNDERSTOOD.flatMap(([zone, text]) => {
    const result = read(text, zone);
    const readings = result.kind === 'readings' || result.kind === 'past' ? result.readings : [];
    return readings
      .filter(({ when, due }) => shown(read(when, zone)) !== formatInstant(due))
      .map(({ when }) => [text, when]);
  });
  expect(wrong).toEqual([]);
});

test('a reason does not repeat the control characters of a phrase', () => {
  const text = shown(read('\u001b[31mred\u0007', 'UTC'));
  expect(['\u001b', '\u0007'].filter((control) => text.includes(control))).toEqual([]);
});

test("the grammar reads neither the process's clock nor its zone", () => {
  const folder = join(import.meta.dirname, '../../../core/due-time');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(sources.join('\n')).not.toMatch(/process\.|Date\.now|new Date|Temporal\.Now/);
});

describe('an unclear phrase never gets a guessed moment', () => {
  const zone = fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');
  const now = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.getTime());
  const day = fc.constantFrom(
    '',
    'today',
    'tomorrow',
    'friday',
    'next friday',
    'sunday next week',
    '27 jan',
    'in 2 days',
  );
  const part = fc.constantFrom('', 'tonight', 'morning', 'afternoon', 'evening', 'night', 'this evening');
  const suffix = fc.constantFrom('', ' in the morning', ' in the afternoon', ' at night');
  const hour = fc
    .tuple(fc.nat(24), fc.constantFrom('', ':00', ':30', '.30', 'am', 'pm', ':30 pm', ':05:30'), fc.boolean())
    .map(([number, rest, isPadded]) => `${String(number).padStart(isPadded ? 2 : 1, '0')}${rest}`);
  const phrase = fc
    .tuple(day, part, fc.constantFrom('', 'at'), hour, suffix)
    .map(([one, two, at, clock, end]) => `${one} ${two} ${at} ${clock}${end}`.trim().replace(/ +/g, ' '));

  test('a time is within the part of the day that its phrase names', () => {
    fc.assert(
      fc.property(phrase, zone, now, (text, inZone, at) => {
        const result = read(text, inZone, at);
        if (result.kind === 'due') {
          const [first, last] = text.includes('morning')
            ? [1, 11]
            : text.includes('afternoon')
              ? [12, 18]
              : /evening|night/.test(text)
                ? [17, 23]
                : [0, 23];
          const shownHour = new Date(wallOf(result.at, inZone)).getUTCHours();
          expect(shownHour).toBeGreaterThanOrEqual(first as number);
          expect(shownHour).toBeLessThanOrEqual(last as number);
          expect(result.at).toBeGreaterThanOrEqual(at - 60_000);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('each offered reading has a phrase that means its moment', () => {
    fc.assert(
      fc.property(phrase, zone, now, (text, inZone, at) => {
        const result = read(text, inZone, at);
        const readings = result.kind === 'readings' || result.kind === 'past' ? result.readings : [];
        for (const { when, due } of readings) {
          expect(shown(read(when, inZone, at))).toBe(formatInstant(due));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('any text gets a result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), zone, now, (text, inZone, at) => {
        expect(read(text, inZone, at).kind).toEqual(expect.any(String));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    'in 999999999 years',
    '9'.repeat(120),
    'in '.repeat(40),
    '1 '.repeat(60),
    'monday '.repeat(17),
    'a'.repeat(10_000),
  ])('a phrase is refused quickly: %.20s', (text) => {
    const start = performance.now();
    expect(read(text, 'UTC').kind).not.toBe('due');
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test('a vague word is never ignored, at any position in a phrase', () => {
    const words = 'about around roughly just some few several within for from before after or weekend last';
    const phrases = UNDERSTOOD.filter(([, text]) => /^(?!P)[a-z]|^\d+ [a-z]/i.test(text));
    const readOver = phrases.flatMap(([inZone, text, due]) =>
      words.split(' ').flatMap((word) => {
        const given = text.split(' ');
        const inserted = [...given, ''].map((_, position) => given.toSpliced(position, 0, word).join(' '));
        return inserted.filter((each) => shown(read(each, inZone)) === due);
      }),
    );
    expect(readOver).toEqual([]);
  });
});

describe('a time that the clocks show twice', () => {
  test.each(TWICE)('in %s: %s', (zone, text, earlier, later) => {
    expect(shown(read(text, zone, NOW, 'earlier'))).toBe(earlier);
    expect(shown(read(text, zone, NOW, 'later'))).toBe(later);
    const result = read(text, zone);
    expect(result).toMatchObject({ kind: 'readings', change: 'twice' });
    expect(result.kind === 'readings' && result.readings.map(({ due }) => formatInstant(due))).toEqual([
      earlier,
      later,
    ]);
  });

  test('--earlier and --later change nothing if a time exists once', () => {
    expect(shown(read('2027-01-27 09:00', 'Europe/London', NOW, 'later'))).toBe('2027-01-27T09:00:00Z');
  });

  test('--earlier and --later do not accept a time that does not exist', () => {
    expect(shown(read('2027-03-28 01:30', 'Europe/London', NOW, 'later'))).toMatch(/does not exist/);
  });
});

describe('across a clock change', () => {
  const beforeGap = Date.parse('2027-03-27T10:00:00Z');

  test.each([
    ['in 24 hours', '2027-03-28T10:00:00Z'],
    ['PT24H', '2027-03-28T10:00:00Z'],
    ['in 1 day', '2027-03-28T09:00:00Z'],
    ['P1D', '2027-03-28T09:00:00Z'],
  ])('hours are elapsed time and days follow the calendar: %s', (text, due) => {
    expect(shown(read(text, 'Europe/London', beforeGap))).toBe(due);
  });

  test('"in 90 minutes" counts elapsed minutes', () => {
    const halfPastMidnight = Date.parse('2027-03-28T00:30:00Z');
    expect(shown(read('in 90 minutes', 'Europe/London', halfPastMidnight))).toBe('2027-03-28T02:00:00Z');
    expect(shown(read('in half an hour', 'Europe/London', halfPastMidnight))).toBe('2027-03-28T01:00:00Z');
  });

  test('the two nearest times are offered if the time a day later is skipped', () => {
    const result = read('in 1 day', 'Europe/London', Date.parse('2027-03-27T01:30:00Z'));
    expect(details(result)).toEqual(['2027-03-28 00:30', '2027-03-28 02:30']);
  });

  test('days with hours give several readings if the length of a day matters', () => {
    const result = read('in 1 day 2 hours', 'Europe/London', beforeGap);
    expect(result).toMatchObject({ kind: 'readings', reason: expect.stringMatching(/more than one way/) });
  });
});

describe('leap days and month ends', () => {
  const january = Date.parse('2028-01-31T12:00:00Z');

  test.each(['29 Feb 2028 9am', '2028-02-29 09:00', 'feb 29 2028 9am', '29 feb 9am', 'last day of next month 9am'])(
    '29 February 2028 exists: %s',
    (text) => {
      expect(shown(read(text, 'UTC', january))).toBe('2028-02-29T09:00:00Z');
    },
  );

  test.each(['in a month', 'P1M', 'in 1 month 2 hours', 'in 1 month 1 day at 9am'])(
    'a month from 31 January is not a day: %s',
    (text) => {
      expect(shown(read(text, 'UTC', january))).toMatch(/ends on a day that does not exist/);
    },
  );

  test('the next such time for 29 February is in the next leap year', () => {
    expect(details(read('2024-02-29 09:00', 'UTC', january))).toEqual(['2028-02-29 09:00']);
  });
});

describe('a time that has passed', () => {
  test('is accepted for up to a minute, as now', () => {
    expect(shown(read('2026-11-23 07:29:30', 'UTC'))).toBe('2026-11-23T07:29:30Z');
    expect(shown(read('2026-11-23 07:29:10', 'UTC'))).toMatch(/in the past/);
  });

  test('the next such time for a day of this week is in the next week', () => {
    const wednesday = Date.parse('2026-11-25T10:00:00Z');
    expect(read('monday this week 9am', 'UTC', wednesday)).toMatchObject({
      kind: 'past',
      readings: [{ when: '2026-11-30 09:00' }],
    });
  });

  test.each([
    ['the last friday of the month at 4pm', '2026-12-25 16:00'],
    ['2 days before monday at 7am', '2026-12-05 07:00'],
    ['the 15th of the month at 9am', '2026-12-15 09:00'],
  ])('the next such day also fits the phrase: %s', (text, next) => {
    expect(details(read(text, 'UTC', Date.parse('2026-11-29T13:45:00Z')))).toEqual([next]);
  });

  test('the next such time is never a time that the clocks skip or show twice', () => {
    expect(details(read('2020-03-28 01:30', 'Europe/London'))).toEqual(['2028-03-28 01:30']); // 28 March 2027 has no 01:30
  });
});

describe('"next friday"', () => {
  test.each([
    ['2026-11-23', undefined],
    ['2026-11-26', undefined],
    ['2026-11-27', '2026-12-04'],
    ['2026-11-28', '2026-12-04'],
    ['2026-11-29', '2026-12-04'],
  ])('on %s means one day only if everyone agrees on it: %s', (today, date) => {
    const result = read('next friday at noon', 'UTC', Date.parse(`${today}T07:00:00Z`));
    expect(shown(result)).toMatch(date === undefined ? /^readings/ : `${date}T12:00:00Z`);
  });
});
