import { isCancel, select } from '@clack/prompts';
import { listReminders } from '../../client/reminders/list-reminders.ts';
import { readDueTime } from '../../core/due-time/due-time.ts';
import { shellWord } from '../command-line.ts';
import type { Context } from '../context.ts';
import { makeWhenCheck, type WhenFlags } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { zoneForOutput } from '../due-time/zone.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { askText } from './ask-text.ts';
import { shownMessage } from './shown-message.ts';

/** The id of the reminder to snooze, and the new time as the user typed it. */
export interface Snooze {
  readonly id: string;
  readonly when: string;
}

/** The maximum number of reminders to choose from. */
const OFFERED = 7;

/** Checks whether the argument is a clear due time, such as `10m`, and therefore not an id. */
function isWhen(text: string, { tz }: WhenFlags): boolean {
  const { kind } = readDueTime(text, { now: Date.now(), zone: tz ?? 'UTC' });
  return kind === 'due';
}

/** Asks the user to choose one of the last sent reminders, and returns its id. */
async function askWhich({ terminal, deployment, interruption }: Context, { tz }: WhenFlags): Promise<string> {
  const sent = await terminal.progress('Reading the reminders that were sent', () =>
    deployment.withMachines((machines) => listReminders(machines, { status: 'sent' })),
  );
  if (sent.length === 0) {
    throw new Failure(EXIT.failed, 'No reminder was sent in the last 90 days.');
  }
  const zone = zoneForOutput(tz)();
  const id = await select({
    message: 'Which one?',
    options: sent.slice(0, OFFERED).map(({ id, message, due }) => ({
      value: id,
      label: shownMessage(message ?? id),
      hint: due === undefined ? clean(id) : describeMoment(due, zone, Date.now()),
    })),
    output: process.stderr, // questions go to stderr
  });
  return isCancel(id) ? interruption.end() : id;
}

/**
 * Asks the user for the id or the time if the `snooze` command line lacks it. If the only argument is a due time, as in
 * `snooze 10m`, the id is missing. A script must give both, because the last sent reminder may be another user's.
 */
export async function askSnooze(
  context: Context,
  given: string | undefined,
  when: string,
  flags: WhenFlags,
): Promise<Snooze> {
  const isTime = given !== undefined && when === '' && isWhen(given, flags);
  const id = isTime ? undefined : given;
  const time = isTime ? given : when;
  if (!context.terminal.interactive) {
    throw new Failure(
      EXIT.usage,
      id === undefined
        ? `Say which reminder: ${context.command(`snooze <id> ${time || '10m'}`)}.`
        : `Say when: ${context.command(`snooze ${shellWord(id)} 10m`)}.`,
      { next: id === undefined ? `${context.command('list --status sent')} shows the ids.` : undefined },
    );
  }
  const check = await makeWhenCheck(flags); // before the first question, because makeWhenCheck refuses invalid options
  const which = id ?? (await askWhich(context, flags));
  return { id: which, when: time || (await askText(context, 'When shall I remind you again?', '10m', check)) };
}
