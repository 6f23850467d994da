import { namedZone, similarZone } from '../due-time/named-zone.ts';
import { VIAS, type Via } from '../naming/physical-names.ts';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { checkReminderRequest, type Reminder } from '../reminder/reminder-request.ts';
import { formatInstant, instantOf, isTimestampShaped } from '../reminder/timestamp.ts';
import type { Repetition } from '../repetition/repetition.ts';
import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import { CSV_COLUMNS } from './csv-columns.ts';
import { type FileTime, missedProblem, readWhen, relativeProblem, type TimeOptions } from './read-when.ts';
import { checkRepeated, readRepeat } from './repeated-row.ts';

/** A reminder from a row of a file. */
export interface FileReminder {
  readonly reminder: Reminder;
  /** Missing if the row does not specify a state machine. */
  readonly via: Via | undefined;
  /** True if the row's time counts from the time at which the file was written. */
  readonly isRelative: boolean;
  /** If present, `reminder` is the next occurrence. */
  readonly repetition?: Repetition;
  readonly isPaused?: boolean;
  /**
   * An error message, present only if the due time has passed. The row is not refused, because an earlier import may have
   * started the reminder.
   */
  readonly missed?: string;
}

/** The reason why a row is refused. */
export interface Refused {
  readonly problem: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields for the time. A row without `repeat` has exactly one of them. */
const TIMES = ['when', 'timestamp', 'seconds'];
const FIELDS: readonly string[] = [...new Set([...CSV_COLUMNS, ...TIMES])];

const isVia = (value: unknown): value is Via => VIAS.includes(value as Via);

/** Removes white space around a string. Returns any other value unchanged. */
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value);

function readZone(given: unknown, usual: string): string | Refused {
  if (given === undefined || given === '') {
    return usual;
  }
  const zone = typeof given === 'string' ? namedZone(given) : undefined;
  const similar = typeof given === 'string' ? similarZone(given) : undefined;
  return zone ?? { problem: `There is no time zone ${show(given)}. Write one such as ${similar ?? 'Europe/London'}.` };
}

/**
 * Reads the field `paused` of a repeated reminder. The value is a string in a CSV file, and may be a boolean in a JSON line.
 */
function readPaused(given: unknown): boolean | Refused {
  const value = typeof given === 'string' ? given.trim().toLowerCase() : given;
  if (value === undefined || value === '' || value === false || value === 'false' || value === 'no') {
    return false;
  }
  return value === true || value === 'true' || value === 'yes'
    ? true
    : { problem: refusal('paused', 'yes or no', show(given)) };
}

/** Reads the time of a row with `timestamp` or `seconds`, which are fields of the state machine's input. */
function readMachineTime(fields: Fields, { zone, now, writtenAt }: TimeOptions): FileTime | Refused {
  const { timestamp, seconds } = fields;
  if (timestamp !== undefined) {
    const at = typeof timestamp === 'string' && isTimestampShaped(timestamp) ? instantOf(timestamp) : undefined;
    // checkReminderRequest refuses an invalid timestamp later
    return at === undefined ? { at: now, isRelative: false } : { at, isRelative: false };
  }
  const verdict = checkReminderRequest({ message: 'x', seconds }, writtenAt ?? now);
  if ('problem' in verdict) {
    return verdict;
  }
  const at = Math.ceil(Date.parse(verdict.dueAt) / 1_000) * 1_000; // rounded up to a whole second, as for "in 60 seconds"
  return writtenAt === undefined ? { problem: relativeProblem('seconds', at, zone) } : { at, isRelative: true };
}

function readRepeatedRow(fields: Fields, via: Via | undefined, options: TimeOptions): FileReminder | Refused {
  const read = readRepeat(fields, options);
  if ('problem' in read) {
    return read;
  }
  const isPaused = readPaused(fields['paused']);
  if (typeof isPaused !== 'boolean') {
    return isPaused;
  }
  const reminder = checkRepeated(fields, read, options.now);
  const { repetition } = read;
  return 'problem' in reminder
    ? reminder
    : { reminder, via, isRelative: false, repetition, ...(isPaused && { isPaused }) };
}

/**
 * Checks a row, and returns its reminder or the reason why the row is refused. The fields are the columns of a CSV file or the
 * fields of the state machine's input.
 */
export function readRow(fields: Fields, options: TimeOptions): FileReminder | Refused {
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    return { problem: `There is no field ${show(unknown)}. The fields are ${FIELDS.join(', ')}.` };
  }
  const times = TIMES.filter((field) => fields[field] !== undefined);
  const isRepeated = fields['repeat'] !== undefined;
  const misplaced = isRepeated ? undefined : ['skip', 'paused'].find((field) => fields[field] !== undefined);
  if (misplaced !== undefined) {
    return { problem: `${misplaced} belongs to a row with repeat, such as "weekday at 9am".` };
  }
  if (isRepeated ? times.length > 1 || times[0] === 'seconds' : times.length !== 1) {
    const given = times.length === 0 ? 'none of them' : times.join(' and ');
    if (isRepeated) {
      return { problem: `A row with repeat may also have when or timestamp, but has ${given}.` };
    }
    return { problem: `The row must have exactly one of when, timestamp and seconds, but has ${given}.` };
  }
  const via = trimmed(fields['via']) || undefined;
  if (via !== undefined && !isVia(via)) {
    return { problem: refusal('via', VIAS.join(' or '), show(via)) };
  }
  const zone = readZone(trimmed(fields['zone']), options.zone);
  if (typeof zone !== 'string') {
    return zone;
  }
  const { message, when, timestamp, subject } = fields;
  if (when !== undefined && typeof when !== 'string') {
    return { problem: refusal('when', 'a string such as "2027-01-27 09:00"', show(when)) };
  }
  if (isRepeated) {
    return readRepeatedRow(fields, via, { ...options, zone });
  }
  const time =
    when === undefined ? readMachineTime(fields, { ...options, zone }) : readWhen(when, { ...options, zone });
  if ('problem' in time) {
    return time;
  }
  const { at, isRelative } = time;
  const request = {
    message,
    timestamp: timestamp ?? formatInstant(at),
    ...(subject === undefined ? {} : { subject }),
  };
  const isMissed = at < options.now - REMINDER_LIMITS.secondsInThePast * 1_000;
  const reminder = checkReminderRequest(request, isMissed ? at : options.now);
  return 'problem' in reminder
    ? reminder
    : { reminder, via, isRelative, ...(isMissed ? { missed: missedProblem(at) } : {}) };
}
