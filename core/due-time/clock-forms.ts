import { AFTER_MINUTES } from './amounts.ts';
import { type Meaning, type Rule, rule, type TimeOfDay } from './parts.ts';
import { anyOf, NAMED_TIMES, NUMBERS } from './words.ts';

const AT = '(?:(?<at>at |@ ?)|by )?';
/**
 * Matches the part after the hour in `9 pm`, `9 p.m.` and `9p`. A single letter must follow the hour without a space, because
 * "9 a" can be part of "9 a week".
 */
const MERIDIEM = '(?: ?(?=[ap]\\.?m)|(?=[ap]))(?<meridiem>[ap])(?:\\.?m\\.?|\\.)?(?![a-z])';
/** Matches the unit in `17:30 hours` and `1730h`. Such a unit can follow a time of day or a distance. */
const HOURS = '(?<hours> ?(?:hours?|hrs?|h)(?![a-z]))';
const HOUR_WORDS = Object.fromEntries(Object.entries(NUMBERS).filter(([, value]) => value <= 12));
const HOUR = `(?<hour>\\d{1,2}|${anyOf(HOUR_WORDS)})`;
const MINUTE_WORDS = '(?:five|ten|twenty[- ]five|twenty)(?: minutes)?|\\d{1,2} minutes?|5|10|20|25';

const numberOf = (text: string | undefined) => (text === undefined ? 0 : (NUMBERS[text] ?? Number(text)));
const two = (number: number) => String(number).padStart(2, '0');

const time = (hour: number, minute = 0, second = 0, millisecond = 0): TimeOfDay => ({
  hour,
  minute,
  second,
  millisecond,
});
const bothHalves = (hour: number, minute: number, second: number): TimeOfDay[] => [
  time(hour % 12, minute, second),
  time((hour % 12) + 12, minute, second),
];

type Groups = Record<string, string | undefined>;

/**
 * True if hours with a unit must be a distance, as in `1h30` and `1:30 hours`. More than 4 hours, a leading zero or `at` can
 * make them a time of day, as in `5h30`, `01:30 hours` and `at 1h30`.
 */
const isDistanceOnly = ({ hour = '', at }: Groups) => at === undefined && Number(hour) <= 4 && !/^0\d/.test(hour);

/** Reads a time on the 24-hour clock or, if it has am or pm, on a 12-hour clock. Also accepts `17:30 pm`. */
function readClock(groups: Groups): Meaning | string {
  const { meridiem } = groups;
  const written = groups['hour'] ?? '';
  const hour = numberOf(groups['hour']);
  const minute = numberOf(groups['minute']);
  const second = numberOf(groups['second']);
  const millisecond = Number((groups['fraction'] ?? '').padEnd(3, '0').slice(0, 3));
  const shown = `${two(hour)}:${two(minute)}${groups['second'] ? `:${two(second)}` : ''}`;
  if (minute > 59 || second > 59) {
    return `There is no time ${shown}: minutes and seconds go from 00 to 59.`;
  }
  if (meridiem !== undefined) {
    if (hour > 12 && hour < 24 && groups['minute'] !== undefined && meridiem === 'p') {
      return { kind: 'clock', times: [time(hour, minute, second)] };
    }
    if (hour > 12 || (hour === 0 && meridiem === 'p')) {
      return `There is no time ${hour}${groups['minute'] ? `:${two(minute)}` : ''}${meridiem}m: with am and pm, hours go from 1 to 12.`;
    }
    if (hour === 12 && minute === 0 && second === 0 && meridiem === 'a') {
      return namedTime('midnight');
    }
    return { kind: 'clock', times: [time((hour % 12) + (meridiem === 'p' ? 12 : 0), minute, second)] };
  }
  if (hour === 24 && minute === 0 && second === 0) {
    return { kind: 'clock', times: [{ ...time(0), days: 1 }] };
  }
  if (hour > 23) {
    return `There is no time ${shown}: hours go from 00 to 24:00.`;
  }
  const isTwelveHour = hour >= 1 && hour <= 12 && !written.startsWith('0');
  return {
    kind: 'clock',
    times: [time(hour, minute, second, millisecond)],
    ...(isTwelveHour ? { twelveHour: bothHalves(hour, minute, second) } : {}),
    ...(hour <= 12 ? { halves: bothHalves(hour, minute, second) } : {}),
  };
}

const namedTime = (name: string): Meaning => ({
  kind: 'clock',
  times: (NAMED_TIMES[name] ?? []).map((hour) => (hour === 24 ? { ...time(0), days: 1 } : time(hour))),
  ...(name === 'midnight' ? { isMidnight: true } : {}),
});

/** Reads an hour without am or pm. An hour from 1 to 12 without a leading zero may be before or after noon. */
function readBareHour(groups: Groups): Meaning | string {
  const written = groups['hour'] ?? '';
  const hour = numberOf(written);
  const minute = numberOf(groups['minute']);
  if (hour > 23) {
    return `There is no hour ${hour}: hours go from 0 to 23.`;
  }
  if (hour === 0 || hour > 12 || /^0\d/.test(written)) {
    return { kind: 'clock', times: [time(hour, minute)] };
  }
  const times = bothHalves(hour, minute, 0);
  return { kind: 'clock', times, twelveHour: times, isBare: true };
}

