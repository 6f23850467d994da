import { checkReminderRequest } from '../reminder/reminder-request.ts';
import { formatInstant, instantOf, isTimestampShaped } from '../reminder/timestamp.ts';
import { nextOccurrences } from '../repetition/occurrences.ts';
import { readEvery, readRrule } from '../repetition/read-repetition.ts';
import type { Repetition } from '../repetition/repetition.ts';
import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import { readWhen, type TimeOptions } from './read-when.ts';

type Fields = Readonly<Record<string, unknown>>;
type Refused = { readonly problem: string };

/** The rule of a row's repeated reminder, and its next occurrence in milliseconds since the epoch. */
interface RowRepetition {
  readonly repetition: Repetition;
  readonly due: number;
}

const RULE = /^\s*(?:RRULE:)?FREQ=/i;

/**
 * Reads the first occurrence of a row whose `repeat` is an RFC 5545 rule, from `timestamp` or `when`. Returns an empty object
 * if the row has neither.
 */
function readFirst({ when, timestamp }: Fields, options: TimeOptions): { readonly at?: number } | Refused {
  if (timestamp !== undefined) {
    const at = typeof timestamp === 'string' && isTimestampShaped(timestamp) ? instantOf(timestamp) : undefined;
    // checkReminderRequest returns the exact reason
    const verdict = at === undefined ? checkReminderRequest({ message: 'x', timestamp }, options.now) : undefined;
    return at !== undefined ? { at } : verdict && 'problem' in verdict ? verdict : {};
  }
  return typeof when === 'string' ? readWhen(when, options) : {};
}

/**
 * Reads the fields `repeat` and `skip` of a row. `repeat` is a phrase such as `weekday at 9am`, or an RFC 5545 rule. With a
 * rule, `when` or `timestamp` may contain the first occurrence. `skip` contains the skipped days, separated by spaces, commas
 * or semicolons.
 */
export function readRepeat(fields: Fields, options: TimeOptions): RowRepetition | Refused {
  const { repeat, skip = '', when, timestamp } = fields;
  const { zone, now } = options;
  if (typeof repeat !== 'string') {
    return { problem: refusal('repeat', 'a string such as "weekday at 9am"', show(repeat)) };
  }
  if (typeof skip !== 'string') {
    return { problem: refusal('skip', 'a string such as "2026-12-25 2026-12-26"', show(skip)) };
  }
  const isRule = RULE.test(repeat);
  if (!isRule && (when ?? timestamp) !== undefined) {
    return { problem: `repeat says when, so the row must have no other time: ${show(repeat)}.` };
  }
  const first = isRule ? readFirst(fields, options) : {};
  if ('problem' in first) {
    return first;
  }
  const days = { now, zone, skip: skip.split(/[\s,;]+/).filter((day) => day !== '') };
  const read = isRule
    ? readRrule(repeat, { ...days, ...('at' in first && first.at !== undefined ? { first: first.at } : {}) })
    : readEvery(repeat, days);
  if ('problem' in read) {
    return { problem: read.problem };
  }
  const [due = now] = nextOccurrences(read, now, 1);
  return { repetition: read, due };
}

/** Returns the next occurrence of a row's reminder, or the reason why the row is refused. */
export function checkRepeated({ message, subject }: Fields, { due }: RowRepetition, now: number) {
  const request = { message, timestamp: formatInstant(due), ...(subject === undefined ? {} : { subject }) };
  return checkReminderRequest(request, now);
}
