import { createHash } from 'node:crypto';

/** The longest name that Step Functions accepts for an execution. */
const NAME_CHARACTERS = 80;
const OURS = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([0-9a-f]{16})(?:-(\d{1,3}))?$/;

/** What the name of an execution says about its reminder. */
export interface ExecutionId {
  /** When it is due: milliseconds since the epoch, in whole seconds. */
  readonly due: number;
  /** The digits that differ between reminders due at the same time. */
  readonly digest: string;
}

/** Reads the name of an execution; `undefined` for a name of another form, which somebody chose. */
export function readExecutionId(name: string): ExecutionId | undefined {
  const [, year, month, day, hour, minute, second, digest] = OURS.exec(name) ?? [];
  if (!digest) {
    return undefined;
  }
  const due = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(due) ? undefined : { due, digest };
}

/** Whether a name is whole: no list has to be searched for it. */
export function isWholeId(name: string): boolean {
  return OURS.test(name);
}

/** Whether a shortened id stands for an execution: the start of its name, or of its digits. */
export function isShortFor(short: string, name: string): boolean {
  return name.startsWith(short) || (readExecutionId(name) !== undefined && name.slice(17).startsWith(short));
}

const ATTEMPT = /-([2-9]|[1-9]\d{1,2})$/;

/** An attempt at a reminder: the name of its first execution, and the number of this attempt. */
export interface Attempt {
  readonly first: string;
  readonly attempt: number;
}

/** The name of a later attempt: that of the first execution and `-2`, then `-3` and so on. */
export function attemptName({ first, attempt }: Attempt): string {
  const suffix = `-${attempt}`;
  if (first.length + suffix.length <= NAME_CHARACTERS) {
    return first + suffix;
  }
  const digest = createHash('sha256').update(first).digest('hex').slice(0, 16);
  return `${first.slice(0, NAME_CHARACTERS - 24)}-${digest}${suffix}`;
}

/**
 * Tells which attempt at a reminder an execution is. A name that somebody chose does not tell: `invoice-43` is not a later
 * attempt at `invoice-42`.
 *
 * @param retryOf the name of the first execution, from the input of a later attempt
 */
export function readAttempt(name: string, retryOf: unknown): Attempt {
  const attempt = Number(ATTEMPT.exec(name)?.[1] ?? 1);
  const first = isWholeId(name) ? name.replace(ATTEMPT, '') : retryOf;
  const isAttempt = typeof first === 'string' && attemptName({ first, attempt }) === name;
  return isAttempt ? { first, attempt } : { first: name, attempt: 1 };
}