/** Reads `half past 8` and `quarter to 6 pm`. */
function readPast(groups: Groups): Meaning | string {
  const { which = '', side, meridiem } = groups;
  const hour = numberOf(groups['hour']);
  if (hour < 1 || hour > 12) {
    return `Count from an hour between 1 and 12: "${which} ${side} ${hour}" is on no clock face.`;
  }
  const minutes = which.endsWith('half')
    ? 30
    : which.endsWith('quarter')
      ? 15
      : numberOf(which.replace(/ minutes?$/, ''));
  if (minutes < 1 || minutes > 30 || (side === 'to' && which.endsWith('half'))) {
    return `"${which} ${side}" is on no clock face.`;
  }
  const on = side === 'to' ? hour * 60 - minutes : hour * 60 + minutes;
  const shift = (half: number): TimeOfDay => {
    // am or pm applies to the hour in the phrase, not to the result: quarter to 12 pm is 11:45 in the morning
    const total = (((hour === 12 ? on - 720 : on) + half * 720 + 1_440) % 1_440) as number;
    return time(Math.floor(total / 60), total % 60);
  };
  const times = [shift(0), shift(1)];
  if (meridiem !== undefined) {
    return { kind: 'clock', times: [meridiem === 'a' ? shift(0) : shift(1)] };
  }
  return { kind: 'clock', times, twelveHour: times, isBare: true };
}

/** The grammar rules for times of day. */
export const CLOCK_FORMS: readonly Rule[] = [
  rule(
    'h:mm',
    /\d[:.]\d\d/,
    `${AT}(?<hour>\\d{1,2})(?<colon>[:.])(?<minute>\\d\\d)(?:\\k<colon>(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9}))?)?(?:${MERIDIEM}|${HOURS})?`,
    (groups) => (groups['hours'] && isDistanceOnly(groups) ? undefined : readClock(groups)),
  ),
  rule('hour with am or pm', /[ap](?:\.?m)?(?![a-z])/, `${AT}${HOUR}${MERIDIEM}`, readClock),
  rule('hhmm with am or pm', /\d{3} ?[ap]/, `${AT}(?<hour>\\d{1,2})(?<minute>\\d\\d)${MERIDIEM}`, readClock),
  rule('hhmm', /\d{4}/, `${AT}(?<hour>\\d\\d)(?<minute>\\d\\d)(?:${HOURS})?`, (groups) => {
    const meaning = readClock(groups);
    return typeof meaning === 'string' || meaning.kind !== 'clock'
      ? undefined
      : {
          ...meaning,
          digits: groups['at'] || groups['hours'] ? undefined : Number(`${groups['hour']}${groups['minute']}`),
        };
  }),
  rule('basic time', /\dt\d{4}/, '(?<=\\dt)(?<hour>\\d\\d)(?<minute>\\d\\d)(?<second>\\d\\d)?', readClock),
  rule('hour and h', /\d ?h/, `${AT}(?<hour>\\d{1,2}) ?h(?: ?(?<minute>\\d\\d)${AFTER_MINUTES})?`, (groups) => {
    const hour = Number(groups['hour']);
    const meaning = readClock(groups);
    if (typeof meaning === 'string' || meaning.kind !== 'clock') {
      return undefined;
    }
    const { times } = meaning;
    if (groups['at'] || hour > 12) {
      return { kind: 'clock', times };
    }
    // 9h is a time of day only next to a day or a part of the day; 9h30 can always be a time of day
    return isDistanceOnly(groups) ? undefined : { kind: 'clock', times, needsDay: groups['minute'] === undefined };
  }),
  rule(
    'named time',
    new RegExp(anyOf(NAMED_TIMES)),
    `${AT}(?:(?<twelve>12|twelve|12:00) )?(?<name>${anyOf(NAMED_TIMES)})`,
    ({ twelve, name = '' }) =>
      twelve && NAMED_TIMES[name]?.some((hour) => hour % 12 !== 0) ? undefined : namedTime(name),
  ),
  rule(
    'minutes past or to',
    / (?:past|to) /,
    `${AT}(?<which>half|(?:a )?quarter|${MINUTE_WORDS}) (?<side>past|to) ${HOUR}(?:${MERIDIEM})?`,
    readPast,
  ),
  rule("o'clock", /clock/, `${AT}${HOUR} ?o'? ?clock(?:${MERIDIEM})?`, (groups) =>
    groups['meridiem'] === undefined ? readBareHour(groups) : readClock(groups),
  ),
  rule('at an hour', /at |@|by /, `(?:at |@ ?|by )${HOUR}`, readBareHour),
  rule('hour alone', undefined, HOUR, (groups) => {
    const meaning = readBareHour(groups);
    return typeof meaning === 'string' || meaning.kind !== 'clock' ? undefined : { ...meaning, isLone: true };
  }),
  rule('same time', /(?:this|same) time/, '(?:at )?(?:the )?(?:this|same) time', () => ({ kind: 'same-time' })),
  rule('tonight', /tonight/, '(?:by )?tonight', () => ({ kind: 'part-of-day', part: 'night', isToday: true })),
  rule('this part of the day', /this /, 'this (?<part>morning|afternoon|evening)', ({ part }) => ({
    kind: 'part-of-day',
    part: part as 'morning',
    isToday: true,
  })),
  rule(
    'part of the day',
    /morning|afternoon|evening|night/,
    '(?:in the (?=morning|afternoon|evening)|at (?=night))?(?<part>morning|afternoon|evening|night)',
    ({ part }) => ({
      kind: 'part-of-day',
      part: part as 'morning',
      isToday: false,
    }),
  ),
  rule('sharp', /sharp/, 'sharp', () => ({ kind: 'courtesy', after: 'clock' })),
  rule('please', /please/, 'please', () => ({ kind: 'courtesy', after: 'end' })),
];
