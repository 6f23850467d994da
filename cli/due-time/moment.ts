import { steadyClocks } from '../../core/due-time/steady-clocks.ts';

/** Formats moments for people: `Wed 27 Jan 2027, 09:00 GMT (in 65 days)`. */

/**
 * The locales for time zone abbreviations. A locale has abbreviations only for its own countries, and shows other zones as an
 * offset such as GMT+2.
 */
const LOCALES = ['en-GB', 'en-US', 'en-AU'];

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, zone: string): Intl.DateTimeFormat {
  const key = `${locale} ${zone}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hourCycle: 'h23',
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    });
    formats.set(key, known);
  }
  return known;
}

function parts(locale: string, zone: string, due: number): Record<string, string> {
  return Object.fromEntries(
    format(locale, zone)
      .formatToParts(due)
      .map((part) => [part.type, part.value]),
  );
}

/** Returns the zone's offset (milliseconds ahead of UTC) and its abbreviation (such as `BST`) at the given moment. */
export function clocksAt(moment: number, zone: string): { readonly offset: number; readonly name: string } {
  const { year, month, day, hour, minute, second, timeZoneName } = parts('en-GB', zone, moment);
  const shown = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  let name = timeZoneName ?? '';
  for (const locale of LOCALES) {
    if (!/^(GMT|UTC)[+-]/.test(name)) {
      break;
    }
    name = parts(locale, zone, moment)['timeZoneName'] ?? name;
  }
  return { offset: shown - Math.floor(moment / 1_000) * 1_000, name };
}

/** Like `clocksAt`, but reads only the stored periods. Returns `undefined` if they do not cover the moment. */
function steadyAt(moment: number, zone: string): ReturnType<typeof clocksAt> | undefined {
  const steady = steadyClocks(moment, zone);
  return steady && { offset: -Date.parse(`1970-01-01T00:00${steady.offset}`), name: steady.name };
}

/** Formats a moment's date and time in the given zone: `Wed 27 Jan 2027, 09:00 GMT`. Leaves out zero seconds. */
export function formatMoment(due: number, zone: string): string {
  const { offset, name } = steadyAt(due, zone) ?? clocksAt(due, zone);
  // toUTCString is always in English: Wed, 27 Jan 2027 09:00:00 GMT
  const [weekday, day, month, year, time] = new Date(due + offset).toUTCString().split(/,? /);
  return `${weekday} ${Number(day)} ${month} ${year}, ${time?.replace(/:00$/, '')} ${name}`;
}

/** Formats a length of time in the unit that fits best: `40 s`, `90 min`, `3 h`, `65 days`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Formats how far a moment is from now: `in 3 h`, `2 days ago`, `now`. */
export function formatDistance(due: number, now: number): string {
  const milliseconds = due - now;
  if (Math.abs(milliseconds) < 500) {
    return 'now';
  }
  return milliseconds > 0 ? `in ${formatDuration(milliseconds)}` : `${formatDuration(-milliseconds)} ago`;
}

/** Describes a moment and its distance: `Wed 27 Jan 2027, 09:00 GMT (in 65 days)`. */
export function describeMoment(due: number, zone: string, now: number): string {
  return `${formatMoment(due, zone)} (${formatDistance(due, now)})`;
}
