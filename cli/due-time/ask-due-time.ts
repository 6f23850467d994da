import { isCancel, select, text } from '@clack/prompts';
import type { Reading } from '../../core/due-time/result.ts';
import type { Context } from '../context.ts';
import { describeMoment } from './moment.ts';

/** Asks the user to choose one of several values. Returns the chosen value. */
export async function askChoice<Value>(
  context: Context,
  reason: string,
  choices: readonly { readonly value: Value; readonly label: string }[],
): Promise<Value> {
  // use the index as the value, because the library's option type depends on the type of the value
  const options = choices.map(({ label }, index) => ({ value: index, label }));
  const index = await select({ message: reason, options, output: process.stderr }); // questions go to stderr
  const chosen = isCancel(index) ? undefined : choices[index];
  return chosen === undefined ? context.interruption.end() : chosen.value;
}

/** Asks the user to choose one of several times. Returns the chosen time in milliseconds since the epoch. */
export async function askReading(
  context: Context,
  reason: string,
  readings: readonly Reading[],
  zone: string,
): Promise<number> {
  const choices = readings.map(({ due }) => ({ value: due, label: describeMoment(due, zone, Date.now()) }));
  return askChoice(context, reason, choices);
}

/**
 * Asks the user for the time of day.
 *
 * @param usual the time for an empty answer
 * @param problem returns the reason why an answer is refused, or `undefined` if the answer is accepted
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
    output: process.stderr, // questions go to stderr
  });
  return isCancel(answer) ? context.interruption.end() : answer.trim() || usual;
}
