import type { Temporal } from 'temporal-polyfill';
import { offersOf } from './calendar.ts';
import { shown, type WhenOptions, WhenRefused } from './refused-phrases.ts';

type Part = 'morning' | 'afternoon' | 'evening' | 'night';

/** The first and the last hour that everybody counts to a part of the day, and one to suggest. */
const PARTS: Readonly<Record<Part, Readonly<{ first: number; last: number; usual: string }>>> = {
  morning: { first: 1, last: 11, usual: '09:00' },
  afternoon: { first: 12, last: 18, usual: '15:00' },
  evening: { first: 17, last: 23, usual: '19:00' },
  night: { first: 17, last: 23, usual: '21:00' },
};

const AM = /\d ?a(?:\.m\.|m)?(?![a-z])/i;
const PM = /\d ?p(?:\.m\.|m)?(?![a-z])|\b(?:noon|midday)\b/i;
/** Hours that only the 24-hour clock writes so: `09:00`, `21:00`, `at 21`. */
const BEFORE_TEN = /(?<![\d:.])0\d?[:.]\d\d/;
const AFTER_TWELVE = /(?<![\d:.])(?:1[3-9]|2[0-3])[:.]\d\d(?![\d.])|\bat (?:1[3-9]|2[0-3])\b/;

/** Refuses a phrase for what can be read in more than one way, with all that could have been meant and is still to come. */
function refuseReadings(why: string, walls: readonly Temporal.PlainDateTime[], options: WhenOptions): never {
  const offers = offersOf(walls, options);
  const write = offers.map(({ text }) => `"${text}"`).join(' or ');
  throw new WhenRefused(`${why} ${write === '' ? 'Give the date and time.' : `Write ${write}.`}`, offers);
}

/** The part of the day that a phrase names. */
export function partOfDay(text: string): Part | undefined {
  const named = [...text.matchAll(/\b(?:morning|afternoon|evening|(?:to)?night)\b/gi)].map(
    ([word]) => word.toLowerCase().replace('tonight', 'night') as Part,
  );
  if (new Set(named).size > 1) {
    throw new WhenRefused(
      `${shown(text)} names more than one part of the day. Give the hour alone, such as 9am or 21:00.`,
    );
  }
  return named[0];
}

/** An hour to suggest for a phrase which names this part of the day, or none. */
export const usualHour = (part: Part | undefined) => (part === undefined ? '09:00' : PARTS[part].usual);

/** Refuses an hour that is not in the part of the day beside it: chrono moves it there, 09:00 in the evening to 21:00. */
export function refuseOutside(text: string, part: Part, wall: Temporal.PlainDateTime, options: WhenOptions): void {
  const early = wall.with({ hour: wall.hour % 12 });
  const late = early.add({ hours: 12 });
  const isLate = PM.test(text) || AFTER_TWELVE.test(text);
  const isEarly = AM.test(text) || (BEFORE_TEN.test(text) && early.hour < 6);
  if (part === 'night' && early.hour < 6 && !isLate) {
    const mayBeLate = !isEarly && late.hour >= PARTS.night.first;
    const readings = [early, ...(mayBeLate ? [late] : []), early.add({ days: 1 })];
    refuseReadings(`${shown(text)} does not say on which date.`, readings, options);
  }
  const given = isLate ? late : isEarly || BEFORE_TEN.test(text) ? early : wall;
  const { first, last } = PARTS[part];
  if (given.hour < first || given.hour > last) {
    const clock = given.toPlainTime().toString({ smallestUnit: 'minute' });
    const where = part === 'night' ? 'at night' : `in the ${part}`;
    const readings = isLate ? [late] : isEarly ? [early] : [early, late];
    refuseReadings(`${shown(text)} contradicts itself: ${clock} is not ${where}.`, readings, options);
  }
}
