/** The vocabulary of due times. A word with several meanings, such as `second`, is in several tables. */

/** The days of the week, in ISO 8601 order. */
export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The English names of the months. */
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const numbered = (words: string) => words.split(' ').map((word, index) => [word, index + 1] as const);

/** Maps `mon` and `monday` to 1, and so on. */
export const WEEKDAYS: Readonly<Record<string, number>> = Object.fromEntries([
  ...numbered('monday tuesday wednesday thursday friday saturday sunday'),
  ...numbered('mon tue wed thu fri sat sun'),
  ['tues', 2],
  ['weds', 3],
  ['thur', 4],
  ['thurs', 4],
]);

/** Maps `jan` and `january` to 1, and so on. */
export const MONTHS: Readonly<Record<string, number>> = Object.fromEntries([
  ...MONTH_NAMES.map((name, index) => [name.toLowerCase(), index + 1]),
  ...MONTH_NAMES.map((name, index) => [name.slice(0, 3).toLowerCase(), index + 1]),
  ['sept', 9],
]);

const ONES = numbered(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
);
const TENS = [
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
] as const;
const compound = (tens: readonly (readonly [string, number])[], ones: readonly (readonly [string, number])[]) =>
  tens.flatMap(([ten, value]) =>
    ones.flatMap(([one, more]) => ['-', ' '].map((join) => [ten + join + one, value + more])),
  );

/** The number words from `one` to `sixty`, with their values. */
export const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries([
  ...ONES,
  ...TENS,
  ...compound(TENS.slice(0, 4), ONES.slice(0, 9)),
]);

const ORDINALS_TO_20 = numbered(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
);

/** The ordinal words from `first` to `thirty-first`, with their values. */
export const ORDINALS: Readonly<Record<string, number>> = Object.fromEntries([
  ...ORDINALS_TO_20,
  ['thirtieth', 30],
  ...compound([['twenty', 20]], ORDINALS_TO_20.slice(0, 9)),
  ...compound([['thirty', 30]], ORDINALS_TO_20.slice(0, 1)),
]);

/** A unit of distance. A fortnight is two weeks. */
export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'fortnight' | 'month' | 'year';

/** The spellings of each unit. `m` means a minute. The shortest spelling of a month is `mo`. */
export const UNITS: Readonly<Record<string, Unit>> = {
  s: 'second',
  sec: 'second',
  secs: 'second',
  second: 'second',
  seconds: 'second',
  m: 'minute',
  min: 'minute',
  mins: 'minute',
  minute: 'minute',
  minutes: 'minute',
  h: 'hour',
  hr: 'hour',
  hrs: 'hour',
  hour: 'hour',
  hours: 'hour',
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  wk: 'week',
  wks: 'week',
  week: 'week',
  weeks: 'week',
  fortnight: 'fortnight',
  fortnights: 'fortnight',
  mo: 'month',
  mos: 'month',
  mon: 'month',
  month: 'month',
  months: 'month',
  y: 'year',
  yr: 'year',
  yrs: 'year',
  year: 'year',
  years: 'year',
};

/** A part of the day. */
export type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night';

/** The first and the last hour that clearly belong to each part of the day, and a time to suggest. */
export const PARTS_OF_DAY: Readonly<Record<PartOfDay, Readonly<{ first: number; last: number; usual: string }>>> = {
  morning: { first: 1, last: 11, usual: '09:00' },
  afternoon: { first: 12, last: 18, usual: '15:00' },
  evening: { first: 17, last: 23, usual: '19:00' },
  night: { first: 17, last: 23, usual: '21:00' },
};

/** The named times of day, each with its possible hours. Midnight may be the start or the end of a day. */
export const NAMED_TIMES: Readonly<Record<string, readonly number[]>> = {
  noon: [12],
  midday: [12],
  midnight: [0, 24],
};

/** Maps words such as `tomorrow` to the number of days from today. */
export const NEAR_DAYS: Readonly<Record<string, number>> = {
  today: 0,
  tomorrow: 1,
  tom: 1,
  tmr: 1,
  tmrw: 1,
  tmw: 1,
  'the day after tomorrow': 2,
  'day after tomorrow': 2,
  overmorrow: 2,
};

/**
 * The abbreviations that mean exactly one zone, each with its offset and an IANA zone that uses it. EST, PST, CST, IST, BST and
 * others are missing because each has several meanings.
 */
export const ZONE_ABBREVIATIONS: Readonly<Record<string, readonly [offset: string, place: string]>> = {
  wet: ['+00:00', 'Europe/Lisbon'],
  west: ['+01:00', 'Europe/Lisbon'],
  cet: ['+01:00', 'Europe/Paris'],
  cest: ['+02:00', 'Europe/Paris'],
  eet: ['+02:00', 'Europe/Helsinki'],
  eest: ['+03:00', 'Europe/Helsinki'],
  msk: ['+03:00', 'Europe/Moscow'],
  sast: ['+02:00', 'Africa/Johannesburg'],
  eat: ['+03:00', 'Africa/Nairobi'],
  wat: ['+01:00', 'Africa/Lagos'],
  jst: ['+09:00', 'Asia/Tokyo'],
  kst: ['+09:00', 'Asia/Seoul'],
  hkt: ['+08:00', 'Asia/Hong_Kong'],
  npt: ['+05:45', 'Asia/Kathmandu'],
  awst: ['+08:00', 'Australia/Perth'],
  acst: ['+09:30', 'Australia/Darwin'],
  acdt: ['+10:30', 'Australia/Adelaide'],
  aest: ['+10:00', 'Australia/Brisbane'],
  aedt: ['+11:00', 'Australia/Sydney'],
  nzst: ['+12:00', 'Pacific/Auckland'],
  nzdt: ['+13:00', 'Pacific/Auckland'],
  edt: ['-04:00', 'America/New_York'],
  mdt: ['-06:00', 'America/Denver'],
  pdt: ['-07:00', 'America/Los_Angeles'],
  akst: ['-09:00', 'America/Anchorage'],
  akdt: ['-08:00', 'America/Anchorage'],
  hst: ['-10:00', 'Pacific/Honolulu'],
  ndt: ['-02:30', 'America/St_Johns'],
};

/**
 * Returns a pattern that matches any word of a table. The longest words come first. Otherwise, the pattern would match only the
 * `mon` in `monday`.
 */
export const anyOf = (words: Readonly<Record<string, unknown>>) =>
  `(?:${Object.keys(words)
    .sort((one, other) => other.length - one.length)
    .join('|')})`;

/** Words that cannot be part of a due time, grouped by the reason. */
const UNREADABLE = {
  repeated:
    'every each daily weekly fortnightly monthly quarterly yearly annually weekday weekdays mondays tuesdays wednesdays thursdays fridays saturdays sundays',
  past: 'last ago yesterday previous',
  vague:
    'about around approximately approx roughly circa some several few couple soon later sometime maybe or so ish eod eow eom asap',
  span: 'until till before after between from for within during to through since',
  zone: 'est et cst ct mst mt pst pt ist bst ast art amt sst gst wst pht cdt',
} as const;

/** A reason why a word cannot be part of a due time. */
export type UnreadableKind = keyof typeof UNREADABLE;

/** Returns the reason why a word cannot be part of a due time. Returns `undefined` if no reason is known. */
export function unreadableKind(word: string): UnreadableKind | undefined {
  const kinds = Object.keys(UNREADABLE) as UnreadableKind[];
  return kinds.find((kind) => UNREADABLE[kind].split(' ').includes(word));
}
