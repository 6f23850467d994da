import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { readWhen } from '../../cli/due-time/due-time.ts';
import { WhenRefused } from '../../cli/due-time/refused-phrases.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { NOW, REFUSED, TWICE, UNDERSTOOD } from './when-cases.ts';

const read = (text: string, zone: string, now = NOW, choice?: 'earlier' | 'later') =>
  formatInstant(readWhen(text, { now, zone, choice }));

function refusal(text: string, zone: string, now = NOW): WhenRefused {
  try {
    const due = read(text, zone, now);
    throw new Error(`"${text}" was understood as ${due}`);
  } catch (error) {
    if (error instanceof WhenRefused) {
      return error;
    }
    throw error;
  }
}

describe('what is understood', () => {
  test.each(UNDERSTOOD)('in %s: %s', (zone, text, due) => {
    expect(read(text, zone)).toBe(due);
  });
});

describe('what is refused', () => {
  test.each(REFUSED)('in %s: %s', (zone, text, reason) => {
    const { message } = refusal(text, zone);
    expect(message).toMatch(reason);
    expect(message).toMatch(/^\S.*[.?]$/s);
  });

  test('control characters of the phrase do not come back', () => {
    expect(refusal('\u001b[31mred\u0007', 'UTC').message).not.toContain('\u001b');
  });
});

