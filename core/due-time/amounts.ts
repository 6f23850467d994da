import { anyOf, NUMBERS, UNITS, type Unit } from './words.ts';

/** A number and its unit, such as half an hour or two days. */
export type Amount = readonly [amount: number, unit: Unit];

/** A sequence of amounts, and the index in the phrase where it ends. If an amount is invalid, `amounts` is an error message. */
export interface Amounts {
  readonly end: number;
  readonly amounts: readonly Amount[] | string;
}

const FRACTIONS: Readonly<Record<string, number>> = { '1/2': 0.5, '1/4': 0.25, '3/4': 0.75 };

const MINUTES = Object.fromEntries(Object.entries(UNITS).filter(([, unit]) => unit === 'minute'));
/**
 * Matches the text after the minutes of `1h30`, which have no unit. If they are written apart, no word may follow, because the
 * number can belong to that word, as in `9h 25 december`.
 */
export const AFTER_MINUTES = `(?![a-z0-9:/]|[.-][a-z0-9])(?!(?<= \\d\\d) [a-z])(?! ${anyOf(MINUTES)}(?![a-z]))`;
const HOURS_AND_MINUTES = new RegExp(
  `(\\d{1,3}|an|one|two|three) ?(?:hours?|hrs?|h) ?([0-5]\\d)${AFTER_MINUTES}(?! ?[0-9:./])`,
  'y',
);

/** Matches a sticky pattern (flag `y`) only at the index `start`. */
function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

/** Returns the text that a sticky pattern matches at the index `start`. */
export const textAt = (pattern: RegExp, text: string, start: number) => matchAt(pattern, text, start)?.[0];

interface Word {
  readonly end: number;
  readonly word: string;
  readonly unit: Unit;
}

/** Reads the unit at the index `start`. The unit must be a whole word. Otherwise, the `m` of `may` would be a unit. */
function unitAt(text: string, start: number): Word | undefined {
  const word = textAt(/[a-z]+/y, text, start);
  const unit = word !== undefined && Object.hasOwn(UNITS, word) ? UNITS[word] : undefined;
  return word === undefined || unit === undefined ? undefined : { end: start + word.length, word, unit };
}

/** Reads a number word before a space: `two`, `twenty-five`, `an`. */
function wordNumberAt(text: string, start: number): { end: number; value: number; isArticle: boolean } | undefined {
  const words = [textAt(/[a-z]+[- ][a-z]+(?= )/y, text, start), textAt(/[a-z]+(?= )/y, text, start)];
  const word = words.find((each) => each !== undefined && (/^an?$/.test(each) || Object.hasOwn(NUMBERS, each)));
  return word === undefined
    ? undefined
    : { end: start + word.length, value: NUMBERS[word] ?? 1, isArticle: NUMBERS[word] === undefined };
}

const one = (end: number, amount: number, unit: Unit): Amounts => ({ end, amounts: [[amount, unit]] });

/** Reads an amount such as `1:30 hours`. */
function clockHoursAt(text: string, start: number): Amounts | undefined {
  const match = matchAt(/(\d{1,3}):(\d\d)(?::(\d\d))? ?(?:hours?|hrs?|h)(?![a-z])/y, text, start);
  if (!match) {
    return undefined;
  }
  const [all, hours, minutes, seconds = '0'] = match;
  const end = start + all.length;
  return Number(minutes) > 59 || Number(seconds) > 59
    ? { end, amounts: `There is no ${hours}:${minutes}: minutes and seconds go from 00 to 59.` }
    : one(end, Number(hours) + Number(minutes) / 60 + Number(seconds) / 3_600, 'hour');
}

/** Reads an amount such as `1h30`. */
function hoursAndMinutesAt(text: string, start: number): Amounts | undefined {
  const match = matchAt(HOURS_AND_MINUTES, text, start);
  const [all = '', hours = '', minutes] = match ?? [];
  return (
    match && {
      end: start + all.length,
      amounts: [
        [NUMBERS[hours] ?? (hours === 'an' ? 1 : Number(hours)), 'hour'],
        [Number(minutes), 'minute'],
      ],
    }
  );
}

/** Reads an amount such as `half an hour`. */
function halfAt(text: string, start: number): Amounts | undefined {
  const half = textAt(/(?:a )?half(?: an?)? /y, text, start);
  const unit = half === undefined ? undefined : unitAt(text, start + half.length);
  return (
    unit &&
    (/..s$/.test(unit.word)
      ? { end: unit.end, amounts: `Half of how many ${unit.word}?` }
      : one(unit.end, 0.5, unit.unit))
  );
}

/** Reads an amount such as `three quarters of an hour`. */
function quartersAt(text: string, start: number): Amounts | undefined {
  const quarters = textAt(/(?:(?:a )?quarter|three[ -]quarters)(?: of)?(?: an?)? /y, text, start);
  const unit = quarters === undefined ? undefined : unitAt(text, start + quarters.length);
  return unit && one(unit.end, quarters?.startsWith('three') ? 0.75 : 0.25, unit.unit);
}

