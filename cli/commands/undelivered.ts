import type { Command } from 'commander';
import { formatCount } from '../../core/text/format-count.ts';
import type { FoundMessages, UndeliveredMessages } from '../aws/undelivered-queue.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { readDeployment, type StateMachineArns } from '../deployment.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { formatMoment } from '../due-time/moment.ts';
import { chooseZone } from '../due-time/zone.ts';
import { explainError } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import { fieldsOf } from '../reminders/reminder-input.ts';
import { type SentUndelivered, sendUndelivered } from '../reminders/send-undelivered.ts';
import { readUndelivered, type Undelivered } from '../reminders/undelivered-reminder.ts';
import { optionsOf } from '../shared-options.ts';
import { clean, shorten } from '../terminal/clean.ts';

interface UndeliveredOptions extends SharedOptions {
  readonly send?: boolean;
  readonly tz?: string;
}

const SHOWN_CHARACTERS = 40;
const SHOWN_PROBLEM_CHARACTERS = 80;
/** Where AWS fails so often on end, after all tries of the SDK, it is for a reason that has to be mended first. */
const FAILURES_IN_A_ROW = 3;

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
  const { undeliveredQueueUrl, stateMachineArns } = await readDeployment(context);
  if (!undeliveredQueueUrl) {
    throw new Failure(
      EXIT.notFound,
      `The deployment ${context.service} does not tell its queue of undelivered reminders.`,
      { next: 'Deploy this version of it with npx cdk deploy --all.' },
    );
  }
  const { UndeliveredMessages } = await import('../aws/undelivered-queue.ts');
  const queue = new UndeliveredMessages(context.connection, undeliveredQueueUrl);
  const found = await terminal.progress('Reading the undelivered reminders', () => queue.receive());
  const all = found.messages.map((each) => readUndelivered(each, stateMachineArns));
  if (all.length === 0) {
    terminal.note(found.others === 0 ? 'There are no undelivered reminders.' : describeOthers(context, found));
    return;
  }
  if (options.send) {
    const left = await sendAll(context, options, stateMachineArns, queue, all);
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

/** Sends each again, until AWS has failed too often in a row; tells how many are left. Those stay in the queue. */
async function sendAll(
  context: Context,
  options: SharedOptions,
  stateMachineArns: StateMachineArns,
  queue: UndeliveredMessages,
  all: readonly Undelivered[],
): Promise<number> {
  const { terminal, interruption } = context;
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  const left: Undelivered[] = [];
  let inARow = 0;
  for (const [index, each] of all.entries()) {
    if (inARow === FAILURES_IN_A_ROW) {
      terminal.note(`${FAILURES_IN_A_ROW} in a row have failed: the rest is left for later.`);
      left.push(...all.slice(index));
      break;
    }
    interruption.leaves(
      `${index - left.length} of ${all.length} were sent again. Run ${context.command('undelivered --send')} for the rest; none is sent twice.`,
    );
    const retryOf = shape(each).id;
    try {
      const sent = await terminal.progress(`Sending ${clean(retryOf)} again`, () =>
        sendUndelivered(context, executions, stateMachineArns, queue, each),
      );
      inARow = 0;
      if (context.json) {
        const { id, status, created, executionArn } = sent;
        terminal.row({ id, retryOf, status, how: 'start', created, executionArn });
      } else {
        terminal.print(
          context.quiet ? clean(sent.id) : `${terminal.paint('green', '✔')} ${describeSent(sent, retryOf)}`,
        );
      }
    } catch (error) {
      const { message, exitCode } = explainError(error, options);
      const isOfThisOne = error instanceof Failure; // and says which one; the others may be sent all the same
      terminal.complain(isOfThisOne ? message : `${clean(retryOf)}: ${message}`);
      process.exitCode ??= exitCode;
      inARow += isOfThisOne ? 0 : 1;
      left.push(each);
    }
  }
  await queue.giveBack(left.map(({ message }) => message)).catch(() => {}); // they are in sight again within a minute anyway
  return left.length;
}
