import { createHash } from 'node:crypto';

/** The longest name that Step Functions takes for an execution. */
const NAME_CHARACTERS = 80;
const OURS = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([0-9a-f]{16})(?:-(\d{1,3}))?$/;

/** What the name of an execution tells about its reminder. */
export interface ExecutionId {
  /** When it is due, in whole seconds, as milliseconds since the epoch. */
  readonly due: number;
  /** The digits that tell reminders due at the same time apart. */
  readonly digest: string;
}

/** Reads the name of an execution; `undefined` for one that was started by hand under a name of another form. */
export function readExecutionId(name: string): ExecutionId | undefined {
  const [, year, month, day, hour, minute, second, digest] = OURS.exec(name) ?? [];
  if (!digest) {
    return undefined;
  }
  const due = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(due) ? undefined : { due, digest };
}

/** Whether a name is whole, so that it need not be looked for in a list. */
export function isWholeId(name: string): boolean {
  return OURS.test(name);
}

/** Whether a shortened id stands for an execution: the start of its name, or of its digits. */
export function isShortFor(short: string, name: string): boolean {
  return name.startsWith(short) || (readExecutionId(name) !== undefined && name.slice(17).startsWith(short));
}

const ATTEMPT = /-([2-9]|[1-9]\d{1,2})$/;

/** A reminder that was started again and again: the name of its first execution, and the how manieth one this is. */
export interface Attempt {
  readonly first: string;
  readonly attempt: number;
}

/** The name under which a reminder is started again: `-2` after that of its first execution, then `-3` and so on. */
export function attemptName({ first, attempt }: Attempt): string {
  const suffix = `-${attempt}`;
  if (first.length + suffix.length <= NAME_CHARACTERS) {
    return first + suffix;
  }
  const digest = createHash('sha256').update(first).digest('hex').slice(0, 16);
  return `${first.slice(0, NAME_CHARACTERS - 24)}-${digest}${suffix}`;
}

/**
 * Which attempt at a reminder an execution is. Only a name that was given here tells by its end: `invoice-43` is no attempt
 * at `invoice-42`.
 *
 * @param retryOf what its input says, where it was started again: the name of the first
 */
export function readAttempt(name: string, retryOf: unknown): Attempt {
  const attempt = Number(ATTEMPT.exec(name)?.[1] ?? 1);
  const first = isWholeId(name) ? name.replace(ATTEMPT, '') : retryOf;
  const isAttempt = typeof first === 'string' && attemptName({ first, attempt }) === name;
  return isAttempt ? { first, attempt } : { first: name, attempt: 1 };
}
