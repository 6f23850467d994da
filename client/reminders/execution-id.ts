import { createHash } from 'node:crypto';
import { readExecutionName } from '../../core/reminder/execution-name.ts';

/** The maximum length of an execution's name, in characters. */
const NAME_CHARACTERS = 80;

/**
 * True if this project made the name and did not shorten it. Its reminder can then be read directly, without searching lists.
 */
export function isWholeId(name: string): boolean {
  return readExecutionName(name) !== undefined;
}

const ATTEMPT = /-([2-9]|[1-9]\d{1,2})$/;

/** The number of an attempt at a reminder, and the name of the reminder's first execution. */
export interface Attempt {
  readonly first: string;
  readonly attempt: number;
}

/**
 * Derives the name of a later attempt: the first execution's name with `-2`, `-3` and so on. If the result would be too long, a
 * digest replaces the end of the first execution's name.
 */
export function attemptName({ first, attempt }: Attempt): string {
  const suffix = `-${attempt}`;
  if (first.length + suffix.length <= NAME_CHARACTERS) {
    return first + suffix;
  }
  const digest = createHash('sha256').update(first).digest('hex').slice(0, 16);
  return `${first.slice(0, NAME_CHARACTERS - 24)}-${digest}${suffix}`;
}

/**
 * Derives an execution's attempt number and the first execution's name. A number at the end of a name that a user chose does
 * not prove a later attempt: `invoice-43` is not a later attempt at `invoice-42`.
 *
 * @param retryOf the first execution's name, from the input of a later attempt
 */
export function readAttempt(name: string, retryOf: unknown): Attempt {
  const attempt = Number(ATTEMPT.exec(name)?.[1] ?? 1);
  const first = isWholeId(name) ? name.replace(ATTEMPT, '') : retryOf;
  const isAttempt = typeof first === 'string' && attemptName({ first, attempt }) === name;
  return isAttempt ? { first, attempt } : { first: name, attempt: 1 };
}
