import type { DueTime, Reading } from '../../core/due-time/result.ts';
import { EXIT, Failure } from '../failure.ts';

/** Thrown if a due time is refused. Contains the reason and the possible due times. */
export class WhenFailure extends Failure {
  constructor(
    readonly result: Exclude<DueTime, { kind: 'due' }>,
    next: string | undefined,
    override readonly readings: readonly Reading[],
  ) {
    super(EXIT.usage, result.reason, { next });
  }
}
