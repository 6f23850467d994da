import { Temporal } from 'temporal-polyfill';
import { formatInstant } from '../reminder/timestamp.ts';
import { show } from '../text/show-value.ts';
import {
  type Component,
  inCalendar,
  OWN,
  type Property,
  parseComponent,
  textOf,
  wholeSeconds,
} from './calendar-component.ts';
import { readCalendarRepeat } from './calendar-repeat.ts';
import { type CalendarTime, type CalendarZones, readCalendarTime } from './calendar-time.ts';
import { LONGEST_ROW_CHARACTERS, type RawRow } from './raw-row.ts';
import { type Line, splitLines } from './split-lines.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Matches the first line of a supported component. VEVENT and VTODO become reminders, and VTIMEZONE defines a time zone. */
const READ = /^BEGIN:(VEVENT|VTODO|VTIMEZONE)\s*$/i;
/** The maximum number of zones to keep from a calendar. Real calendars define fewer. */
const MOST_ZONES = 1_000;

/** The text of a component, and its position in the file. */
interface Block {
  readonly name: string;
  readonly line: number;
  readonly end: number;
  /** Missing if the component is too long. */
  readonly text: string | undefined;
}

/** Finds the components in a calendar, with only one component in memory at a time. */
async function* blocksOf(lines: AsyncIterable<Line>): AsyncGenerator<Block> {
  let open: { readonly name: string; readonly line: number } | undefined;
  let texts: string[] = [];
  let length = 0;
  let isClosed = false;
  for await (const { line, end, text = '' } of lines) {
    if (!open) {
      const [, name] = READ.exec(text) ?? [];
      isClosed ||= /^END:VCALENDAR\s*$/i.test(text);
      if (name === undefined) {
        continue;
      }
      open = { name: name.toUpperCase(), line };
      texts = [];
      length = 0;
      isClosed = false;
    }
    length += text.length;
    if (length <= LONGEST_ROW_CHARACTERS) {
      texts.push(text);
    }
    if (text.trim().toUpperCase() === `END:${open.name}`) {
      yield { ...open, end, text: length <= LONGEST_ROW_CHARACTERS ? texts.join('\r\n') : undefined };
      open = undefined;
    }
  }
  if (open) {
    throw new UnreadableFile(`The file ends inside the ${open.name} of line ${open.line}. Get the whole file again.`);
  }
  if (!isClosed) {
    throw new UnreadableFile(
      'The file ends without END:VCALENDAR, so its end may be missing. Get the whole file again.',
    );
  }
}

type Fields = Readonly<Record<string, unknown>>;

const propertyOf = ([, properties]: Component, ...names: readonly string[]): Property | undefined =>
  names.map((wanted) => properties.find(([name]) => name === wanted)).find((found) => found !== undefined);

/**
 * Returns the reason why a component is refused: it has an RDATE or a RECURRENCE-ID, or it is cancelled or completed. Returns
 * `undefined` if the component is accepted.
 */
function refusalOf(component: Component): string | undefined {
  const repeats = propertyOf(component, 'rdate', 'recurrence-id');
  if (repeats) {
    return `It repeats by ${repeats[0].toUpperCase()}, which import does not read. Write an event for each date.`;
  }
  const status = textOf(component, 'status')?.toUpperCase();
  return status === 'CANCELLED' || status === 'COMPLETED'
    ? `It has the status ${status}, so it needs no reminder. Remove it.`
    : undefined;
}

/** Adds an iCalendar duration, such as `-PT15M`, to a time. Days and weeks keep the local time if the clocks change. */
function addDuration(from: CalendarTime, duration: string, zone: string): CalendarTime {
  if (typeof from !== 'number') {
    return from;
  }
  try {
    const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
    return start.add(Temporal.Duration.from(duration)).epochMilliseconds;
  } catch {
    return { problem: `The alarm's TRIGGER must be a duration such as -PT15M, but is ${show(duration)}.` };
  }
}

/** Reads the times of calendar components. */
class TimeReader {
  readonly zones: CalendarZones = new Map();

  constructor(private readonly zone: string) {}

  private read = (property: Property) => readCalendarTime(property, this.zone, this.zones);

  private start(component: Component): CalendarTime {
    const property = propertyOf(component, 'dtstart', 'due');
    return property ? this.read(property) : { problem: 'It has no DTSTART. Add one.' };
  }

  private end(component: Component): CalendarTime {
    const property = propertyOf(component, 'dtend', 'due');
    const duration = textOf(component, 'duration');
    return property
      ? this.read(property)
      : duration
        ? addDuration(this.start(component), duration, this.zone)
        : this.start(component);
  }

