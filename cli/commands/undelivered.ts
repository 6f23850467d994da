import type { Command } from 'commander';
import { VIAS } from '../../reminder/physical-names.ts';
import type { Executions } from '../aws/executions.ts';
import type { FoundMessages, KeptMessage, UndeliveredMessages } from '../aws/undelivered-queue.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { type Deployment, withDeployment } from '../deployment.ts';
import { explainError } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import { formatCount } from '../format-count.ts';
import { sendAgain } from '../reminders/send-again.ts';
import type { StartedReminder } from '../reminders/start-once.ts';
import { optionsOf } from '../shared-options.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { formatMoment } from '../when/moment.ts';
import { addZoneOption } from '../when/when-options.ts';
import { chooseZone } from '../when/zone.ts';

interface UndeliveredOptions extends SharedOptions {
  readonly send?: boolean;
  readonly tz?: string;
}

/** What a state machine has put into the queue. */
interface Kept {
  readonly request: unknown;
  readonly dueAt: string;
  readonly execution: string;
  readonly stateMachine: string;
  readonly problem: string;
}

interface Undelivered {
  readonly message: KeptMessage;
  /** Missing where it is not of the form that the state machines write. */
  readonly kept: Kept | undefined;
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

/** Whoever may write into the queue must not have other state machines started: those of the deployment are told. */
function readKept(message: KeptMessage, deployment: Deployment): Undelivered {
  try {
    const kept = JSON.parse(message.body) as Kept;
    const texts = [kept.dueAt, kept.execution, kept.stateMachine, kept.problem].every(
      (each) => typeof each === 'string',
    );
    return { message, kept: texts && viaOf(kept, deployment) ? kept : undefined };
  } catch {
    return { message, kept: undefined };
  }
}

const nameOf = (kept: Kept) => kept.execution.split(':').at(-1) ?? kept.execution;

const viaOf = (kept: Kept, deployment: Deployment) =>
  VIAS.find((each) => deployment.stateMachineArns[each] === kept.stateMachine);

function shape({ kept, message }: Undelivered, deployment: Deployment) {
  const text = (kept?.request as { message?: unknown } | undefined)?.message;
  return {
    id: kept ? nameOf(kept) : message.id,
    due: kept?.dueAt ?? null,
    via: (kept && viaOf(kept, deployment)) ?? null,
    message: typeof text === 'string' ? text : null,
    problem: kept?.problem ?? 'This is not what the service writes into its queue.',
  };
}

async function runUndelivered(options: UndeliveredOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const zone = chooseZone(options.tz, process.env['TZ']);
  interruption.leaves('Nothing was sent. What was being read is in sight again within a minute.');
  await withDeployment(context, async (deployment) => {
    const url = deployment.undeliveredQueueUrl;
    if (!url) {
      throw new Failure(
        EXIT.notFound,
        `The deployment ${context.service} does not tell its queue of undelivered reminders: deploy this version of it with npx cdk deploy --all.`,
      );
    }
    const { UndeliveredMessages } = await import('../aws/undelivered-queue.ts');
    const queue = new UndeliveredMessages(context.connection, url);
    const found = await terminal.progress('Reading the undelivered reminders', () => queue.receive());
    const all = found.messages.map((each) => readKept(each, deployment));
    if (all.length === 0) {
      terminal.note(found.others === 0 ? 'Every reminder was delivered.' : describeOthers(found));
      return;
    }
    if (options.send) {
      const failed = await sendAll(context, options, deployment, queue, all);
      tellWhatIsLeft(context, found, failed);
      return;
    }
    const notGivenBack = await queue.giveBack(found.messages).then(
      () => undefined,
      (error: unknown) => explainError(error, options),
    );
    await print(context, deployment, all, zone);
    if (notGivenBack) {
      terminal.note(`They are out of sight for another minute: ${notGivenBack.message}`);
      return;
    }
    if (found.others > 0) {
      terminal.note(describeOthers(found));
    } else if (!context.json) {
      terminal.note('Send them again: remindme undelivered --send');
    }
  });
}

const are = (count: number) => (count === 1 ? 'is' : 'are');

function describeOthers({ messages, isCut, others }: FoundMessages): string {
  const count = formatCount(others);
  if (isCut) {
    return `These are the first ${formatCount(messages.length)}, about ${count} more ${are(others)} in the queue: send these with remindme undelivered --send, then look again.`;
  }
  const which = messages.length === 0 ? `None is in sight, but about ${count}` : `About ${count} more`;
  return `${which} ${are(others)} in the queue, out of sight while somebody reads: look again in a minute.`;
}

function tellWhatIsLeft(context: Context, { isCut, others }: FoundMessages, failed: number): void {
  const left = others + failed;
  if (left > 0) {
    const when = others > 0 && !isCut ? ' in a minute' : '';
    context.terminal.note(
      `About ${formatCount(left)} ${are(left)} left in the queue: run remindme undelivered --send again${when}.`,
    );
  }
}

async function print(
  context: Context,
  deployment: Deployment,
  all: readonly Undelivered[],
  zone: string,
): Promise<void> {
  const { terminal } = context;
  const shapes = all.map((each) => shape(each, deployment));
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
  const { formatTable } = await import('../terminal/table.ts');
  const table = formatTable(
    ['DUE', 'VIA', 'ID', 'MESSAGE', 'PROBLEM'].map((title) => terminal.paint('dim', title)),
    shapes.map(({ id, due, via, message, problem }) => [
      due === null || Number.isNaN(Date.parse(due)) ? '' : formatMoment(Date.parse(due), zone),
      via ?? '',
      clean(id),
      message === null ? '' : shorten(clean(message), SHOWN_CHARACTERS),
      shorten(clean(problem), SHOWN_PROBLEM_CHARACTERS),
    ]),
  );
  terminal.print(table);
}

/** Starts it again, then takes it out of the queue: ended in between, it is found in the queue and not sent twice. */
async function sendOne(
  executions: Executions,
  queue: UndeliveredMessages,
  { message, kept }: Undelivered,
): Promise<StartedReminder> {
  if (!kept) {
    throw new Failure(
      EXIT.failed,
      `The message ${clean(message.id)} in the queue is not what the service writes there, and was left there.`,
    );
  }
  const again = await sendAgain(executions, kept.stateMachine, nameOf(kept), kept.request);
  await queue.remove(message);
  return again;
}

/** Sends each again, and tells how many could not be: they stay in the queue. */
async function sendAll(
  context: Context,
  options: SharedOptions,
  deployment: Deployment,
  queue: UndeliveredMessages,
  all: readonly Undelivered[],
): Promise<number> {
  const { terminal, interruption } = context;
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  let failed = 0;
  for (const [index, each] of all.entries()) {
    interruption.leaves(
      `${index - failed} of ${all.length} were sent again. Run remindme undelivered --send for the rest; none is sent twice.`,
    );
    const retryOf = shape(each, deployment).id;
    try {
      const { id, created, status, executionArn } = await terminal.progress(`Sending ${clean(retryOf)} again`, () =>
        sendOne(executions, queue, each),
      );
      if (context.json) {
        terminal.row({ id, retryOf, status, how: 'start', created, executionArn });
      } else if (context.quiet) {
        terminal.print(clean(id));
      } else {
        const outcome = created ? 'is sent again as' : 'was sent again before, as';
        terminal.print(`${terminal.paint('green', '✔')} ${clean(retryOf)} ${outcome} ${clean(id)}.`);
      }
    } catch (error) {
      const failure = explainError(error, options);
      terminal.complain(failure.message);
      process.exitCode ??= failure.exitCode;
      failed += 1;
      await queue.giveBack([each.message]).catch(() => {}); // it is in sight again within a minute anyway
    }
  }
  return failed;
}
