import { momentsAt, wallOf, weekdayOf } from './second-reading.ts';

/**
 * A second, simpler parser for random phrases, for comparison with the grammar. It splits a phrase into the longest possible
 * pieces from a dictionary, and combines their meanings with a few rules. It can read every accepted phrase that consists of
 * `WORDS`.
 */

const DAY = 86_400_000;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The meaning of a piece of a phrase. */
type Piece =
  | {
      readonly type: 'date';
      readonly dates: (today: number) => readonly (number | undefined)[];
      readonly isFixed?: boolean;
      readonly isOpen?: boolean;
    }
  | { readonly type: 'weekday'; readonly weekday: number }
  | { readonly type: 'clock'; readonly times: readonly number[]; readonly needs?: 'part' }
  | { readonly type: 'same-time' }
  | { readonly type: 'part'; readonly from: number; readonly to: number; readonly isToday: boolean }
  | {
      readonly type: 'distance';
      readonly days: number;
      readonly months: number;
      readonly seconds: number;
      readonly units: readonly string[];
    }
  | { readonly type: 'zone'; readonly minutes: number }
  | { readonly type: 'year'; readonly year: number }
  | { readonly type: 'link'; readonly word: string };

const at = (hour: number, minute = 0) => (hour * 60 + minute) * 60_000;
const coming = (weekday: number, from: number) => from + ((weekday - weekdayOf(from) + 7) % 7) * DAY;
const monday = (today: number) => today - (weekdayOf(today) - 1) * DAY;
const dates = (pick: Extract<Piece, { type: 'date' }>['dates'], isFixed = false): Piece => ({
  type: 'date',
  dates: pick,
  isFixed,
});
const yearly = (month: number, day: number) =>
  dates((today) => {
    const year = new Date(today).getUTCFullYear();
    return [year, year + 1]
      .map((each) => Date.UTC(each, month - 1, day))
      .filter((date) => date >= today)
      .slice(0, 1);
  }, true);
const distance = (units: readonly string[], days: number, seconds = 0, months = 0): Piece => ({
  type: 'distance',
  units,
  days,
  months,
  seconds,
});
const monthOf = (today: number, months: number) => {
  const date = new Date(today);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
};
const lastOfMonth = (today: number, months: number) => monthOf(today, months + 1) - DAY;

const nextDay = (day: number): Piece => ({
  type: 'date',
  isOpen: true,
  dates: (today) => [0, 1, 2].map((months) => monthOf(today, months) + (day - 1) * DAY).filter((date) => date >= today),
});