/** Reads an amount such as `1 and a half hours`. */
function andHalfAt(text: string, start: number): Amounts | undefined {
  const digits = textAt(/\d{1,9}/y, text, start);
  const number =
    digits === undefined
      ? wordNumberAt(text, start)
      : { end: start + digits.length, value: Number(digits), isArticle: false };
  // "a and a half hours" is not an amount
  const half = number && !number.isArticle && textAt(/ and a half /y, text, number.end);
  const unit = number && half ? unitAt(text, number.end + half.length) : undefined;
  return number && unit && one(unit.end, number.value + 0.5, unit.unit);
}

/** Reads an amount such as `1 1/2 hours`. */
function fractionAt(text: string, start: number): Amounts | undefined {
  const match = matchAt(/(?:(\d{1,9}) )?(1\/2|1\/4|3\/4) ?/y, text, start);
  const [all = '', whole = '0', part = ''] = match ?? [];
  const unit = match && unitAt(text, start + all.length);
  return unit && one(unit.end, Number(whole) + (FRACTIONS[part] ?? 0), unit.unit);
}

/** Reads an amount such as `1.5h`. */
function decimalAt(text: string, start: number): Amounts | undefined {
  const decimal = textAt(/\d{0,9}\.\d{1,9} ?/y, text, start);
  const unit = decimal === undefined ? undefined : unitAt(text, start + decimal.length);
  if (!unit) {
    return undefined;
  }
  // in many languages, 1.000 means one thousand
  return /^[1-9]\d{0,2}[.]\d{3} ?$/.test(decimal ?? '')
    ? {
        end: unit.end,
        amounts:
          'A point with three digits after it can also stand for thousands: leave it out, or write fewer digits.',
      }
    : one(unit.end, Number(decimal), unit.unit);
}

/** Reads an amount such as `2 days` or `an hour and a half`. */
function countAt(text: string, start: number): Amounts | undefined {
  const digits = textAt(/(?:0?\d|[1-9]\d{1,8})(?!\d) ?/y, text, start);
  const inWords = digits === undefined ? wordNumberAt(text, start) : undefined;
  const count =
    digits === undefined
      ? inWords && { end: inWords.end + 1, value: inWords.value }
      : { end: start + digits.length, value: Number(digits) };
  const unit = count && unitAt(text, count.end);
  if (!count || !unit) {
    return undefined;
  }
  const more = textAt(/ and a (?:half|quarter)/y, text, unit.end) ?? '';
  const end = unit.end + more.length;
  if (inWords?.isArticle && /..s$/.test(unit.word)) {
    return { end, amounts: `There is no number in front of "${unit.word}".` };
  }
  return one(end, count.value + (more === '' ? 0 : more.endsWith('half') ? 0.5 : 0.25), unit.unit);
}

/** The functions that read an amount, one for each form. The first one that succeeds is used. */
const FORMS = [clockHoursAt, hoursAndMinutesAt, halfAt, quartersAt, andHalfAt, fractionAt, decimalAt, countAt] as const;

function formAt(text: string, start: number): Amounts | undefined {
  for (const form of FORMS) {
    const found = form(text, start);
    if (found) {
      return found;
    }
  }
  return undefined;
}

const SEPARATORS = [/,? and /y, /, ?/y, / /y, /(?:)/y];

/** Reads a separator and the amounts after it: `, and 5 minutes`. */
function nextAt(text: string, start: number): Amounts | undefined {
  for (const separator of SEPARATORS) {
    const between = textAt(separator, text, start);
    const found = between === undefined ? undefined : formAt(text, start + between.length);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Matches hours that can also be a time of day, as in `3 days 17h30` and `3 days, 17:30 hours`. */
const MAYBE_CLOCK = /^[, a-z]+(?<hour>[5-9]|[01]\d|2[0-3])(?:h(?<minute>[0-5]\d)|:(?<minutes>[0-5]\d) ?h[a-z]*)$/;

function doubtOf({ hour, minute, minutes = minute }: Record<string, string | undefined>): string {
  return `The hours may be a time of day or a distance: write "at ${hour}:${minutes}" or "${hour}h ${minutes}m".`;
}

/** Reads all consecutive amounts from the index `start` on: `1d, 2hr, and 5min`. */
export function amountsAt(text: string, start: number): Amounts | undefined {
  let all = formAt(text, start);
  let next = all && nextAt(text, all.end);
  while (all && next) {
    const doubtful = MAYBE_CLOCK.exec(text.slice(all.end, next.end))?.groups;
    all = { end: next.end, amounts: doubtful ? doubtOf(doubtful) : join(all.amounts, next.amounts) };
    next = nextAt(text, all.end);
  }
  return all;
}

/** Joins two sequences of amounts. If one of them is an error message, returns that message. */
function join(first: Amounts['amounts'], second: Amounts['amounts']): Amounts['amounts'] {
  if (typeof first === 'string' || typeof second === 'string') {
    return typeof first === 'string' ? first : second;
  }
  return [...first, ...second];
}
