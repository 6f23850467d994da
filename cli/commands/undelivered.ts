import type { Command } from 'commander';
import { type Received, receiveKept } from '../../client/kept/receive-kept.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { chooseZone } from '../due-time/zone.ts';
import { printKept, sendAllKept } from '../kept/kept-list.ts';
import { undeliveredList } from '../kept/undelivered-list.ts';
import { unhandledList } from '../kept/unhandled-list.ts';
import { optionsOf } from '../shared-options.ts';

interface UndeliveredOptions extends SharedOptions {
  readonly send?: boolean;
  readonly tz?: string;
}

/** Adds the command `remindme undelivered` to the program. */
export function registerUndelivered(program: Command): void {
  const undelivered = program
    .command('undelivered')
    .summary('list what could not be delivered, or send it again')
    .description(
      'List the reminders that could not be delivered after all tries, and the emails and failures that no function could handle. They are kept for 14 days; --send sends them again, each once.',
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

const isEmpty = ({ all, found }: Received<unknown>) => all.length === 0 && found.others === 0;

async function runUndelivered(options: UndeliveredOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption, deployment, json, command } = context;
  const zone = chooseZone(options.tz);
  interruption.leaves('Nothing was sent. The messages are visible again within a minute.');
  const { stateMachineArns, reminders, events } = await terminal.progress('Reading what could not be delivered', () =>
    receiveKept(deployment),
  );
  if (isEmpty(reminders) && isEmpty(events)) {
    terminal.note('There are no undelivered reminders.');
    return;
  }
  const ofReminders = undeliveredList(reminders, () => deployment.machines(stateMachineArns), zone);
  const ofEvents = unhandledList(events, { deployment, stateMachineArns }, zone);
  if (options.send) {
    if (!isEmpty(reminders)) {
      await sendAllKept(context, ofReminders);
    }
    if (!isEmpty(events)) {
      await sendAllKept(context, ofEvents);
    }
    return;
  }
  const canSend = [await printKept(context, ofReminders), await printKept(context, ofEvents)];
  if (canSend.includes(true) && !json) {
    terminal.note(`Send them again: ${command('undelivered --send')}`);
  }
}
