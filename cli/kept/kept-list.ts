import type { FoundMessages } from '../../client/aws/kept-messages.ts';
import { failureOf, isFailureOfAws } from '../../client/failures.ts';
import type { Received } from '../../client/kept/receive-kept.ts';
import { FAILURES_IN_A_ROW, type KeptOutcome, sendKept } from '../../client/kept/send-kept.ts';
import { formatCount } from '../../core/text/format-count.ts';
import type { Context } from '../context.ts';
import { explainError } from '../explain-error.ts';
import { clean } from '../terminal/clean.ts';

export const SHOWN_CHARACTERS = 40;
export const SHOWN_PROBLEM_CHARACTERS = 80;

/** The problem shown for a message that does not come from the service. */
export const NOT_OURS = 'This is not what the service writes into its queue.';

/** Messages that were received from a queue, and functions that describe them and send them again. */
export interface KeptList<Item, Sent> {
  readonly received: Received<Item>;
  readonly headings: readonly string[];
  /** Returns a message's row in the `--json` output. */
  rowOf(item: Item): { readonly id: string };
  /** Returns a message's cells in the table. */
  cellsOf(item: Item): readonly string[];
  send(item: Item): Promise<Sent>;
  /** Returns the row in the `--json` output for a message that was sent again. */
  sentRowOf(sent: Sent, item: Item): { readonly id: string };
  /** Describes in one sentence what happened to a message that was sent again. */
  describeSent(sent: Sent, item: Item): string;
}

const are = (count: number) => (count === 1 ? 'is' : 'are');

function describeOthers({ command }: Context, { messages, isCut, others }: FoundMessages): string {
  const count = formatCount(others);
  if (isCut) {
    return `These are the first ${formatCount(messages.length)}, about ${count} more ${are(others)} in the queue: send these with ${command('undelivered --send')}, then look again.`;
  }
  const which = messages.length === 0 ? `None is visible, but about ${count}` : `About ${count} more`;
  return `${which} ${are(others)} in the queue, hidden while another consumer processes ${others === 1 ? 'it' : 'them'}: try again in a minute.`;
}

/**
 * Makes the received messages visible again and prints them. Returns true if messages were received, all of them are visible
 * again, and the queue contains no others.
 */
export async function printKept<Item, Sent>(context: Context, list: KeptList<Item, Sent>): Promise<boolean> {
  const { terminal } = context;
  const { queue, all, found } = list.received;
  const notGivenBack = await queue.giveBack(found.messages).then(
    () => undefined,
    (error: unknown) => explainError(error, context.options),
  );
  if (all.length > 0) {
    await printTable(context, list);
  }
  if (notGivenBack) {
    terminal.note(`They stay hidden for another minute: ${notGivenBack.message}`);
    return false;
  }
  if (found.others > 0) {
    terminal.note(describeOthers(context, found));
    return false;
  }
  return all.length > 0;
}

async function printTable<Item, Sent>({ terminal, json, quiet }: Context, list: KeptList<Item, Sent>): Promise<void> {
  const { all } = list.received;
  if (!json && !quiet) {
    await terminal.table(
      [...list.headings],
      all.map((item) => [...list.cellsOf(item)]),
    );
    return;
  }
  for (const row of all.map((item) => list.rowOf(item))) {
    if (json) {
      terminal.row(row);
    } else {
      terminal.print(clean(row.id));
    }
  }
}

/**
 * Sends the received messages again. Prints the result for each message, and how many messages are left in the queue. Stops
 * after calls to AWS fail for {@link FAILURES_IN_A_ROW} messages in a row.
 */
export async function sendAllKept<Item extends { readonly message: FoundMessages['messages'][number] }, Sent>(
  context: Context,
  list: KeptList<Item, Sent>,
): Promise<void> {
  const { terminal, interruption, command } = context;
  const { queue, all, found } = list.received;
  if (all.length === 0) {
    terminal.note(describeOthers(context, found));
    return;
  }
  const outcomes = sendKept(queue, all, {
    send: (item) => list.send(item),
    onStart: (sent) =>
      interruption.leaves(
        `${sent} of ${all.length} were sent again. Run ${command('undelivered --send')} for the rest; none is sent twice.`,
      ),
  });
  let tried = 0;
  let notSent: number | undefined;
  while (notSent === undefined) {
    const coming = all[tried];
    const outcome = await terminal.progress(
      coming ? `Sending ${clean(list.rowOf(coming).id)} again` : 'Giving back the rest',
      () => outcomes.next(),
    );
    if (outcome.done) {
      notSent = outcome.value;
    } else {
      tried += 1;
      printSent(context, list, outcome.value);
    }
  }
  if (tried < all.length) {
    terminal.note(`${FAILURES_IN_A_ROW} in a row have failed: the rest is left for later.`);
  }
  const left = found.others + notSent;
  if (left > 0) {
    const when = found.others > 0 && !found.isCut ? ' in a minute' : '';
    terminal.note(
      `About ${formatCount(left)} ${are(left)} left in the queue: run ${command('undelivered --send')} again${when}.`,
    );
  }
}

function printSent<Item, Sent>(
  { terminal, json, quiet, options }: Context,
  list: KeptList<Item, Sent>,
  outcome: KeptOutcome<Item, Sent>,
): void {
  if ('error' in outcome) {
    const { message, exitCode } = explainError(outcome.error, options);
    const saysWhich = !isFailureOfAws(failureOf(outcome.error));
    terminal.complain(saysWhich ? message : `${clean(list.rowOf(outcome.item).id)}: ${message}`);
    process.exitCode ??= exitCode;
    return;
  }
  const { sent, item } = outcome;
  const row = list.sentRowOf(sent, item);
  if (json) {
    terminal.row(row);
  } else {
    terminal.print(quiet ? clean(row.id) : `${terminal.paint('green', '✔')} ${list.describeSent(sent, item)}`);
  }
}
