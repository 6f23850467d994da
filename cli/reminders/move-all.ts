import { replaceRepeated } from '../../client/reminders/change-repeated.ts';
import { onClocks } from '../../core/due-time/calendar.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { InstantRange } from '../../core/reminder/exceptions.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { describeRepetition } from '../../core/repetition/describe-repetition.ts';
import { readEvery } from '../../core/repetition/read-repetition.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { shellWord } from '../command-line.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { describeWithNext } from '../repetition/ask-repetition.ts';
import { clean } from '../terminal/clean.ts';
import { EXISTING, printRepeated } from './print-repeated.ts';

/** Reads the new repetition of a repeated reminder: a rule as for `add --every`, or a new time of day for the same days. */
function movedRepetition(old: Repetition, when: string): Repetition {
  const words = when.trim().replace(/^every /i, '');
  const options = { now: Date.now(), zone: old.zone };
  const read = readEvery(words, options);
  // captures `weekday` in `every weekday at 09:00, Europe/London`
  const [, days] = /^every (.*) at \d\d:\d\d/.exec(describeRepetition(old)) ?? [];
  const onSameDays = 'problem' in read && days !== undefined ? readEvery(`${days} at ${words}`, options) : read;
  const moved = 'problem' in onSameDays ? read : onSameDays;
  if ('problem' in moved) {
    throw new Failure(EXIT.usage, moved.problem);
  }
  const skip = days === undefined ? old.skip : old.skip.map((range) => wholeDays(range, old.zone));
  return { ...moved, ...(old.end !== undefined && { end: old.end }), skip };
}

/** Extends a skipped range to whole days, because the new time of day may be outside the range. */
function wholeDays({ from, to }: InstantRange, zone: string): InstantRange {
  const first = onClocks(Date.parse(from), zone).startOfDay();
  const last = onClocks(Date.parse(to) - 1, zone)
    .startOfDay()
    .add({ days: 1 });
  return { from: formatInstant(first.epochMilliseconds), to: formatInstant(last.epochMilliseconds) };
}

/**
 * Moves all occurrences of a repeated reminder, and prints the reminder. The reminder keeps its id, its end and its skipped
 * days.
 */
export async function moveAll(context: Context, given: string, when: string, via: Via | undefined): Promise<void> {
  const { terminal, interruption, deployment, command } = context;
  interruption.leaves(`"${clean(given)}" may have been moved: look with ${command(`show ${shellWord(given)}`)}.`);
  const changed = await terminal.progress('Moving all times', () =>
    deployment.withMachines((machines) =>
      replaceRepeated(machines, given, {
        via,
        remake: (old) => {
          const repetition = movedRepetition(old.repetition, when);
          if (!terminal.animated) {
            terminal.note(describeWithNext(repetition, repetition.zone));
          }
          return { ...old, repetition };
        },
      }),
    ),
  );
  await printRepeated(context, { ...changed, done: 'Moved all times of', fields: EXISTING });
}
