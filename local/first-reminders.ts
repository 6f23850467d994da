import { physicalNames, type Via } from '../core/naming/physical-names.ts';
import { deckTimestamp } from './deck-timestamp.ts';
import { describeArrival } from './describe-arrival.ts';
import { styled } from './progress.ts';
import { statesEntered, statusOf } from './read-execution.ts';
import { type LocalService, SERVICE } from './service.ts';
import { startReminder } from './start-reminder.ts';

/** How far ahead they are due. */
const SECONDS_AHEAD = 3;
/** How long after their due time they are waited for. */
const PATIENCE_MILLISECONDS = 15_000;

/**
 * Starts one reminder through each machine, due a few seconds ahead, and shows them arriving.
 *
 * @returns how many of the two did, each with its own execution's name and text
 * @throws Problem where one cannot be started
 */
export async function sendFirstReminders({ ministack, inbox, stateMachineArns }: LocalService): Promise<number> {
  const { clientConfig } = ministack;
  const requests = {
    sns: { message: 'The tea is ready ☕', timestamp: deckTimestamp(Date.now() + SECONDS_AHEAD * 1_000) },
    lambda: { message: 'Time to stretch', seconds: SECONDS_AHEAD, subject: 'A break' },
  };

  const send = async (via: Via): Promise<boolean> => {
    const machine = physicalNames(SERVICE).stateMachines[via];
    const reminder = await startReminder(clientConfig, stateMachineArns[via], requests[via]);
    console.log(`  ${machine} was given ${JSON.stringify(requests[via])}`);
    const patience = Date.parse(reminder.dueAt) - Date.now() + PATIENCE_MILLISECONDS;
    const arrival = await inbox.arrivalOf(reminder.executionName, patience);
    if (arrival?.message !== reminder.message) {
      const instead = arrival ? describeArrival(arrival) : await statusOf(clientConfig, reminder.executionArn);
      console.log(`${styled('red', '✘')} "${reminder.message}" did not arrive through ${machine}: ${instead}`);
      return false;
    }
    const states = await statesEntered(clientConfig, reminder.executionArn);
    console.log(`${describeArrival(arrival)}, through ${machine} in ${states} states`);
    return true;
  };
  const arrivals = await Promise.all([send('sns'), send('lambda')]);
  return arrivals.filter(Boolean).length;
}
