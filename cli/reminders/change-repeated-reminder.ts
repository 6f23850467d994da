import { pauseRepeated, resumeRepeated, skipNext } from '../../client/reminders/change-repeated.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { shellWord } from '../command-line.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { describeMoment } from '../due-time/moment.ts';
import { clean } from '../terminal/clean.ts';
import { type PrintedRepeated, printRepeated } from './print-repeated.ts';

/** The options of the commands that are only for repeated reminders. */
export interface RepeatedOptions extends SharedOptions {
  readonly via?: Via;
}

const PROGRESS = { pause: 'Pausing it', resume: 'Resuming it', skip: 'Skipping the next time' } as const;

/** Pauses or resumes a repeated reminder, or skips its next occurrence, and prints the reminder. */
export async function changeRepeatedReminder(
  verb: keyof typeof PROGRESS,
  given: string,
  options: RepeatedOptions,
): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption, deployment, command } = context;
  const { via } = options;
  interruption.leaves(
    `"${clean(given)}" may have been changed: look with ${command(`show ${shellWord(given)}`)} before you try again.`,
  );
  const changed = await terminal.progress(PROGRESS[verb], () =>
    deployment.withMachines(async (machines): Promise<PrintedRepeated> => {
      switch (verb) {
        case 'pause': {
          const paused = await pauseRepeated(machines, given, via);
          const next = `To resume it: ${command(`resume ${clean(paused.reminder.id)}`)}`;
          return { ...paused, done: 'Paused', next };
        }
        case 'resume':
          return { ...(await resumeRepeated(machines, given, via)), done: 'Resumed' };
        case 'skip': {
          const { skipped, ...rest } = await skipNext(machines, given, { via });
          const { zone } = rest.reminder.repeated.repetition;
          const done = `Skipped ${describeMoment(skipped, zone, Date.now())}:`;
          return { ...rest, done, fields: { skipped: formatInstant(skipped) } };
        }
      }
    }),
  );
  await printRepeated(context, changed);
}
