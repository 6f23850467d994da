import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';

/** Zones whose clocks change in different ways: by an hour or half an hour, at midnight or later, north and south, or never. */
const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata'] as const;

export const DAY = 86_400_000;
const START = Date.parse('2027-01-01T00:00:00Z');
const YEARS = 6;

/** Returns the moments at which a zone's clocks change within the tested years, in milliseconds since the epoch. */
const changesOf = (zone: string): number[] => {
  const found: number[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(START).toZonedDateTimeISO(zone);
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > START + YEARS * 366 * DAY) {
      return found;
    }
    found.push(next.epochMilliseconds);
    moment = next;
  }
};
const CHANGES = Object.fromEntries(ZONES.map((zone) => [zone, changesOf(zone)]));

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const few = <Value>(values: readonly Value[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most });
const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const sorted = (values: readonly number[]) => [...values].sort((one, other) => one - other);
const part = (name: string, values: fc.Arbitrary<readonly (number | string)[]>) =>
  values.map((each) => `${name}=${typeof each[0] === 'number' ? sorted(each as number[]) : each}`);
const maybe = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const rule = (...parts: fc.Arbitrary<string | undefined>[]) =>
  fc.tuple(...parts).map((each) => each.filter((text) => text !== undefined).join(';'));

const interval = (most: number) => maybe(fc.integer({ min: 1, max: most }).map((number) => `INTERVAL=${number}`));
const months = part('BYMONTH', few(numbers(1, 12), 4));
const weekdays = part('BYDAY', few(CODES, 5));
const nth = fc
  .tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom(...CODES))
  .map(([number, code]) => `BYDAY=${number}${code}`);
const dates = part('BYMONTHDAY', few([...numbers(1, 31), -1, -1, -2], 3));
const workdays = fc.constantFrom(-1, 1, 2).map((position) => `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${position}`);
const lastDay = fc.constant('BYMONTHDAY=28,29,30,31;BYSETPOS=-1');
const ofMonth = fc.option(fc.oneof(dates, nth, workdays, lastDay, weekdays), { nil: undefined, freq: 5 });
const times = maybe(rule(part('BYHOUR', few(numbers(0, 23), 3)), part('BYMINUTE', few([0, 15, 30, 59], 2))));
const weekStart = maybe(fc.constantFrom(...CODES).map((code) => `WKST=${code}`));

const RULE_TEXTS = fc.oneof(
  rule(
    fc.constant('FREQ=DAILY'),
    interval(9),
    maybe(months),
    fc.option(fc.oneof(weekdays, dates), { freq: 2, nil: undefined }),
    times,
  ),
  rule(
    fc.constant('FREQ=WEEKLY'),
    interval(5),
    maybe(months),
    fc.option(weekdays, { nil: undefined, freq: 4 }),
    weekStart,
    times,
  ),
  rule(fc.constant('FREQ=MONTHLY'), interval(24), maybe(months), ofMonth, times),
  rule(fc.constant('FREQ=YEARLY'), interval(4), fc.option(months, { nil: undefined, freq: 3 }), ofMonth, times),
  rule(fc.constant('FREQ=HOURLY'), interval(24)),
  rule(fc.constant('FREQ=HOURLY'), weekdays, maybe(part('BYHOUR', few(numbers(0, 23), 6)))),
  rule(fc.constant('FREQ=MINUTELY'), interval(60)),
);

/**
 * Generates the zone, day and time of day of a rule's start (DTSTART). About half of these starts are at a time of day at which
 * clocks may change.
 */
const FIRST = fc.record({
  zone: fc.constantFrom(...ZONES),
  day: fc.integer({ min: 0, max: YEARS * 365 }),
  minute: fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.constantFrom(0, 30, 60, 90, 105, 120, 150)),
});

/**
 * Generates RFC 5545 recurrence rules, each with a time zone and a start (DTSTART). `change` is a later moment at which the
 * zone's clocks change, or `undefined` if there is none.
 */
export const GENERATED = fc
  .record({ text: RULE_TEXTS, first: FIRST, change: fc.nat() })
  .map(({ text, first, change }) => {
    const { zone, day, minute } = first;
    const wall = Temporal.Instant.fromEpochMilliseconds(START + day * DAY)
      .toZonedDateTimeISO('UTC')
      .toPlainDate()
      .toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
    const start = wall.toZonedDateTime(zone);
    const changes = (CHANGES[zone] ?? []).filter((each) => each > start.epochMilliseconds);
    return {
      text,
      zone,
      first: start.epochMilliseconds,
      change: changes[change % Math.max(changes.length, 1)],
    };
  });

export type Generated = typeof GENERATED extends fc.Arbitrary<infer Value> ? Value : never;
