import type { Command } from 'commander';
import type { FoundMessages, UndeliveredMessages } from '../../client/aws/undelivered-messages.ts';
import type { Machines } from '../../client/deployment.ts';
import { failureOf, isFailureOfAws } from '../../client/failures.ts';
import { receiveUndelivered } from '../../client/reminders/receive-undelivered.ts';
import { fieldsOf } from '../../client/reminders/reminder-input.ts';
import {
  FAILURES_IN_A_ROW,
  type SentUndelivered,
  sendAllUndelivered,
  type UndeliveredOutcome,
} from '../../client/reminders/send-undelivered.ts';
import type { Undelivered } from '../../client/reminders/undelivered-reminder.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { formatMoment } from '../due-time/moment.ts';
import { chooseZone } from '../due-time/zone.ts';
import { explainError } from '../explain-error.ts';
import { optionsOf } from '../shared-options.ts';
import { clean, shorten } from '../terminal/clean.ts';

interface UndeliveredOptions extends SharedOptions {
  readonly send?: boolean;
  readonly tz?: string;
}

const SHOWN_CHARACTERS = 40;
const SHOWN_PROBLEM_CHARACTERS = 80;

/** Adds `remindme undelivered`. */
export function registerUndelivered(program: Command): void {
  const undelivered = program
    .command('undelivered')
    .summary('list what could not be delivered, or send it again')
    .description(
      'List the reminders that could not be delivered after all tries. They are kept for 14 days; --send sends them again, each once.',
    )
    .option('--send', 'send them again now');
  addZoneOption(undelivered)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme undelivered
  $ remindme undelivered --send`,
    )
    .action(async (_options: unknown, command: Command) => runUndelivered(optionsOf<UndeliveredOptions>(command)));
}

function shape({ reminder, message }: Undelivered) {
  const text = fieldsOf(reminder?.request)['message'];
  return {
    id: reminder?.id ?? message.id,
    due: reminder?.dueAt ?? null,
    via: reminder?.via ?? null,
    message: typeof text === 'string' ? text : null,
    problem: reminder?.problem ?? 'This is not what the service writes into its queue.',
  };
}

async function runUndelivered(options: UndeliveredOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const zone = chooseZone(options.tz, process.env['TZ']);
  interruption.leaves('Nothing was sent. What was being read is in sight again within a minute.');
  const { deployment } = context;
  const { queue, stateMachineArns, all, found } = await terminal.progress('Reading the undelivered reminders', () =>
    receiveUndelivered(deployment),
  );
  if (all.length === 0) {
    terminal.note(found.others === 0 ? 'There are no undelivered reminders.' : describeOthers(context, found));
    return;
  }
  if (options.send) {
    const left = await sendAll(context, options, await deployment.machines(stateMachineArns), queue, all);
    tellWhatIsLeft(context, found, left);
    return;
  }
  const notGivenBack = await queue.giveBack(found.messages).then(
    () => undefined,
    (error: unknown) => explainError(error, options),
  );
  await print(context, all, zone);
  if (notGivenBack) {
    terminal.note(`They are out of sight for another minute: ${notGivenBack.message}`);
  } else if (found.others > 0) {
    terminal.note(describeOthers(context, found));
  } else if (!context.json) {
    terminal.note(`Send them again: ${context.command('undelivered --send')}`);
  }
}

const are = (count: number) => (count === 1 ? 'is' : 'are');

function describeOthers({ command }: Context, { messages, isCut, others }: FoundMessages): string {
  const count = formatCount(others);
  if (isCut) {
    return `These are the first ${formatCount(messages.length)}, about ${count} more ${are(others)} in the queue: send these with ${command('undelivered --send')}, then look again.`;
  }
  const which = messages.length === 0 ? `None is in sight, but about ${count}` : `About ${count} more`;
  return `${which} ${are(others)} in the queue, out of sight while somebody reads: look again in a minute.`;
}

function tellWhatIsLeft({ terminal, command }: Context, { isCut, others }: FoundMessages, notSent: number): void {
  const left = others + notSent;
  if (left > 0) {
    const when = others > 0 && !isCut ? ' in a minute' : '';
    terminal.note(
      `About ${formatCount(left)} ${are(left)} left in the queue: run ${command('undelivered --send')} again${when}.`,
    );
  }
}

async function print(context: Context, all: readonly Undelivered[], zone: string): Promise<void> {
  const { terminal } = context;
  const shapes = all.map(shape);
  if (context.json) {
    for (const each of shapes) {
      terminal.row(each);
    }
    return;
  }
  if (context.quiet) {
    for (const { id } of shapes) {
      terminal.print(clean(id));
    }
    return;
  }
  await terminal.table(
    ['DUE', 'VIA', 'ID', 'MESSAGE', 'PROBLEM'],
    shapes.map(({ id, due, via, message, problem }) => [
      due === null || Number.isNaN(Date.parse(due)) ? '' : formatMoment(Date.parse(due), zone),
      via ?? '',
      clean(id),
      message === null ? '' : shorten(clean(message), SHOWN_CHARACTERS),
      shorten(clean(problem), SHOWN_PROBLEM_CHARACTERS),
    ]),
  );
}

function describeSent({ id, created, status }: SentUndelivered, retryOf: string): string {
  const [shown, failed] = [clean(id), clean(retryOf)];
  if (created) {
    return `${failed} is sent again as ${shown}.`;
  }
  if (status === 'cancelled') {
    return `${failed} was cancelled: it is not sent, and no longer in the queue.`;
  }
  return id === retryOf ? `${failed} was sent after all.` : `${failed} was sent again before, as ${shown}.`;
}

/** Sends each again and prints what has become of it; returns how many are left in the queue. */
async function sendAll(
  context: Context,
  options: SharedOptions,
  machines: Machines,
  queue: UndeliveredMessages,
  all: readonly Undelivered[],
): Promise<number> {
  const { terminal, interruption } = context;
  let tried = 0;
  const outcomes = sendAllUndelivered(machines, queue, all, {
    onStart: (_, sent) =>
      interruption.leaves(
        `${sent} of ${all.length} were sent again. Run ${context.command('undelivered --send')} for the rest; none is sent twice.`,
      ),
  });
  for (;;) {
    const coming = all[tried];
    const outcome = await terminal.progress(
      coming ? `Sending ${clean(shape(coming).id)} again` : 'Giving back the rest',
      () => outcomes.next(),
    );
    if (outcome.done) {
      if (tried < all.length) {
        terminal.note(`${FAILURES_IN_A_ROW} in a row have failed: the rest is left for later.`);
      }
      return outcome.value;
    }
    tried += 1;
    printSent(context, options, outcome.value);
  }
}

function printSent(context: Context, options: SharedOptions, outcome: UndeliveredOutcome): void {
  const { terminal } = context;
  const retryOf = shape(outcome.undelivered).id;
  if ('error' in outcome) {
    const { message, exitCode } = explainError(outcome.error, options);
    const saysWhich = !isFailureOfAws(failureOf(outcome.error));
    terminal.complain(saysWhich ? message : `${clean(retryOf)}: ${message}`);
    process.exitCode ??= exitCode;
    return;
  }
  const { id, status, created, executionArn } = outcome.sent;
  if (context.json) {
    terminal.row({ id, retryOf, status, how: 'start', created, executionArn });
  } else {
    terminal.print(
      context.quiet ? clean(id) : `${terminal.paint('green', '✔')} ${describeSent(outcome.sent, retryOf)}`,
    );
  }
}
