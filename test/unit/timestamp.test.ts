import fc from 'fast-check';
import { formatInstant, instantOf, isTimestampShaped } from '../../core/reminder/timestamp.ts';

const DAY = 86_400_000;
const pad = (value: number, digits: number) => String(value).padStart(digits, '0');

/** Yields the days of the Gregorian calendar, and days that are out of range, such as 30 February. Does not use Date. */
function* daysOfTheCalendar(firstYear: number, lastYear: number) {
  for (let year = firstYear; year <= lastYear; year += 1) {
    const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const months = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (const [index, length] of months.entries()) {
      const month = `${pad(year, 4)}-${pad(index + 1, 2)}`;
      for (let day = 1; day <= length; day += 1) {
        yield { date: `${month}-${pad(day, 2)}`, exists: true };
      }
      for (const day of [0, length + 1, 32, 99]) {
        yield { date: `${month}-${pad(day, 2)}`, exists: false };
      }
    }
    for (const month of [0, 13, 99]) {
      yield { date: `${pad(year, 4)}-${pad(month, 2)}-01`, exists: false };
    }
  }
}

describe('instantOf', () => {
  test('agrees with the calendar on every day of two 400-year cycles, and on days that do not exist', () => {
    let instant = instantOf('1600-01-01T00:00:00Z') as number;
    expect(instant).toBe(-11_676_096_000_000); // `date -u -d 1600-01-01 +%s`
    const wrong: string[] = [];
    for (const { date, exists } of daysOfTheCalendar(1600, 2399)) {
      if (instantOf(`${date}T00:00:00Z`) !== (exists ? instant : undefined)) {
        wrong.push(date);
      }
      instant += exists ? DAY : 0;
    }
    expect(wrong).toEqual([]);
    expect(instant).toBe(13_569_465_600_000); // `date -u -d 2400-01-01 +%s`
  });

  test('accepts the years 0 to 99', () => {
    expect(instantOf('0000-02-29T00:00:00Z')).toBe(Date.parse('0000-02-29T00:00:00Z'));
    expect(instantOf('0099-12-31T00:00:00Z')).toBe(Date.parse('0099-12-31T00:00:00Z'));
  });

  test('agrees with Date.parse on everything that it reads: real dates, up to 3 fractional digits, upper case', () => {
    const zone = fc.oneof(
      fc.constant('Z'),
      fc
        .record({ sign: fc.constantFrom('+', '-'), hour: fc.nat(23), minute: fc.nat(59) })
        .map(({ sign, hour, minute }) => `${sign}${pad(hour, 2)}:${pad(minute, 2)}`),
    );
    const fraction = fc.oneof(
      fc.constant(''),
      fc.stringMatching(/^[0-9]{1,3}$/).map((digits) => `.${digits}`),
    );
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, fraction, zone, (date, fraction, zone) => {
        const text = date.toISOString().slice(0, 19) + fraction + zone;
        expect(isTimestampShaped(text)).toBe(true);
        expect(instantOf(text)).toBe(Date.parse(text));
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('formatInstant', () => {
  test('writes a string that instantOf reads as the same instant', () => {
    const milliseconds = fc.integer({
      min: Date.parse('0000-01-01T00:00:00Z'),
      max: Date.parse('9999-12-31T23:59:59.999Z'),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          milliseconds,
          milliseconds.map((value) => value - (value % 1_000)),
        ),
        (instant) => {
          const text = formatInstant(instant);
          expect(text).toMatch(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{3})?Z$/);
          expect(isTimestampShaped(text)).toBe(true);
          expect(instantOf(text)).toBe(instant);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  test.each([
    [0, '1970-01-01T00:00:00Z'],
    [1, '1970-01-01T00:00:00.001Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [1_801_040_400_000, '2027-01-27T09:00:00Z'],
    [1_801_040_400_120, '2027-01-27T09:00:00.120Z'],
  ])('writes %d as %s', (instant, text) => {
    expect(formatInstant(instant)).toBe(text);
  });
});
