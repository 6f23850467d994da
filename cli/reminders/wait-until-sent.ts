import type { Machines } from '../../client/deployment.ts';
import type { Fate } from '../../client/reminders/reminder-fate.ts';
import type { StartedReminder } from '../../client/reminders/start-attempt.ts';
import { movedTo } from '../../client/reminders/stop-causes.ts';
import { sentAt, untilSent } from '../../client/reminders/until-sent.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Context } from '../context.ts';
import { formatDuration, formatMoment } from '../due-time/moment.ts';
import { withSentence } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

const TICK_MILLISECONDS = 250;

/** Formats a countdown such as `01:02:03`. */
function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const two = (number: number) => String(number).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3_600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}

/** Waits until a reminder is no longer pending, and shows a countdown on a terminal. */
function untilEnded(
  { terminal, command }: Context,
  machines: Machines,
  { id, executionArn }: StartedReminder,
  due: number,
): Promise<Fate> {
  return terminal.progress('', async ({ say }) => {
    const show = () => {
      const left = due - Date.now();
      say(left > 0 ? `${countdown(left)} until it is sent` : 'due, waiting for AWS to confirm that it was sent');
    };
    const ticks = terminal.animated ? setInterval(show, TICK_MILLISECONDS) : undefined;
    try {
      show();
      return await withSentence(
        untilSent(machines, executionArn, due),
        `The reminder is still pending: see it with ${command(`show ${id}`)}.`,
      );
    } finally {
      clearInterval(ticks);
    }
  });
}

/**
 * Waits until a reminder has been sent, then prints the time at which it was sent.
 *
 * @throws Failure if the reminder was not sent
 */
export async function waitUntilSent(
  context: Context,
  machines: Machines,
  started: StartedReminder,
  { due, zone, via }: { due: number; zone: string; via: Via },
): Promise<void> {
  const { terminal } = context;
  const { id } = started;
  const { status, execution: ended } = await untilEnded(context, machines, started, due);
  const sent = status === 'sent' ? (sentAt(ended) ?? Date.now()) : undefined;
  if (context.json) {
    const { error = null, cause = null } = ended;
    terminal.row({ id, due: formatInstant(due), status, via, sent: sent ? formatInstant(sent) : null, error, cause });
  } else if (sent && !context.quiet) {
    const late = Math.max(0, sent - due);
    const lateness = late < 1_000 ? 'on time' : `${formatDuration(late)} late`;
    terminal.print(`${terminal.paint('green', '✔')} Sent ${formatMoment(sent, zone)}, ${lateness}.`);
  }
  if (status === 'cancelled') {
    const other = movedTo(ended.cause);
    throw new Failure(
      EXIT.failed,
      other
        ? `The reminder ${id} was moved while it was waited for, to ${clean(other)}.`
        : `The reminder ${id} was cancelled while it was waited for, and was not sent.`,
      { next: other && `Look with ${context.command(`show ${clean(other)}`)}` },
    );
  }
  if (status === 'failed') {
    throw new Failure(
      EXIT.failed,
      `The reminder ${id} was not sent. ${clean(`${ended.error ?? ended.status}: ${ended.cause ?? 'no cause was given'}`)}`,
      { next: `Try again with ${context.command(`retry ${id}`)}.` },
    );
  }
}
