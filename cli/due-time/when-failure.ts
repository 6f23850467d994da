import type { DueTime, Reading } from '../../core/due-time/result.ts';
import { EXIT, Failure } from '../failure.ts';

/** A due time that was refused: what is wrong with it, and the times that it can mean. */
export class WhenFailure extends Failure {
  constructor(
    readonly result: Exclude<DueTime, { kind: 'due' }>,
    next: string | undefined,
    override readonly readings: readonly Reading[],
  ) {
    super(EXIT.usage, result.reason, { next });
  }
}
