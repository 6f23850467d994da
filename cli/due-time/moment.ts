import { MONTH_NAMES } from '../../core/due-time/words.ts';

/** Formats moments for people: `Wed 27 Jan 2027, 09:00 GMT (in 65 days)`. */

/** Each knows the short names of its own zones only; all others it writes as GMT+2. */
const LOCALES = ['en-GB', 'en-US', 'en-AU'];

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, zone: string): Intl.DateTimeFormat {
  const key = `${locale} ${zone}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
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

/**
 * The date and the time of a moment on the clocks of a zone: `Wed 27 Jan 2027, 09:00 GMT`, with seconds only if they are not
 * zero.
 */
export function formatMoment(due: number, zone: string): string {
  const part = parts('en-GB', zone, due);
  let name = part['timeZoneName'] ?? '';
  for (const locale of LOCALES) {
    if (!/^(GMT|UTC)[+-]/.test(name)) {
      break;
    }
    name = parts(locale, zone, due)['timeZoneName'] ?? name;
  }
  const seconds = part['second'] === '00' ? '' : `:${part['second']}`;
  const date = `${part['weekday']} ${Number(part['day'])} ${MONTH_NAMES[Number(part['month']) - 1]?.slice(0, 3)} ${part['year']}`;
  return `${date}, ${part['hour']}:${part['minute']}${seconds} ${name}`;
}

/** A length of time in the one unit that fits: `40 s`, `90 min`, `3 h`, `65 days`. */
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

/** How far a moment is from now: `in 3 h`, `2 days ago`, `now`. */
export function formatDistance(due: number, now: number): string {
  const milliseconds = due - now;
  if (Math.abs(milliseconds) < 500) {
    return 'now';
  }
  return milliseconds > 0 ? `in ${formatDuration(milliseconds)}` : `${formatDuration(-milliseconds)} ago`;
}

/** What the command has understood, or shows: `Wed 27 Jan 2027, 09:00 GMT (in 65 days)`. */
export function describeMoment(due: number, zone: string, now: number): string {
  return `${formatMoment(due, zone)} (${formatDistance(due, now)})`;
}
