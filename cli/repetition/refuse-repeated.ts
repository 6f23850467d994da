import { readEvery } from '../../core/repetition/read-repetition.ts';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { WhenFailure } from '../due-time/when-failure.ts';
import { chooseZone } from '../due-time/zone.ts';
import { EXIT, Failure } from '../failure.ts';

/**
 * If the time is a rule for a repeated reminder, as in `remindme standup every weekday at 9am`, throws an error that shows the
 * command line with `--every`. Otherwise, does nothing.
 *
 * @param error the reason why the time was refused
 */
export function refuseRepeated(
  { command }: Context,
  message: string,
  when: string,
  tz: string | undefined,
  error: Failure,
): void {
  // "last friday" usually means the past Friday, not the last Friday of each month
  if (!(error instanceof WhenFailure) || error.result.kind !== 'refused' || /^last\b/i.test(when.trim())) {
    return;
  }
  const rule = when.trim().replace(/^(?:every|each)\s+/i, '');
  const read = readEvery(rule, { now: Date.now(), zone: chooseZone(tz) });
  if (!('problem' in read) || read.nearest.length > 0) {
    throw new Failure(EXIT.usage, error.problem, {
      next: `To repeat the reminder: ${command(`add ${shellText(message)} --every ${shellText(rule)}`)}`,
      cause: error,
    });
  }
}