  private alarm(component: Component, alarm: Component): CalendarTime {
    const trigger = propertyOf(alarm, 'trigger');
    if (!trigger) {
      return { problem: 'Its alarm has no TRIGGER. Add one.' };
    }
    if (textOf(alarm, 'repeat')) {
      return { problem: 'Its alarm repeats by REPEAT, which import does not read. Write an alarm for each time.' };
    }
    const [, parameters, type, value] = trigger;
    if (type !== 'duration') {
      return this.read(trigger);
    }
    const isFromEnd = parameters['related']?.toUpperCase() === 'END';
    return addDuration(isFromEnd ? this.end(component) : this.start(component), value, this.zone);
  }

  /** Returns a component's repetition. `times` are its due times. */
  repeat(component: Component, times: readonly CalendarTime[]): ReturnType<typeof readCalendarRepeat> {
    const start = propertyOf(component, 'dtstart', 'due');
    const moments = times.filter((time) => typeof time === 'number');
    return readCalendarRepeat(component, { start, times: moments }, this.zone, this.zones);
  }

  /** Returns a component's due times: the time of each alarm or, without an alarm, its start. */
  times(component: Component): readonly CalendarTime[] {
    // in some programs, an alarm with the action NONE means that there is no alarm
    const alarms = component[2].filter(
      (each) => each[0] === 'valarm' && textOf(each, 'action')?.toUpperCase() !== 'NONE',
    );
    if (alarms.length > 0) {
      return [...new Set(alarms.map((alarm) => this.alarm(component, alarm)))];
    }
    const property = propertyOf(component, 'dtstart', 'due');
    return property?.[2] === 'date'
      ? [{ problem: `It is on ${show(property[3])} without a time of day. Give it a time, or an alarm.` }]
      : [this.start(component)];
  }
}

/**
 * Restores the parts of an exported reminder that a calendar cannot hold, such as a carriage return in the message. Restores
 * nothing if the component was changed after the export.
 */
function restore(component: Component, fields: { message: string; timestamp: string }): Fields {
  try {
    const { message, timestamp } = JSON.parse(textOf(component, OWN.exact) ?? '') as Record<string, string>;
    const isUnchanged =
      message !== undefined &&
      timestamp !== undefined &&
      (inCalendar(message) ?? '') === fields.message &&
      wholeSeconds(timestamp) === fields.timestamp;
    return isUnchanged ? { message, timestamp } : fields;
  } catch {
    return fields;
  }
}

function readComponent(
  component: Component,
  reader: TimeReader,
): readonly ({ fields: Fields } | { problem: string })[] {
  const problem = refusalOf(component);
  if (problem !== undefined) {
    return [{ problem }];
  }
  const [subject, via, paused] = [OWN.subject, OWN.via, OWN.paused].map((name) => textOf(component, name));
  const times = reader.times(component);
  const repeat = reader.repeat(component, times);
  return times.map((time) => {
    if (typeof time !== 'number') {
      return time;
    }
    if (repeat && 'problem' in repeat) {
      return repeat;
    }
    const fields = { message: textOf(component, 'summary') ?? '', timestamp: formatInstant(time) };
    const own = { ...(subject === undefined ? {} : { subject }), ...(via === undefined ? {} : { via }) };
    const isPaused = repeat !== undefined && paused !== undefined;
    return { fields: { ...restore(component, fields), ...own, ...repeat, ...(isPaused && { paused }) } };
  });
}

/**
 * Reads iCalendar (RFC 5545). Each alarm of a VEVENT or VTODO becomes a row. A component without an alarm becomes one row. This
 * row is due at the component's start.
 *
 * @param zone the zone for times without a zone
 * @throws UnreadableFile if the end of the file is missing
 */
export async function* readCalendar(text: AsyncIterable<string>, zone: string): AsyncGenerator<RawRow> {
  const reader = new TimeReader(zone);
  for await (const { name, line, end, text: block } of blocksOf(splitLines(text))) {
    const place = { line, end };
    if (block === undefined) {
      yield {
        ...place,
        problem: `The ${name} has more than ${LONGEST_ROW_CHARACTERS / 1_000_000} MB. Remove its attachments.`,
      };
      continue;
    }
    let component: Component;
    try {
      component = parseComponent(block);
    } catch (error) {
      yield { ...place, problem: `The ${name} is not iCalendar: ${(error as Error).message}. Correct it.` };
      continue;
    }
    if (name === 'VTIMEZONE') {
      if (reader.zones.size < MOST_ZONES) {
        reader.zones.set(textOf(component, 'tzid') ?? '', component);
      }
      continue;
    }
    for (const row of readComponent(component, reader)) {
      yield { ...place, ...row };
    }
  }
}