const PIECES: Record<string, Piece> = {
  today: dates((today) => [today]),
  tomorrow: dates((today) => [today + DAY]),
  tmrw: dates((today) => [today + DAY]),
  'the day after tomorrow': dates((today) => [today + 2 * DAY]),
  'day after tomorrow': dates((today) => [today + 2 * DAY]),
  'tomorrow week': dates((today) => [today + 8 * DAY]),
  'today week': dates((today) => [today + 7 * DAY]),
  'later today': dates((today) => [today]),
  '25 dec': yearly(12, 25),
  'dec 25': yearly(12, 25),
  '3rd of may': yearly(5, 3),
  'may 3rd': yearly(5, 3),
  '30/11': yearly(11, 30),
  '2026-12-25': dates(() => [Date.UTC(2026, 11, 25)], true),
  '13/1/2027': dates(() => [Date.UTC(2027, 0, 13)], true),
  'the 15th': nextDay(15),
  'the 15th of next month': dates((today) => [monthOf(today, 1) + 14 * DAY]),
  'the 15th of the month': dates((today) => [monthOf(today, 0) + 14 * DAY]),
  'last day of the month': dates((today) => [lastOfMonth(today, 0)]),
  'last day of next month': dates((today) => [lastOfMonth(today, 1)]),
  '9am': { type: 'clock', times: [at(9)] },
  '9 am': { type: 'clock', times: [at(9)] },
  '5pm': { type: 'clock', times: [at(17)] },
  '17:30': { type: 'clock', times: [at(17, 30)] },
  '0930': { type: 'clock', times: [at(9, 30)] },
  noon: { type: 'clock', times: [at(12)] },
  '24:00': { type: 'clock', times: [DAY] },
  'half past 8': { type: 'clock', times: [at(8, 30), at(20, 30)], needs: 'part' },
  '8': { type: 'clock', times: [at(8), at(20)], needs: 'part' },
  '9': { type: 'clock', times: [at(9), at(21)], needs: 'part' },
  '15th': nextDay(15),
  '3rd': nextDay(3),
  eight: { type: 'clock', times: [at(8), at(20)], needs: 'part' },
  'this time': { type: 'same-time' },
  'same time': { type: 'same-time' },
  night: { type: 'part', from: 17, to: 23, isToday: false },
  morning: { type: 'part', from: 1, to: 11, isToday: false },
  'in the morning': { type: 'part', from: 1, to: 11, isToday: false },
  evening: { type: 'part', from: 17, to: 23, isToday: false },
  'at night': { type: 'part', from: 17, to: 23, isToday: false },
  tonight: { type: 'part', from: 17, to: 23, isToday: true },
  'this evening': { type: 'part', from: 17, to: 23, isToday: true },
  'this morning': { type: 'part', from: 1, to: 11, isToday: true },
  'half an hour': distance(['hour'], 0, 1_800),
  '1h30': distance(['hour', 'minute'], 0, 5_400),
  utc: { type: 'zone', minutes: 0 },
  'utc+2': { type: 'zone', minutes: 120 },
  '+0200': { type: 'zone', minutes: 120 },
  '24:00 hours': distance(['hour'], 0, 86_400),
  '2': { type: 'clock', times: [at(2), at(14)], needs: 'part' },
  '0930 am': { type: 'clock', times: [at(9, 30)] },
  '0930 hours': { type: 'clock', times: [at(9, 30)] },
  '@ 1h30': { type: 'clock', times: [at(1, 30)] },
  'by 1h30': { type: 'clock', times: [at(1, 30)] },
  'at 1h30': { type: 'clock', times: [at(1, 30)] },
  'at 2027': { type: 'clock', times: [at(20, 27)] },
  '@ 2027': { type: 'clock', times: [at(20, 27)] },
  '2027': { type: 'year', year: 2027 },
};
for (const [index, name] of WEEKDAYS.entries()) {
  const weekday = index + 1;
  for (const written of [name, name.slice(0, 3)]) {
    PIECES[written] = { type: 'weekday', weekday };
    PIECES[`this ${written}`] = dates((today) => [coming(weekday, today)]);
    PIECES[`coming ${written}`] = dates((today) => [coming(weekday, today), coming(weekday, today + DAY)]);
    PIECES[`this coming ${written}`] = PIECES[`coming ${written}`] as Piece;
    PIECES[`next ${written}`] = dates((today) => [coming(weekday, today + DAY), monday(today) + (weekday + 6) * DAY]);
    PIECES[`${written} week`] = dates((today) => [
      coming(weekday, today) + 7 * DAY,
      coming(weekday, today + DAY) + 7 * DAY,
    ]);
    for (const [week, weeks] of [
      ['this week', 0],
      ['next week', 1],
    ] as const) {
      const inWeek = dates((today) => [monday(today) + (weekday - 1 + 7 * weeks) * DAY]);
      for (const phrase of [
        `${written} ${week}`,
        `${written} of ${week}`,
        `${week} ${written}`,
        `${week} on ${written}`,
      ]) {
        PIECES[phrase] = inWeek;
      }
    }
    for (const [month, months] of [
      ['the month', 0],
      ['next month', 1],
    ] as const) {
      PIECES[`last ${written} of ${month}`] = dates((today) => [coming(weekday, lastOfMonth(today, months) - 6 * DAY)]);
    }
  }
}
for (const day of [2, 8, 9, 25]) {
  for (const [name, month] of [
    ['may', 5],
    ['dec', 12],
  ] as const) {
    PIECES[`${day} ${name}`] = yearly(month, day);
    PIECES[`${name} ${day}`] = yearly(month, day);
    for (const year of [25, 90]) {
      for (const written of [`${day} ${name} ${year}`, `${name} ${day} ${year}`]) {
        PIECES[written] = dates(() => [Date.UTC(2000 + year, month - 1, day)], true);
      }
    }
  }
}
for (const hour of [2, 8, 9]) {
  PIECES[`${hour} am`] = { type: 'clock', times: [at(hour)] };
  PIECES[`half past ${hour}`] = { type: 'clock', times: [at(hour, 30), at(hour + 12, 30)], needs: 'part' };
  PIECES[`half past ${hour} am`] = { type: 'clock', times: [at(hour, 30)] };
}
PIECES['eight am'] = { type: 'clock', times: [at(8)] };
for (const half of ['half', 'a half', 'half a', 'half an', 'a half a', 'a half an']) {
  PIECES[`${half} hour`] = distance(['hour'], 0, 1_800);
  PIECES[`${half} minute`] = distance(['minute'], 0, 30);
}

const COUNTS: Record<string, number> = { a: 1, an: 1, eight: 8 };
const UNITS: Record<string, Piece> = {
  day: distance(['day'], 1),
  week: distance(['week'], 7),
  minute: distance(['minute'], 0, 60),
  hour: distance(['hour'], 0, 3_600),
  month: distance(['month'], 0, 0, 1),
  mon: distance(['month'], 0, 0, 1),
};

const unitOf = (word = '') => UNITS[word] ?? UNITS[word.replace(/s$/, '')];

