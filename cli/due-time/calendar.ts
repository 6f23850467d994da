import { Temporal } from 'temporal-polyfill';
import { CLOCK_WARNS_MILLISECONDS } from '../../client/aws/aws-clock.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { formatMoment, MONTH_NAMES } from './moment.ts';
import { type Offer, shown, type WhenOptions, WhenRefused } from './refused-phrases.ts';

/** A date and time as the deck writes it, seconds only where there are some. */
export function written(wall: Temporal.PlainDateTime): string {
  const time = wall.toPlainTime().toString({ smallestUnit: wall.second === 0 ? 'minute' : 'second' });
  return `${wall.toPlainDate().toString()} ${time}`;
}

const ceilSecond = (milliseconds: number) => Math.ceil(milliseconds / 1_000) * 1_000;

/**
 * The next whole second: the name of an execution has no smaller ones, and a reminder must not come early.
 *
 * What is due at the very limit comes up to 5 s early all the same: the state machine counts from its own start, by its own clock,
 * and would refuse what is later.
 */
export function wholeSecond(milliseconds: number, { now }: WhenOptions): number {
  const limit = now + REMINDER_LIMITS.secondsAhead * 1_000;
  return ceilSecond(milliseconds <= limit ? Math.min(milliseconds, limit - CLOCK_WARNS_MILLISECONDS) : milliseconds);
}

/** This moment on the clocks of the person's zone. */
export function nowIn(options: WhenOptions): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(options.now).toZonedDateTimeISO(options.zone);
}

/** The moments at which the clocks show a time that exists twice, or are nearest to one that does not; else the same twice. */
function bothMoments(
  wall: Temporal.PlainDateTime,
  { zone }: WhenOptions,
): [earlier: Temporal.ZonedDateTime, later: Temporal.ZonedDateTime] {
  return [
    wall.toZonedDateTime(zone, { disambiguation: 'earlier' }),
    wall.toZonedDateTime(zone, { disambiguation: 'later' }),
  ];
}

/** The moment at which the clocks of the zone show a time; refused where they never do, or twice and nobody has chosen. */
export function resolve(wall: Temporal.PlainDateTime, options: WhenOptions): number {
  const [earlier, later] = bothMoments(wall, options);
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return earlier.epochMilliseconds;
  }
  const offer = (time: Temporal.ZonedDateTime): Offer => ({
    text: written(time.toPlainDateTime()),
    due: time.epochMilliseconds,
  });
  const existsTwice = earlier.toPlainDateTime().equals(wall);
  if (!existsTwice) {
    const offers = [offer(earlier), offer(later)];
    const sameDay = earlier.toPlainDate().equals(later.toPlainDate());
    throw new WhenRefused(
      `${written(wall)} does not exist in ${options.zone}: ${sameDay ? 'the clocks go forward over it' : 'the calendar leaves that day out there'}. The two nearest times are ${offers.map((each) => formatMoment(each.due, options.zone)).join(' and ')}.`,
      offers,
    );
  }
  if (options.choice) {
    return (options.choice === 'earlier' ? earlier : later).epochMilliseconds;
  }
  throw new WhenRefused(
    `${written(wall)} exists twice in ${options.zone}, because the clocks go back: ${formatMoment(earlier.epochMilliseconds, options.zone)} and ${formatMoment(later.epochMilliseconds, options.zone)}. Choose one with --earlier or --later.`,
    [
      { ...offer(earlier), option: '--earlier' },
      { ...offer(later), option: '--later' },
    ],
  );
}

/** What is still to come, and exists once, of the times that could have been meant; in a zone that is an offset, written with it. */
export function offersOf(walls: readonly Temporal.PlainDateTime[], options: WhenOptions): Offer[] {
  const offset = /^[+-]/.test(options.zone) ? options.zone : '';
  return walls
    .flatMap((wall) => {
      const [due, later] = bothMoments(wall, options).map(({ epochMilliseconds }) => epochMilliseconds);
      return due !== undefined && due === later && due > options.now ? [{ text: written(wall) + offset, due }] : [];
    })
    .sort((one, other) => one.due - other.due);
}

