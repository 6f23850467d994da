import { namedZone } from '../../core/due-time/named-zone.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { refusal } from '../../core/text/refusal.ts';
import { show } from '../../core/text/show-value.ts';
import { HttpProblem } from './http-problem.ts';

const FIELDS = ['every', 'rrule', 'zone', 'until', 'count', 'skip'];
const ACCEPTED = 'an object with every or rrule, zone, and perhaps until, count or skip';

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** Returns an optional field, or `undefined` if it is missing. Throws an HttpProblem if it has the wrong type. */
function optional<T>(
  repeat: Readonly<Record<string, unknown>>,
  field: string,
  isRight: (value: unknown) => value is T,
  accepted: string,
): T | undefined {
  const value = repeat[field];
  if (value !== undefined && !isRight(value)) {
    throw new HttpProblem(400, refusal(`repeat.${field}`, accepted, show(value)));
  }
  return value;
}

/**
 * Reads the field `repeat` of a request's body.
 *
 * @param now the current time in milliseconds since the epoch
 * @throws HttpProblem if a field is missing, unknown or invalid, or if EventBridge Scheduler does not support the rule
 */
export async function readRepeat(value: unknown, now: number): Promise<Repetition> {
  const repeat = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  if (!repeat) {
    throw new HttpProblem(400, refusal('repeat', ACCEPTED, show(value)));
  }
  const fields = repeat as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    throw new HttpProblem(400, `repeat has the field ${show(unknown)}; accepted are: ${FIELDS.join(', ')}.`);
  }
  const every = optional(fields, 'every', isText, 'a string such as weekday at 9am');
  const rrule = optional(fields, 'rrule', isText, 'the value of an RRULE such as FREQ=DAILY;BYHOUR=9;BYMINUTE=0');
  if ((every === undefined) === (rrule === undefined)) {
    const given = every === undefined ? 'neither' : 'both';
    throw new HttpProblem(400, `repeat must have exactly one of every and rrule, but has ${given}.`);
  }
  const zone = isText(fields['zone']) ? namedZone(fields['zone']) : undefined;
  if (zone === undefined) {
    const given = 'zone' in fields ? show(fields['zone']) : 'missing';
    throw new HttpProblem(400, refusal('repeat.zone', 'an IANA zone such as Europe/London', given));
  }
  const until = optional(fields, 'until', isText, 'a string such as 2027-12-31');
  const count = optional(fields, 'count', (each): each is number => typeof each === 'number', 'a number');
  const skip = optional(fields, 'skip', isTexts, 'a list of strings such as 2027-12-25');
  // the grammar takes time to load, and most requests do not need it
  const { readEvery, readRrule } = await import('../../core/repetition/read-repetition.ts');
  const options = {
    now,
    zone,
    ...(until !== undefined && { until }),
    ...(count !== undefined && { count }),
    ...(skip !== undefined && { skip }),
  };
  const read = every === undefined ? readRrule(rrule ?? '', options) : readEvery(every, options);
  if ('problem' in read) {
    throw new HttpProblem(400, read.problem);
  }
  return read;
}