/**
 * Reads a distance at the start of a phrase, such as `2 days` or `9 hours 25`. Returns the piece for the distance and the rest
 * of the phrase, or `undefined` if the phrase does not start with a distance.
 */
function distanceOf(phrase: string): { piece: Piece; rest: string } | undefined {
  const [first = '', second, third, fourth] = phrase.split(' ');
  const after = (words: number) => phrase.split(' ').slice(words).join(' ');
  const unit = unitOf(second);
  if (unit?.type !== 'distance') {
    return undefined;
  }
  if (first === '1h30') {
    return { piece: distance(['hour'], 0, 3_600), rest: `30 ${after(1)}` };
  }
  const count = COUNTS[first] ?? (/^(?:\d|[1-9]\d+)$/.test(first) ? Number(first) : Number.NaN);
  if (Number.isNaN(count)) {
    return undefined;
  }
  const hasMinutes = unit.units[0] === 'hour' && third === '25' && unitOf(fourth) === undefined;
  return {
    piece: distance(
      hasMinutes ? ['hour', 'minute'] : unit.units,
      unit.days * count,
      unit.seconds * count + (hasMinutes ? 1_500 : 0),
      unit.months * count,
    ),
    rest: after(hasMinutes ? 3 : 2),
  };
}

const LINKS = ['in', '+', 'after', 'before', 'from', 'from now', 'from today', 'later', 'on', 'now'];
for (const word of LINKS) {
  PIECES[word] ??= { type: 'link', word };
}
PIECES['this time next week'] = { type: 'link', word: 'week-hence' };
PIECES['same time next week'] = { type: 'link', word: 'week-hence' };

/** Words that do not change a phrase's meaning. */
const SILENT = ['at', 'by', 'the', 'please', 'sharp', '@', 'and', 'on', 'of'];

const BY_LENGTH = Object.keys(PIECES).sort((one, other) => other.length - one.length);

/** The words and pieces of the test phrases: the dictionary, some distances, and the silent words. */
export const WORDS = [
  ...new Set([
    ...Object.keys(UNITS),
    ...Object.keys(UNITS).map((unit) => `${unit}s`),
    ...['2', '25', '90', 'a', 'a', 'a week', '2 days', '2 weeks', '90 minutes', 'a month', 'eight hours'],
    ...Object.keys(PIECES),
    ...Object.keys(PIECES).flatMap((piece) => piece.split(' ')),
    ...SILENT,
  ]),
];

/** Adds up consecutive distances whose units differ, such as `2 days` and `25 minutes`. */
function addUp(pieces: readonly Piece[]): Piece[] {
  const sums: Piece[] = [];
  for (const piece of pieces) {
    const last = sums.at(-1);
    const isOther =
      piece.type === 'distance' && last?.type === 'distance' && !piece.units.some((unit) => last.units.includes(unit));
    if (isOther) {
      sums.pop();
      const units = [...last.units, ...piece.units];
      sums.push(distance(units, piece.days + last.days, piece.seconds + last.seconds, piece.months + last.months));
    } else {
      sums.push(piece);
    }
  }
  return sums;
}

/** Splits a phrase into pieces, without the words in SILENT. Returns `undefined` if another word belongs to no piece. */
function piecesOf(phrase: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let rest = phrase;
  while (rest !== '') {
    const isNextWeekday = new RegExp(
      `^\\w+ time next week (?:on )?(?:${WEEKDAYS.map((name) => `${name.slice(0, 3)}|${name}`).join('|')})\\b`,
    );
    const found = BY_LENGTH.find(
      (piece) =>
        (rest === piece || rest.startsWith(`${piece} `)) &&
        !(piece.endsWith(' time next week') && isNextWeekday.test(rest)),
    );
    const word = rest.split(' ')[0] as string;
    const length = distanceOf(rest);
    if (length !== undefined) {
      pieces.push(length.piece);
      rest = length.rest;
      continue;
    }
    if (found === undefined && !SILENT.includes(word)) {
      return undefined;
    }
    if (found !== undefined) {
      pieces.push(PIECES[found] as Piece);
    }
    rest = rest.slice((found ?? word).length + 1);
  }
  return addUp(pieces);
}

const unique = (numbers: readonly (number | undefined)[]) => [...new Set(numbers.filter((each) => each !== undefined))];

/**
 * Reads a phrase by combining the meanings of its pieces.
 *
 * @returns the moments that the phrase can mean, or `undefined` if a word is unknown or the pieces do not fit together
 */
