import { isCancel, select, text } from '@clack/prompts';
import type { Reading } from '../../core/due-time/result.ts';
import type { Context } from '../context.ts';
import { describeMoment } from './moment.ts';

/** Asks which of some times was meant. */
export async function askReading(
  context: Context,
  reason: string,
  readings: readonly Reading[],
  zone: string,
): Promise<number> {
  const due = await select({
    message: reason,
    options: readings.map((reading) => ({
      value: reading.due,
      label: describeMoment(reading.due, zone, Date.now()),
    })),
    output: process.stderr, // stdout holds the result only
  });
  return isCancel(due) ? context.interruption.end() : due;
}

/**
 * Asks for the time of day.
 *
 * @param usual what an empty answer means
 * @param problem says why an answer is refused; `undefined` if it is accepted
 */
export async function askTimeOfDay(
  context: Context,
  reason: string,
  usual: string,
  problem: (time: string) => string | undefined,
): Promise<string> {
  const answer = await text({
    message: `${reason} At what time?`,
    placeholder: usual,
    defaultValue: usual,
    validate: (value) => problem(value?.trim() || usual),
    output: process.stderr, // stdout holds the result only
  });
  return isCancel(answer) ? context.interruption.end() : answer.trim() || usual;
}
