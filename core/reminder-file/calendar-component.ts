import ICAL from 'ical.js';

/** A property in jCal (RFC 7265). */
export type Property = readonly [
  name: string,
  parameters: Readonly<Record<string, string>>,
  type: string,
  value: string,
];

/** A component in jCal. */
export type Component = readonly [name: string, properties: readonly Property[], components: readonly Component[]];

/** The names of this project's own properties. They hold the parts of a reminder that have no standard property. */
export const OWN = {
  subject: 'x-remindme-subject',
  via: 'x-remindme-via',
  paused: 'x-remindme-paused',
  exact: 'x-remindme-exact',
} as const;

/** Parses the iCalendar text of one component. */
export const parseComponent = (text: string) => ICAL.parse(text) as unknown as Component;

/** Returns a component as iCalendar text. */
export const writeComponent = (component: Component): string => ICAL.stringify(component as never);

/** Returns an RRULE in its jCal form, which is an object. */
export const parseRule = (rule: string) => ICAL.Recur.fromString(rule).toJSON() as unknown as string;

/** Returns the value of an RRULE property as a string: `FREQ=WEEKLY;BYDAY=FR`. */
export const ruleText = ([, , , value]: Property): string => ICAL.Recur.fromData(value as never).toString();

/** Returns the value of the first property with the given name. Returns `undefined` if the component has no such property. */
export const textOf = ([, properties]: Component, wanted: string): string | undefined =>
  properties.find(([name]) => name === wanted)?.[3];

/**
 * Writes a string into a calendar and reads it back. This changes or removes some control characters. Returns `undefined` if
 * the result cannot be read.
 */
export function inCalendar(text: string): string | undefined {
  const written = writeComponent(['vevent', [['summary', {}, 'text', text]], []]);
  try {
    return textOf(parseComponent(written), 'summary');
  } catch {
    return undefined;
  }
}

/** Removes the fraction of a second from a timestamp, because times in calendars have whole seconds. */
export const wholeSeconds = (timestamp: string) => timestamp.replace(/[.]\d+Z$/, 'Z');
