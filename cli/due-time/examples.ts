import type { Temporal } from 'temporal-polyfill';
import { nowIn, written } from './calendar.ts';
import { MONTH_NAMES } from './moment.ts';
import { shown, type WhenOptions } from './refused-phrases.ts';

/** A date to show how one is written: a time written down here would be over one day, and be refused. */
function exampleDay(options: WhenOptions): Temporal.PlainDateTime {
  return nowIn(options).toPlainDateTime().add({ days: 30 }).with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
}

/** How the deck writes a date and time, by an example that is still to come: `2027-01-27 09:00`. */
export const exampleTime = (options: WhenOptions) => written(exampleDay(options));

/** The same with the month's name: `27 Jan 2027 09:00`. */
export function exampleWithMonth(options: WhenOptions): string {
  const { day, month, year } = exampleDay(options);
  return `${day} ${MONTH_NAMES[month - 1]?.slice(0, 3)} ${year} 09:00`;
}

/** The same as RFC 3339: `2027-01-27T09:00:00+01:00`. */
export const exampleInstant = (options: WhenOptions) =>
  `${exampleDay(options).toPlainDate().toString()}T09:00:00+01:00`;

/** Ends a refusal that has nothing better to offer. */
export const examples = (options: WhenOptions) =>
  `Write it as "${exampleTime(options)}", "tomorrow 9am", "next friday at noon", "in 90 minutes" or PT90M.`;

/** What to write for a time that lacks a part: the same with one, where that is understood. */
export function adviseWhole(
  whole: string,
  read: (text: string, options: WhenOptions) => number,
  options: WhenOptions,
): string {
  try {
    read(whole, options);
    return `Add one, such as ${shown(whole)}.`;
  } catch {
    return examples(options);
  }
}