describe('never guessed', () => {
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
  const attempt = (text: string, given: { zone: string; now: number }) => {
    try {
      return readWhen(text, given);
    } catch (error) {
      return error;
    }
  };

  test('what is understood lies in the part of the day that the phrase names', () => {
    fc.assert(
      fc.property(phrase, zone, now, (text, inZone, at) => {
        const due = attempt(text, { zone: inZone, now: at });
        if (typeof due === 'number') {
          const time = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(inZone);
          const [first, last] = text.includes('morning')
            ? [1, 11]
            : text.includes('afternoon')
              ? [12, 18]
              : /evening|night/.test(text)
                ? [17, 23]
                : [0, 23];
          expect(time.hour).toBeGreaterThanOrEqual(first as number);
          expect(time.hour).toBeLessThanOrEqual(last as number);
          expect(due).toBeGreaterThanOrEqual(at - 60_000);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('what is refused is refused in a sentence, and each time it offers is understood as that time', () => {
    fc.assert(
      fc.property(phrase, zone, now, (text, inZone, at) => {
        const error = attempt(text, { zone: inZone, now: at });
        if (typeof error !== 'number') {
          expect(error).toBeInstanceOf(WhenRefused);
          const stillToCome = (error as WhenRefused).offers.filter(({ due }) => due > at);
          for (const { text: offered, due, option } of stillToCome) {
            const choice = option?.slice(2) as 'earlier' | 'later' | undefined;
            expect(readWhen(offered, { zone: inZone, now: at, choice })).toBe(due);
          }
          const [, advice] = /such as "(.*)"[.]$/.exec((error as Error).message) ?? [];
          if (advice?.startsWith(text)) {
            expect(attempt(advice, { zone: inZone, now: at })).toEqual(expect.any(Number));
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a word that does not say exactly when is never read over, wherever it stands', () => {
    const words = 'about around roughly just some few several within for from by before after or week weekend last';
    const read = UNDERSTOOD.filter(([, text]) => /^(?!P)[a-z]|^\d+ [a-z]/i.test(text)).flatMap(([inZone, text]) =>
      words
        .split(' ')
        .flatMap((word) => {
          const given = text.split(' ');
          return [...given, ''].map((_, position) => given.toSpliced(position, 0, word).join(' '));
        })
        .filter((given) => typeof attempt(given, { zone: inZone, now: NOW }) === 'number'),
    );
    expect(read).toEqual([]);
  });
});

describe('times that exist twice', () => {
  test.each(TWICE)('in %s: %s', (zone, text, earlier, later) => {
    expect(read(text, zone, NOW, 'earlier')).toBe(earlier);
    expect(read(text, zone, NOW, 'later')).toBe(later);
    expect(refusal(text, zone).offers.map(({ due, option }) => [formatInstant(due), option])).toEqual([
      [earlier, '--earlier'],
      [later, '--later'],
    ]);
  });

  test('a choice changes nothing where there is none', () => {
    expect(read('2027-01-27 09:00', 'Europe/London', NOW, 'later')).toBe('2027-01-27T09:00:00Z');
  });

  test('a choice does not make a time exist', () => {
    expect(() => read('2027-03-28 01:30', 'Europe/London', NOW, 'later')).toThrow(/does not exist/);
  });
});

describe('over a change of the clocks', () => {
  const beforeGap = Date.parse('2027-03-27T10:00:00Z');

  test('hours elapse and days follow the calendar', () => {
    expect(read('in 24 hours', 'Europe/London', beforeGap)).toBe('2027-03-28T10:00:00Z');
    expect(read('PT24H', 'Europe/London', beforeGap)).toBe('2027-03-28T10:00:00Z');
    expect(read('in 1 day', 'Europe/London', beforeGap)).toBe('2027-03-28T09:00:00Z');
    expect(read('P1D', 'Europe/London', beforeGap)).toBe('2027-03-28T09:00:00Z');
  });

  test('in 90 minutes counts real minutes', () => {
    const halfPastMidnight = Date.parse('2027-03-28T00:30:00Z');
    expect(read('in 90 minutes', 'Europe/London', halfPastMidnight)).toBe('2027-03-28T02:00:00Z');
    expect(read('in half an hour', 'Europe/London', halfPastMidnight)).toBe('2027-03-28T01:00:00Z');
  });

  test('a day later that falls into the gap is refused', () => {
    const dayBefore = Date.parse('2027-03-27T01:30:00Z');
    expect(refusal('in 1 day', 'Europe/London', dayBefore).message).toMatch(/does not exist/);
  });

  test('days and hours together are refused where it matters how long a day is', () => {
    expect(refusal('in 1 day 2 hours', 'Europe/London', beforeGap).message).toMatch(/two ways/);
  });
});

describe('leap days and ends of months', () => {
  const january = Date.parse('2028-01-31T12:00:00Z');

  test('29 February 2028 exists', () => {
    expect(read('29 Feb 2028 9am', 'UTC', january)).toBe('2028-02-29T09:00:00Z');
    expect(read('2028-02-29 09:00', 'UTC', january)).toBe('2028-02-29T09:00:00Z');
    expect(read('feb 29 2028 9am', 'UTC', january)).toBe('2028-02-29T09:00:00Z');
  });

  test('a month from 31 January is no day', () => {
    expect(refusal('in a month', 'UTC', january).message).toMatch(/ends on a day that does not exist/);
    expect(refusal('P1M', 'UTC', january).message).toMatch(/ends on a day that does not exist/);
  });

  test('the next such time of 29 February is in the next leap year', () => {
    expect(refusal('2024-02-29 09:00', 'UTC', january).offers.map(({ due }) => formatInstant(due))).toEqual([
      '2028-02-29T09:00:00Z',
    ]);
  });
});

describe('what is over', () => {
  test('up to a minute ago counts as now', () => {
    expect(read('2026-11-23 07:29:30', 'UTC')).toBe('2026-11-23T07:29:30Z');
    expect(refusal('2026-11-23 07:29:10', 'UTC').message).toMatch(/in the past/);
  });

  test('the next such time is one that is understood', () => {
    const [offer] = refusal('2019-01-27 09:00:00', 'America/New_York').offers;
    expect(read(offer?.text ?? '', 'America/New_York')).toBe(formatInstant(offer?.due ?? 0));
  });

  test('the next such time is never one that the clocks leave out or show twice', () => {
    const [offer] = refusal('2020-03-28 01:30', 'Europe/London').offers;
    expect(offer).toBeUndefined(); // 28 March 2027 has no 01:30, and 2028 is more than 365 days ahead
  });
});

test.each(['UTC', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia'])(
  'in a process whose zone is %s, everything is understood alike',
  (TZ) => {
    // a process of its own, because Jest gives its tests a copy of the environment that V8 does not read
    const script = join(import.meta.dirname, 'read-when-cases.ts');
    const output = execFileSync(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    const answers = JSON.parse(output) as { zone: string; understood: string[]; refused: string[] };
    expect(answers.zone).toBe(TZ);
    expect(answers.understood).toEqual(UNDERSTOOD.map(([, , due]) => due));
    for (const [index, [, , reason]] of REFUSED.entries()) {
      expect(answers.refused[index]).toMatch(reason);
    }
  },
);
