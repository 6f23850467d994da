import { CLOCK_FORMS } from '../due-time/clock-forms.ts';
import { type Meaning, type Rule, rule } from '../due-time/parts.ts';
import { anyOf, MONTH_NAMES, MONTHS, NUMBERS, ORDINALS, UNITS, WEEKDAYS } from '../due-time/words.ts';
import { ZONE_FORMS } from '../due-time/zone-forms.ts';
import { MONDAY_TO_FRIDAY, range } from './pattern.ts';

/** A unit of time for repetitions. */
export type EveryUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The meaning of one part of a phrase that says how often a reminder is due. */
export type EveryMeaning =
  | { readonly kind: 'unit'; readonly unit: EveryUnit; readonly count: number }
  | {
      readonly kind: 'weekdays';
      /** The weekdays in the order of the phrase, from 1 for Monday to 7 for Sunday. */
      readonly weekdays: readonly number[];
      /** True for `other friday`. */
      readonly isOther: boolean;
    }
  | { readonly kind: 'dates'; readonly dates: readonly number[] }
  | {
      readonly kind: 'nth';
      /** The positions, such as 1 and 3 for `first and third monday`. A negative position counts from the end. */
      readonly nths: readonly number[];
      readonly what: number | 'day' | 'weekday';
    }
  | { readonly kind: 'date'; readonly month: number; readonly day: number }
  | { readonly kind: 'of'; readonly span: 'month' | 'quarter' | 'year' | readonly number[] }
  | { readonly kind: 'and' }
  | { readonly kind: 'from' }
  | { readonly kind: 'to' }
  /** The distance between times of day, in minutes: 30 in `weekdays every 30 minutes from 9:00 to 17:30`. */
  | { readonly kind: 'step'; readonly minutes: number }
  | Extract<Meaning, { kind: 'clock' | 'zone' | 'part-of-day' }>;

type Groups = Record<string, string | undefined>;

