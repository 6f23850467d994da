import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import { type Exceptions, exceptionAt } from './exceptions.ts';
import { REMINDER_ACCEPTED } from './reminder-accepted-values.ts';
import { REMINDER_LIMITS, SKIPPED } from './reminder-limits.ts';
import { REMINDER_PATTERNS } from './reminder-patterns.ts';
import { instantOf } from './timestamp.ts';

/** The field `repeat` of a request. It identifies a repeated reminder and one occurrence. */
export interface Repeat extends Exceptions {
  /** The name of the reminder's schedule. */
  readonly name: string;
  /** The due time of the occurrence, RFC 3339 in UTC, in whole seconds. */
  readonly at: string;
}

/** An occurrence of a repeated reminder. */
interface Occurrence {
  /** The due time in milliseconds since the epoch. */
  readonly due: number;
  /** The reason why this occurrence is skipped. Missing if the reminder is due. */
  readonly skipped?: string;
}

type Problem = { readonly problem: string };

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;

const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && REMINDER_PATTERNS.instantShape.test(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 1 && value <= REMINDER_LIMITS.repeatCount && Number.isInteger(value);

/** Checks a field that holds an instant. Returns the instant in milliseconds since the epoch, or the problem. */
function checkInstant(field: string, value: unknown): number | Problem {
  if (!isInstant(value)) {
    return { problem: refusal(field, REMINDER_ACCEPTED.instant, show(value)) };
  }
  return instantOf(value) ?? { problem: refusal(field, REMINDER_ACCEPTED.calendar, show(value)) };
}

function intervalProblem(value: unknown): string | undefined {
  const interval = fieldsOf(value);
  if (!interval) {
    return refusal('repeat.interval', REMINDER_ACCEPTED.interval, show(value));
  }
  const since = checkInstant('repeat.interval.since', interval['since']);
  if (typeof since !== 'number') {
    return since.problem;
  }
  const wrong = ['unitDays', 'every'].find((field) => !isCount(interval[field]));
  return wrong && refusal(`repeat.interval.${wrong}`, REMINDER_ACCEPTED.repeatCount, show(interval[wrong]));
}

function skipProblem(value: unknown): string | undefined {
  const refuse = (actual: string) => refusal('repeat.skip', REMINDER_ACCEPTED.skip, actual);
  if (!Array.isArray(value)) {
    return refuse(show(value));
  }
  if (value.length > REMINDER_LIMITS.repeatSkips) {
    return refuse(`a list of ${value.length}`);
  }
  const isRange = (item: unknown) => isInstant(fieldsOf(item)?.['from']) && isInstant(fieldsOf(item)?.['to']);
  return value.every(isRange) ? undefined : refuse('a list with other items');
}

/**
 * Checks the field `repeat` of a request. Does not check `rule` and `zone`, which are only for people and clients.
 *
 * @returns the occurrence, or the first problem; never throws
 */
export function checkRepeat(value: unknown): Occurrence | Problem {
  const repeat = fieldsOf(value);
  if (!repeat) {
    return { problem: refusal('repeat', REMINDER_ACCEPTED.repeat, show(value)) };
  }
  const { name, at } = repeat;
  if (
    typeof name !== 'string' ||
    name === '' ||
    name.length > REMINDER_LIMITS.scheduleNameCharacters ||
    REMINDER_PATTERNS.notInScheduleName.test(name)
  ) {
    return { problem: refusal('repeat.name', REMINDER_ACCEPTED.scheduleName, show(name)) };
  }
  const due = checkInstant('repeat.at', at);
  if (typeof due !== 'number') {
    return due;
  }
  const problem =
    (Object.hasOwn(repeat, 'interval') ? intervalProblem(repeat['interval']) : undefined) ??
    (Object.hasOwn(repeat, 'skip') ? skipProblem(repeat['skip']) : undefined);
  if (problem !== undefined) {
    return { problem };
  }
  const exception = exceptionAt(repeat as unknown as Repeat, due);
  return { due, ...(exception && { skipped: `Nothing is due at ${at}, because ${SKIPPED[exception]}.` }) };
}