export function readSoup(phrase: string, now: number, zone: string): readonly number[] | undefined {
  const pieces = piecesOf(phrase);
  if (pieces === undefined) {
    return undefined;
  }
  const of = <Type extends Piece['type']>(type: Type) =>
    pieces.filter((piece) => piece.type === type) as Extract<Piece, { type: Type }>[];
  const [days, weekdays, clocks, parts, distances, zones, years] = [
    of('date'),
    of('weekday'),
    [...of('clock'), ...of('same-time')],
    of('part'),
    of('distance'),
    of('zone'),
    of('year'),
  ] as const;
  const links = of('link').map(({ word }) => word);
  if ([days, weekdays, clocks, parts, distances, zones, years].some((each) => each.length > 1)) {
    return undefined;
  }
  const [day] = days;
  const [weekday] = weekdays;
  const [clock] = clocks;
  const [part] = parts;
  const [length] = distances;
  const [year] = years;
  const zoneMinutes = zones[0]?.minutes;
  const clocksZone = zoneMinutes === undefined ? zone : 'UTC';
  const shift = zoneMinutes === undefined ? 0 : zoneMinutes * 60_000;
  const wallNow = wallOf(now, clocksZone) + shift;
  const today = wallNow - (((wallNow % DAY) + DAY) % DAY);
  const toMoments = (wall: number) => momentsAt(wall - shift, clocksZone);
  const ceil = (moment: number) => Math.ceil(moment / 1_000) * 1_000;
  const addMonths = (date: number, months: number) => {
    const start = new Date(date);
    const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate()));
    return end.getUTCDate() === start.getUTCDate() ? end.getTime() : undefined;
  };
  const move = (date: number | undefined, sign = 1) => {
    const moved = date === undefined ? undefined : addMonths(date, sign * (length?.months ?? 0));
    return moved === undefined ? undefined : moved + sign * (length?.days ?? 0) * DAY;
  };
  if (links.includes('now') && !length) {
    return pieces.length === 1 ? [ceil(now)] : undefined;
  }
  const timeNow = ceil(wallNow) - today;
  if (links.includes('week-hence')) {
    return pieces.length === 1 ? toMoments(today + 7 * DAY + timeNow).map(ceil) : undefined;
  }
  // the phrase is only a distance
  if (length && !day && !weekday && !clock && !part) {
    const end = move(today);
    const plus = length.seconds * 1_000;
    const byDays = end === undefined ? [] : toMoments(end + (wallNow - today)).map((moment) => moment + plus);
    const elapsed = length.seconds > 0 && length.months === 0 ? [now + length.days * DAY + plus] : [];
    return unique([...byDays, ...elapsed].map(ceil));
  }
  if (!clock) {
    return undefined;
  }
  // find the dates that the phrase can mean
  let bases: readonly (number | undefined)[];
  let isOpen = false;
  if (day) {
    bases = day.dates(today);
    if (year && day.isFixed) {
      bases = bases.map((date) =>
        Date.UTC(year.year, new Date(date as number).getUTCMonth(), new Date(date as number).getUTCDate()),
      );
    }
    if (
      weekday &&
      bases.some((date) => date !== undefined && weekdayOf(date) !== weekday.weekday) &&
      bases.length === 1
    ) {
      return undefined;
    }
  } else if (weekday) {
    bases = [coming(weekday.weekday, today), coming(weekday.weekday, today) + 7 * DAY];
    isOpen = true;
  } else if (part?.isToday) {
    bases = [today];
  } else {
    bases = [-1, 0, 1, 2].map((add) => today + add * DAY);
    isOpen = true;
  }
  if (length) {
    if (length.seconds > 0) {
      return undefined;
    }
    const isBack = links.includes('before');
    const isFromDay = (day || weekday) !== undefined;
    if (links.includes('in') && weekday && !day) {
      const end = move(today) as number;
      bases = [coming(weekday.weekday, end), coming(weekday.weekday, end) - 7 * DAY].filter(
        (date) => Math.abs(date - end) <= 3 * DAY,
      );
    } else if (isFromDay) {
      bases = bases.slice(0, day ? bases.length : 1).map((date) => move(date, isBack ? -1 : 1));
    } else if (links.includes('+') && pieces.findIndex((piece) => piece.type === 'link') > 0) {
      bases = [move(today), move(today + DAY)];
    } else {
      bases = [move(today)];
    }
    isOpen = false;
  }
  const times =
    clock.type === 'same-time'
      ? [timeNow]
      : part
        ? clock.times.filter(
            (time) => Math.floor(time / 3_600_000) >= part.from && Math.floor(time / 3_600_000) <= part.to,
          )
        : clock.times;
  if (clock.type === 'clock' && clock.needs && !part) {
    return undefined;
  }
  const moments = unique(bases).flatMap((date) => times.flatMap((time) => toMoments((date as number) + time)));
  const open = moments.filter((moment) => moment >= (isOpen ? now : now - 60_000));
  return isOpen || day?.isOpen ? open.sort((one, other) => one - other).slice(0, 1) : open;
}
