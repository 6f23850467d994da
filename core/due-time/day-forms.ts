import { Temporal } from 'temporal-polyfill';
import { type DayReading, type Meaning, type Rule, rule } from './parts.ts';
import { anyOf, MONTH_NAMES, MONTHS, NEAR_DAYS, ORDINALS, WEEKDAYS } from './words.ts';

const ON = '(?:on |by )?';
const THE = '(?:the )?';
const WEEKDAY = `(?<weekday>${anyOf(WEEKDAYS)})\\.?`;
const MONTH = `(?<month>${anyOf(MONTHS)})\\.?`;
const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|${anyOf(ORDINALS)})`;
const DAY = `(?<day>${ORDINAL}|\\d{1,2})`;
const FULL_YEAR = '(?:19|20|21)\\d\\d';
/** Matches a two-digit year. The pattern excludes digits that may be an hour or the start of a time of day. */
const SHORT_YEAR = "'?(?:2[5-9]|[3-9]\\d)(?![\\d:.a-z])";
const NEAR = `(?<near>${anyOf(NEAR_DAYS)})`;
/**
 * Matches every phrase that contains a month's name. `WEEKDAY_KEY` and `NEAR_KEY` do the same for a day of the week and for a
 * day such as `tomorrow`.
 */
const MONTH_KEY = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/;
const MONTH_AND_NUMBER = new RegExp(`(?:${MONTH_KEY.source}).*(?:2[5-9]|[3-9]\\d|\\d{4})`);
const WEEKDAY_KEY = /mon|tue|wed|thu|fri|sat|sun/;
const NEAR_KEY = new RegExp(anyOf(NEAR_DAYS));
const NTH = { ...Object.fromEntries(Object.entries(ORDINALS).filter(([, value]) => value <= 5)), last: -1 };

type Groups = Record<string, string | undefined>;
type Choose = Extract<Meaning, { kind: 'day' }>['choose'];

const weekdayOf = (groups: Groups) => WEEKDAYS[groups['weekday'] ?? ''] as number;
const monthOf = (text = '') => MONTHS[text] ?? Number(text);
const dayOf = (text = '') => ORDINALS[text] ?? Number.parseInt(text, 10);
const yearOf = (text: string) => (text.length === 4 ? Number(text) : 2_000 + Number(text.replace("'", '')));

const once = (...dates: Temporal.PlainDate[]): DayReading => ({ dates: dates.slice(0, 1), repeats: false });
const dateOf = (year: number, month: number, day: number): Temporal.PlainDate | undefined => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
};

/**
 * Returns the reason why a day does not exist, such as `31 February does not exist: February has at most 29 days.` Returns
 * `undefined` if the day exists.
 */
function noSuchDay(day: number, month: number, year: number | undefined): string | undefined {
  const name = MONTH_NAMES[month - 1];
  if (name === undefined) {
    return `There is no month ${month}: months go from 1 to 12.`;
  }
  // without a year, accept 29 February, because the date may be in a leap year
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year: year ?? 2028, month });
  return day >= 1 && day <= daysInMonth
    ? undefined
    : `${day} ${name}${year === undefined ? '' : ` ${year}`} does not exist: ${name} has ${year === undefined && month === 2 ? 'at most ' : ''}${daysInMonth} days.`;
}

function wholeDate(year: number, month: number, day: number, isIso = false): Meaning | string {
  const problem = noSuchDay(day, month, year);
  return (
    problem ?? {
      kind: 'day',
      isDate: true,
      isIso,
      choose: () => [once(Temporal.PlainDate.from({ year, month, day }))],
    }
  );
}

/** Reads a date without a year as its next occurrence, which can be today. */
function yearlyDate(month: number, day: number): Meaning | string {
  const problem = noSuchDay(day, month, undefined);
  return (
    problem ?? {
      kind: 'day',
      isDate: true,
      choose: (today) => [nextOf(today, (year) => dateOf(year, month, day))],
      withYear: (year) => wholeDate(year, month, day),
    }
  );
}

/**
 * Returns the date in this year. If it has passed or does not exist, returns the date in the next year. Returns no date if the
 * next year lacks it too, as can happen with 29 February.
 */
function nextOf(today: Temporal.PlainDate, inYear: (year: number) => Temporal.PlainDate | undefined): DayReading {
  const dates = [today.year, today.year + 1].map(inYear).filter((date) => date !== undefined);
  return once(...dates.filter((date) => Temporal.PlainDate.compare(date, today) >= 0));
}

function readNamedMonth(groups: Groups): Meaning | string {
  const { year } = groups;
  const [month, day] = [monthOf(groups['month']), dayOf(groups['day'])];
  return year === undefined ? yearlyDate(month, day) : wholeDate(yearOf(year), month, day);
}

/**
 * Reads `25/12/2026`, `12/25/26` and `30/11`. The result is ambiguous if the numbers can mean two dates, or if they may be a
 * fraction.
 */
function readNumeric(groups: Groups): Meaning | string | undefined {
  const { a = '', b = '', year } = groups;
  const isDayFirstOnly = groups['dot'] !== undefined && year === undefined;
  const dayFirst = [Number(a), Number(b)] as const;
  const monthFirst = [Number(b), Number(a)] as const;
  const orders = isDayFirstOnly ? [dayFirst] : [dayFirst, monthFirst];
  const fits = orders.filter(([day, month]) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
  const [first, second] = fits;
  if (first === undefined) {
    return isDayFirstOnly ? undefined : `No order of day and month makes a date of ${a} and ${b}.`;
  }
  const dated = fits.map(([day, month]) =>
    year === undefined ? yearlyDate(month, day) : wholeDate(yearOf(year), month, day),
  );
  const [meaning] = dated;
  const isOneDate = second === undefined || (first[0] === second[0] && year !== undefined);
  const isSure = isOneDate && !(year === undefined && Number(a) <= 12 && Number(b) <= 12);
  if (isSure || meaning === undefined || typeof meaning === 'string') {
    return meaning;
  }
  const both = dated.flatMap((each) => (typeof each !== 'string' && each.kind === 'day' ? [each] : []));
  return {
    kind: 'day',
    isDate: true,
    choose: (today) => both.flatMap((each) => each.choose(today)),
    ambiguous: first[0] === first[1] ? 'it may be a fraction' : 'either number can be the month',
  };
}

function readWeekDate(groups: Groups): Meaning | string {
  const [year, week, weekday] = ['year', 'week', 'weekdayNumber'].map((name) => Number(groups[name])) as [
    number,
    number,
    number,
  ];
  // 4 January is always in ISO week 1
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const date = fourth.add({ days: (week - 1) * 7 + weekday - fourth.dayOfWeek });
  return date.yearOfWeek === year && date.weekOfYear === week
    ? { kind: 'day', isDate: true, isIso: true, choose: () => [once(date)] }
    : `The year ${year} has no week ${week}.`;
}

function readOrdinalDate(groups: Groups): Meaning | string {
  const [year, ordinal] = [Number(groups['year']), Number(groups['ordinal'])];
  const start = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return ordinal >= 1 && ordinal <= start.daysInYear
    ? { kind: 'day', isDate: true, isIso: true, choose: () => [once(start.add({ days: ordinal - 1 }))] }
    : `The year ${year} has no day ${ordinal}: it has ${start.daysInYear}.`;
}

/** Reads `the 15th` and `the 15th of next month`. */
function readDayOfMonth(groups: Groups): Meaning | string {
  const { which } = groups;
  const day = dayOf(groups['day']);
  if (day < 1 || day > 31) {
    return `No month has a day ${day}.`;
  }
  const inMonth = (start: Temporal.PlainDate, months: number) => {
    const { year, month } = start.with({ day: 1 }).add({ months });
    return dateOf(year, month, day);
  };
  const existing = (dates: readonly (Temporal.PlainDate | undefined)[]) => dates.filter((date) => date !== undefined);
  return {
    kind: 'day',
    choose: (today) =>
      which === undefined
        ? [
            {
              dates: existing([0, 1, 2].map((months) => inMonth(today, months))).filter(
                (date) => Temporal.PlainDate.compare(date, today) >= 0,
              ),
              repeats: true,
            },
          ]
        : [{ ...once(...existing([inMonth(today, which === 'next' ? 1 : 0)])), step: 'month' }],
  };
}

/**
 * Finds the nth weekday or the nth day of a month. A negative `nth` counts from the end of the month. Returns `undefined` if
 * the month has no such day.
 */
function nthOfMonth(
  year: number,
  month: number,
  nth: number,
  weekday: number | undefined,
): Temporal.PlainDate | undefined {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const days = Array.from({ length: first.daysInMonth }, (_, index) => first.add({ days: index })).filter(
    (date) => weekday === undefined || date.dayOfWeek === weekday,
  );
  return days.at(nth < 0 ? nth : nth - 1);
}

function readNthWeekday(groups: Groups): Meaning | string {
  const { nth: written = '', what = '', which, month, year } = groups;
  const nth = NTH[written as 'last'] ?? Number.parseInt(written, 10);
  const weekday = what === 'day' ? undefined : WEEKDAYS[what.replace('.', '')];
  const find = (inYear: number, inMonth: number) => nthOfMonth(inYear, inMonth, nth, weekday);
  const list = (date: Temporal.PlainDate | undefined): DayReading[] => [once(...(date ? [date] : []))];
  if (month !== undefined) {
    return {
      kind: 'day',
      isDate: true,
      choose: (today) =>
        year === undefined
          ? [nextOf(today, (each) => find(each, monthOf(month)))]
          : list(find(Number(year), monthOf(month))),
    };
  }
  return {
    kind: 'day',
    choose: (today) => {
      const start = today.with({ day: 1 }).add({ months: which === 'next' ? 1 : 0 });
      const after = start.add({ months: 1 });
      return list(find(start.year, start.month)).map((reading) => ({
        ...reading,
        following: find(after.year, after.month),
      }));
    },
  };
}

/** Returns the first date on or after `date` that falls on the given weekday. */
export const weekdayFrom = (date: Temporal.PlainDate, weekday: number) =>
  date.add({ days: (weekday - date.dayOfWeek + 7) % 7 });

/** Returns the date of the given weekday in the week that is `weeks` weeks after the current week. Weeks begin on Monday. */
const inWeek = (today: Temporal.PlainDate, weekday: number, weeks: number) =>
  today.add({ days: weekday - today.dayOfWeek + 7 * weeks });

/** Returns one reading for each distinct date. */
const readings = (...dates: Temporal.PlainDate[]): DayReading[] =>
  dates.filter((date, index) => dates.findIndex((other) => other.equals(date)) === index).map((date) => once(date));

const NAMED_WEEKDAY: Readonly<Record<string, (weekday: number) => Choose>> = {
  this: (weekday) => (today) => [{ ...once(weekdayFrom(today, weekday)), step: 'week' }],
  // on a Friday, "coming friday" may mean today
  coming: (weekday) => (today) => readings(weekdayFrom(today, weekday), weekdayFrom(today.add({ days: 1 }), weekday)),
  // by "next friday", some people mean the nearest Friday, others the Friday of the next week
  next: (weekday) => (today) => readings(weekdayFrom(today.add({ days: 1 }), weekday), inWeek(today, weekday, 1)),
  week: (weekday) => (today) =>
    readings(weekdayFrom(today, weekday), weekdayFrom(today.add({ days: 1 }), weekday)).flatMap(({ dates: [date] }) =>
      date ? [once(date.add({ days: 7 }))] : [],
    ),
  'this week': (weekday) => (today) => [{ ...once(inWeek(today, weekday, 0)), step: 'week' }],
  'next week': (weekday) => (today) => [once(inWeek(today, weekday, 1))],
};

function readWeekday(groups: Groups): Meaning | undefined {
  const { which, week } = groups;
  const weekday = weekdayOf(groups);
  if (which !== undefined && week !== undefined) {
    return undefined;
  }
  const how = which?.replace('this coming', 'coming') ?? week;
  const named = how === undefined ? undefined : NAMED_WEEKDAY[how];
  return named === undefined ? { kind: 'weekday', weekday } : { kind: 'day', choose: named(weekday) };
}

/** The days to suggest for phrases that name a day only roughly, such as `next week`. */
const VAGUE: Readonly<Record<string, Choose>> = {
  'this week': (today) =>
    readings(...[0, 1, 2, 3, 4, 5, 6].slice(0, 8 - today.dayOfWeek).map((days) => today.add({ days }))),
  'next week': (today) => readings(...[1, 2, 3, 4, 5, 6, 7].map((weekday) => inWeek(today, weekday, 1))),
  'this weekend': (today) =>
    readings(...[6, 7].filter((day) => day >= today.dayOfWeek).map((day) => inWeek(today, day, 0))),
  'next weekend': (today) => readings(...[6, 7].map((weekday) => inWeek(today, weekday, 1))),
  'this month': (today) => readings(today, today.with({ day: today.daysInMonth })),
  'next month': (today) => readings(today.with({ day: 1 }).add({ months: 1 }), today.add({ months: 1 })),
  'this year': (today) => readings(today.with({ month: 12, day: 31 })),
  'next year': (today) => readings(today.with({ month: 1, day: 1 }).add({ years: 1 }), today.add({ years: 1 })),
};

/** The grammar rules for days. */
export const DAY_FORMS: readonly Rule[] = [
  rule(
    'YYYY-MM-DD',
    /\d{4}[-/.]/,
    `${ON}(?<year>\\d{4})(?<sep>[-/.])(?<month>\\d{1,2}|${anyOf(MONTHS)})\\k<sep>(?<day>\\d{1,2})`,
    ({ year, month, day }) => wholeDate(Number(year), monthOf(month), Number(day), true),
  ),
  rule('YYYYMMDD', /\d{8}/, `${ON}(?<year>${FULL_YEAR})(?<month>\\d\\d)(?<day>\\d\\d)`, ({ year, month, day }) =>
    wholeDate(Number(year), Number(month), Number(day), true),
  ),
  rule('week date', /\d-?w\d/, `${ON}(?<year>\\d{4})-?w(?<week>\\d\\d)-?(?<weekdayNumber>[1-7])`, readWeekDate),
  rule('ordinal date', /\d{4}-\d{3}/, `${ON}(?<year>\\d{4})-(?<ordinal>\\d{3})`, readOrdinalDate),
  rule(
    'day and month',
    MONTH_KEY,
    `${ON}${THE}${DAY}(?: of |[-/ ]?)${MONTH}(?:[-/](?<year>${FULL_YEAR}))?`,
    readNamedMonth,
  ),
  rule(
    'day, month and short year',
    MONTH_AND_NUMBER,
    `${ON}${THE}${DAY}(?: of |[-/ ]?)${MONTH}[-/ ](?<year>${SHORT_YEAR})`,
    readNamedMonth,
  ),
  rule('month and day', MONTH_KEY, `${ON}${MONTH}[- ]?${THE}${DAY}`, readNamedMonth),
  rule(
    'month, day and short year',
    MONTH_AND_NUMBER,
    `${ON}${MONTH}[- ]?${THE}${DAY},? (?<year>${SHORT_YEAR})`,
    readNamedMonth,
  ),
  rule(
    'numeric date',
    /\d[-/.]\d{1,2}[-/.]\d/,
    `${ON}(?<a>\\d{1,2})(?<sep>[-/.])(?<b>\\d{1,2})\\k<sep>(?<year>${FULL_YEAR}|\\d\\d)`,
    readNumeric,
  ),
  rule('numeric date without a year', /\d\/\d/, `${ON}(?<a>\\d{1,2})/(?<b>\\d{1,2})`, readNumeric),
  rule('dotted date without a year', /\d\.\d/, `${ON}(?<a>\\d{1,2})(?<dot>[.])(?<b>\\d{1,2})\\.?`, readNumeric),
  rule('year', /(?:19|20|21)\d\d/, `,? ?(?<year>${FULL_YEAR})`, ({ year }) => ({ kind: 'year', year: Number(year) })),
  rule(
    'day of the month',
    /the /,
    `${ON}(?:the (?<day>${ORDINAL}))(?: (?:day )?of (?<which>the|this|next) month)?`,
    readDayOfMonth,
  ),
  rule('month and its day', /month/, `(?<which>this|next) month,? (?:on )?(?:the )?(?<day>${ORDINAL})`, readDayOfMonth),
  rule('day of the month without the', /\d(?:st|nd|rd|th)/, `${ON}(?<day>\\d{1,2}(?:st|nd|rd|th))`, readDayOfMonth),
  rule(
    'ordinal of a month',
    / of .*month/,
    `${ON}(?<day>${ORDINAL})(?: day)? of (?<which>the|this|next) month`,
    readDayOfMonth,
  ),
  rule(
    'nth weekday',
    /[a-z]\.? (?:of|in) /,
    `${ON}${THE}(?<nth>${anyOf(NTH)}|[1-5](?:st|nd|rd|th)) (?<what>day|${anyOf(WEEKDAYS)}\\.?) (?:of|in) (?:(?<which>the|this|next) month|${MONTH}(?:,? (?<year>${FULL_YEAR}))?)`,
    readNthWeekday,
  ),
  rule('near day', NEAR_KEY, `${ON}${NEAR}`, ({ near = '' }) => ({
    kind: 'day',
    choose: (today) => [once(today.add({ days: NEAR_DAYS[near] as number }))],
  })),
  rule('later today', /later today/, 'later today', () => ({ kind: 'day', choose: (today) => [once(today)] })),
  rule('near day week', / week/, `${NEAR} week`, ({ near = '' }) => ({
    kind: 'day',
    choose: (today) => [once(today.add({ days: 7 + (NEAR_DAYS[near] as number) }))],
  })),
  rule('weekday', WEEKDAY_KEY, `${ON}(?:(?<which>this coming|coming|this|next) )?${WEEKDAY}`, readWeekday),
  rule(
    'weekday of a week',
    /week/,
    `${ON}${WEEKDAY},? (?:(?:of )?(?<week>this week|next week)|(?<british>week))`,
    (groups) => readWeekday({ ...groups, week: groups['week'] ?? groups['british'] }),
  ),
  rule('week and weekday', /week/, `(?<week>this week|next week),? (?:on )?${WEEKDAY}`, readWeekday),
  rule(
    'roughly a day',
    /(?:this|next) /,
    `(?<words>${Object.keys(VAGUE)
      .sort((one, other) => other.length - one.length)
      .join('|')})`,
    ({ words = '' }) => ({
      kind: 'day',
      isVague: true,
      choose: VAGUE[words] as Choose,
    }),
  ),
  rule('end of a month', /end of /, `${ON}${THE}end of (?:(?<which>the|this|next) )?month`, ({ which }) => ({
    kind: 'day',
    isVague: true,
    choose: (today) => {
      const start = today.with({ day: 1 }).add({ months: which === 'next' ? 1 : 0 });
      return [once(start.with({ day: start.daysInMonth }))];
    },
  })),
  rule('month and year', MONTH_AND_NUMBER, `(?:in )?${MONTH},? (?<year>${FULL_YEAR})`, ({ month, year }) => ({
    kind: 'day',
    isVague: true,
    choose: () => [once(Temporal.PlainDate.from({ year: Number(year), month: monthOf(month), day: 1 }))],
  })),
];