const AND = '(?:,? and |, ?| & )';
const ON_THE = '(?:on )?(?:the )?';
const WORKDAY = '(?:week|work|working |business )day';
const DAY_NAME = `(?:${WORKDAY}s?|weekends?|(?:${anyOf(WEEKDAYS)})s?\\.?)`;
const TO = '(?: ?- ?| to | through )';
const MONTH = `${anyOf(MONTHS)}\\.?`;
const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|${anyOf(ORDINALS)})`;
const NTH_WORDS = { ...Object.fromEntries(Object.entries(ORDINALS).filter(([, nth]) => nth <= 5)), last: -1 };
const NTH = `(?:second[- ]to[- ]last|second[- ]last|2nd[- ]last|${anyOf(NTH_WORDS)}|[1-5](?:st|nd|rd|th))`;

/**
 * The words for units, each with its unit and count. `mon` is left out, because it can also mean Monday. Seconds have a
 * separate rule.
 */
const UNIT_WORDS: Readonly<Record<string, readonly [unit: EveryUnit, count: number]>> = {
  ...Object.fromEntries(
    Object.entries(UNITS).flatMap(([word, unit]) =>
      unit === 'second' || word === 'mon'
        ? []
        : [[word, unit === 'fortnight' ? (['week', 2] as const) : ([unit, 1] as const)]],
    ),
  ),
  quarter: ['quarter', 1],
  quarters: ['quarter', 1],
  hourly: ['hour', 1],
  daily: ['day', 1],
  weekly: ['week', 1],
  fortnightly: ['week', 2],
  monthly: ['month', 1],
  quarterly: ['quarter', 1],
  yearly: ['year', 1],
  annually: ['year', 1],
};

const STEP_WORDS = Object.fromEntries(
  Object.entries(UNIT_WORDS).filter(([word, [unit]]) => (unit === 'hour' || unit === 'minute') && word !== 'hourly'),
);

/** The number words that can precede a unit. An ordinal skips units: `second week` means every other week. */
const COUNTS: Readonly<Record<string, number>> = {
  ...NUMBERS,
  ...Object.fromEntries(Object.entries(ORDINALS).filter(([, nth]) => nth > 1)),
  other: 2,
  alternate: 2,
};

const numberOf = (text: string) => COUNTS[text] ?? ORDINALS[text] ?? Number.parseInt(text, 10);

function readUnit({ count, unit = '' }: Groups): EveryMeaning | string | undefined {
  const [name, times] = UNIT_WORDS[unit] as [EveryUnit, number];
  const number = count === undefined ? 1 : numberOf(count);
  return number < 1 ? 'The number must be at least one.' : { kind: 'unit', unit: name, count: number * times };
}

function readStep(groups: Groups): EveryMeaning | string | undefined {
  const unit = readUnit(groups);
  return typeof unit === 'object' && unit.kind === 'unit'
    ? { kind: 'step', minutes: unit.count * (unit.unit === 'hour' ? 60 : 1) }
    : unit;
}

const IS_WORKDAY = new RegExp(`^${WORKDAY}s?$`);

/** Returns the weekdays that a name stands for. */
function weekdaysOf(name: string): readonly number[] {
  const word = name.replace('.', '');
  if (IS_WORKDAY.test(word)) {
    return MONDAY_TO_FRIDAY;
  }
  return /^weekends?$/.test(word) ? [6, 7] : [WEEKDAYS[word] ?? (WEEKDAYS[word.replace(/s$/, '')] as number)];
}

/** Reads `monday, wednesday and friday`, `mon-fri` and `other friday`. */
function readWeekdays({ other, list = '' }: Groups): EveryMeaning | string {
  const lists = list.split(new RegExp(AND)).map((item) => {
    const [[first = 1] = [], ...rest] = item.split(new RegExp(TO)).map(weekdaysOf);
    const last = rest[0]?.[0];
    return last === undefined
      ? weekdaysOf(item)
      : range(0, (last - first + 7) % 7).map((days) => ((first + days - 1) % 7) + 1);
  });
  return other !== undefined && lists.some(({ length }) => length > 2)
    ? `"${other} ${list}" may count days or weeks. For every second week, write "2 weeks on ${list}".`
    : { kind: 'weekdays', weekdays: [...new Set(lists.flat())], isOther: other !== undefined };
}

function readDates({ list = '' }: Groups): EveryMeaning | string {
  const dates = list.split(new RegExp(AND)).map((text) => numberOf(text.replace(/^the /, '')));
  const wrong = dates.find((date) => date < 1 || date > 31);
  return wrong === undefined ? { kind: 'dates', dates } : `No month has a day ${wrong}.`;
}

function nthOf(word: string): number {
  return /[- ]last$/.test(word) ? -2 : (NTH_WORDS[word as 'last'] ?? Number.parseInt(word, 10));
}

function readNth({ list = '', what = '' }: Groups): EveryMeaning {
  const nths = list.split(new RegExp(AND)).map((word) => nthOf(word.replace(/^the /, '')));
  const name = IS_WORKDAY.test(what) ? 'weekday' : (weekdaysOf(what)[0] as number);
  return { kind: 'nth', nths, what: what === 'day' ? 'day' : name };
}

function readDate({ day = '', month = '' }: Groups): EveryMeaning | string {
  const [date, number] = [numberOf(day), MONTHS[month.replace('.', '')] as number];
  // use a leap year, because 29 February can be a yearly date
  const last = new Date(Date.UTC(2_028, number, 0)).getUTCDate();
  return date >= 1 && date <= last
    ? { kind: 'date', month: number, day: date }
    : `${MONTH_NAMES[number - 1]} has no day ${date}.`;
}

function readSpan({ span = '' }: Groups): EveryMeaning {
  return span === 'month' || span === 'quarter' || span === 'year'
    ? { kind: 'of', span }
    : { kind: 'of', span: span.split(new RegExp(AND)).map((month) => MONTHS[month.replace('.', '')] as number) };
}

/** The names of the rules for due times that make no sense in a repetition. */
const ONLY_IN_DUE_TIMES = ['tonight', 'this part of the day', 'same time', 'sharp', 'please'];

/**
 * The rules for phrases that say how often a reminder is due. Times of day and zones have the same rules as in due times,
 * except those in {@link ONLY_IN_DUE_TIMES}.
 */
export const EVERY_FORMS: readonly Rule<EveryMeaning>[] = [
  rule<EveryMeaning>(
    'unit',
    undefined,
    `(?:(?<count>\\d{1,5}(?:st|nd|rd|th)?|${anyOf(COUNTS)})[ -]?)?(?<unit>${anyOf(UNIT_WORDS)})`,
    readUnit,
  ),
  rule<EveryMeaning>('half an hour', /half/, 'half(?: an|-)? ?hour', () => ({
    kind: 'unit',
    unit: 'minute',
    count: 30,
  })),
  rule<EveryMeaning>('parts of the day', /s\b/, '(?<part>morning|afternoon|evening|night)s', ({ part }) => ({
    kind: 'part-of-day',
    part: part as 'morning',
    isToday: false,
  })),
  rule<EveryMeaning>(
    'seconds',
    /\d ?s|seconds/,
    '\\d+ ?s(?:ec(?:ond)?s?)?|seconds',
    () => 'A reminder can be due once a minute at most.',
  ),
  rule<EveryMeaning>(
    'weekdays',
    /mon|tue|wed|thu|fri|sat|sun|week|work|business/,
    `(?:on )?(?:(?<other>other|alternate) )?(?<list>${DAY_NAME}(?:(?:${AND}|${TO})${DAY_NAME})*)`,
    readWeekdays,
  ),
  rule<EveryMeaning>(
    'days of the month',
    /\d(?:st|nd|rd|th)|th|st|ond|ird/,
    `${ON_THE}(?<list>${ORDINAL}(?:${AND}(?:the )?${ORDINAL})*)(?: day)?`,
    readDates,
  ),
  rule<EveryMeaning>('day number', /day \d|the \d/, '(?:on )?(?:day|the) (?<list>\\d{1,2})', readDates),
  rule<EveryMeaning>(
    'nth weekday',
    /day|mon|tue|wed|thu|fri|sat|sun/,
    `${ON_THE}(?<list>${NTH}(?:${AND}(?:the )?${NTH})*) (?<what>day|${WORKDAY}|${anyOf(WEEKDAYS)}\\.?)`,
    readNth,
  ),
  rule<EveryMeaning>(
    'day and month',
    /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/,
    `${ON_THE}(?<day>\\d{1,2}|${ORDINAL})(?: of)? (?<month>${MONTH})`,
    readDate,
  ),
  rule<EveryMeaning>(
    'month and day',
    /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/,
    `(?:on )?(?<month>${MONTH}) (?:the )?(?<day>${ORDINAL}|\\d{1,2})`,
    readDate,
  ),
  rule<EveryMeaning>(
    'of a month',
    /of |in /,
    `(?:of|in) (?:the |each |every )?(?<span>month|quarter|year|${MONTH}(?:${AND}${MONTH})*)`,
    readSpan,
  ),
  rule<EveryMeaning>('and', /and|&/, 'and|&', () => ({ kind: 'and' })),
  rule<EveryMeaning>('from', /from |starting|between/, 'from|starting|between', () => ({ kind: 'from' })),
  rule<EveryMeaning>('to', /to |till|until/, 'to|until|till', () => ({ kind: 'to' })),
  rule<EveryMeaning>(
    'step',
    /every|each/,
    `(?:every|each) (?:(?<count>\\d{1,4}|${anyOf(COUNTS)})[ -]?)?(?<unit>${anyOf(STEP_WORDS)})`,
    readStep,
  ),
  ...([...CLOCK_FORMS, ...ZONE_FORMS].filter(
    ({ name }) => !ONLY_IN_DUE_TIMES.includes(name),
  ) as readonly Rule<EveryMeaning>[]),
];
