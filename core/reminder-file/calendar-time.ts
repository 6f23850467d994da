import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { namedZone } from '../due-time/named-zone.ts';
import { show } from '../text/show-value.ts';
import { type Component, type Property, textOf } from './calendar-component.ts';

/** The zones that a calendar defines, keyed by TZID. */
export type CalendarZones = Map<string, Component>;

/** A time from a calendar: milliseconds since the epoch, or the reason why the time is refused. */
export type CalendarTime = number | { readonly problem: string };

const NUMERIC = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ?)?$/;

/**
 * Returns the IANA zone for the given TZID, or `undefined` if there is none. Some programs write a TZID such as
 * `/mozilla.org/20050126_1/Europe/London`.
 */
export function ianaZone(tzid: string, zones: CalendarZones): string | undefined {
  const parts = tzid.split('/');
  const ends = parts.map((_, index) => parts.slice(index).join('/'));
  const location = zones.get(tzid) && textOf(zones.get(tzid) as Component, 'x-lic-location');
  return [...ends, ...(location ? [location] : [])].map((name) => namedZone(name)).find((zone) => zone !== undefined);
}

/** Converts a local time to milliseconds since the epoch, with the rules in the calendar's own VTIMEZONE. */
function byOwnRules(wall: Temporal.PlainDateTime, tzid: string, rules: Component): number {
  const zone = new ICAL.Timezone({ component: new ICAL.Component(rules as never), tzid });
  const time = ICAL.Time.fromDateTimeString(wall.toString({ smallestUnit: 'second' }));
  time.zone = zone;
  return time.toUnixTime() * 1_000;
}

/**
 * Reads the time in a calendar property. A date without a time of day means the start of that day.
 *
 * @param usual the zone for a time without a zone
 */
export function readCalendarTime(
  [name, { tzid }, , value]: Property,
  usual: string,
  zones: CalendarZones,
): CalendarTime {
  let wall: Temporal.PlainDateTime;
  try {
    // ical.js does not check the calendar, and JavaScript rolls 30 February over into March
    wall = Temporal.PlainDateTime.from(NUMERIC.test(value) ? value.replace(/Z$/, '') : '', { overflow: 'reject' });
  } catch {
    return { problem: `${name.toUpperCase()} must be a date and time that exist, but is ${show(value)}.` };
  }
  if (value.endsWith('Z')) {
    return wall.toZonedDateTime('UTC').epochMilliseconds;
  }
  const zone = tzid === undefined ? usual : ianaZone(tzid, zones);
  if (zone !== undefined) {
    // RFC 5545, "Form #3": a time that occurs twice means its first occurrence, and a skipped time uses the offset before the gap
    return wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  }
  const rules = zones.get(tzid ?? '');
  if (rules === undefined || tzid === undefined) {
    return {
      problem: `There is no time zone ${show(tzid)}, and the file does not define it in a VTIMEZONE. Write one such as Europe/London.`,
    };
  }
  return byOwnRules(wall, tzid, rules);
}
