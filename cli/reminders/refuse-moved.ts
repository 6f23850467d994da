import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { movedTo } from './causes.ts';

/**
 * Refuses to do something with a reminder that was moved: the one that has taken its place may be meant.
 *
 * @param cause why its execution was stopped, if it was
 * @param next what to do with the other one
 * @throws Failure where it was moved
 */
export function refuseMoved(id: string, cause: string | undefined, next: (other: string) => string): void {
  const other = movedTo(cause);
  if (other !== undefined) {
    throw new Failure(EXIT.failed, `The reminder ${clean(id)} was moved, to ${clean(other)}.`, {
      next: next(clean(other)),
    });
  }
}