/** Refuses what is over; `next` makes the same time one step later, as often as it takes. */
export function refusePast(
  due: number,
  wall: Temporal.PlainDateTime,
  next: (times: number) => Temporal.PlainDateTime,
  options: WhenOptions,
): number {
  if (due >= options.now - REMINDER_LIMITS.secondsInThePast * 1_000) {
    return due;
  }
  const offers: Offer[] = [];
  for (let times = 1; times < 1_000 && offers.length === 0; times += 1) {
    try {
      const again = next(times);
      const dueThen = again.toZonedDateTime(options.zone, { disambiguation: 'reject' }).epochMilliseconds;
      if (dueThen > options.now + REMINDER_LIMITS.secondsAhead * 1_000) {
        break;
      }
      if (dueThen > options.now) {
        offers.push({ text: written(again), due: dueThen });
      }
    } catch {
      // 29 February in a common year, or a time that the clocks leave out: not the next such time
    }
  }
  const [offer] = offers;
  throw new WhenRefused(
    `${written(wall)} is in the past. ${offer ? `The next such time is ${formatMoment(offer.due, options.zone)}: write "${offer.text}".` : 'Give a time that is still to come.'}`,
    offers,
  );
}

/** The next such times of one that is over: tomorrow's for one of today, else those of the years to come. */
export function sameTimeNextYear(
  wall: Temporal.PlainDateTime,
  options: WhenOptions,
): (times: number) => Temporal.PlainDateTime {
  const today = nowIn(options).toPlainDate();
  if (wall.toPlainDate().equals(today)) {
    return (times) => wall.add({ days: times });
  }
  return (times) =>
    Temporal.PlainDateTime.from(
      { ...fields(wall), year: Math.max(wall.year, today.year - 1) + times },
      { overflow: 'reject' },
    );
}

function fields(wall: Temporal.PlainDateTime) {
  const { year, month, day, hour, minute, second } = wall;
  return { year, month, day, hour, minute, second };
}

/** A date and time that exist on some calendar and clock; refused with the reason where they do not. */
export function plainDateTime(
  text: string,
  parts: { year: number; month: number; day: number; hour: number; minute: number; second: number },
): Temporal.PlainDateTime {
  const { year, month, day, hour, minute, second } = parts;
  if (month < 1 || month > 12) {
    throw new WhenRefused(`${shown(text)} has month ${month}, but months go from 01 to 12: write YYYY-MM-DD HH:MM.`);
  }
  refuseDay(day, month, year);
  refuseClock(hour, minute, second);
  return Temporal.PlainDateTime.from(parts, { overflow: 'reject' });
}

/** Refuses a day that its month does not have. */
export function refuseDay(day: number, month: number, year: number | undefined): void {
  // without a year, 29 February may be meant for the next leap year
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year: year ?? 2028, month });
  if (day < 1 || day > daysInMonth) {
    const name = MONTH_NAMES[month - 1];
    throw new WhenRefused(
      `${day} ${name}${year === undefined ? '' : ` ${year}`} does not exist: ${name} has ${year === undefined && month === 2 ? 'at most ' : ''}${daysInMonth} days. Give a date that exists.`,
    );
  }
}

/** Refuses a time that no clock shows. */
export function refuseClock(hour: number, minute: number, second: number): void {
  if (hour > 23 || minute > 59 || second > 59) {
    const two = (number: number) => String(number).padStart(2, '0');
    const time = `${two(hour)}:${two(minute)}${second > 59 ? `:${two(second)}` : ''}`;
    throw new WhenRefused(`There is no time ${time}: hours go from 00 to 23, minutes and seconds from 00 to 59.`);
  }
}
