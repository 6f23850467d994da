import { physicalNames, VIAS, type Via } from '../core/naming/physical-names.ts';
import { executionName } from '../core/reminder/execution-name.ts';
import { checkReminderRequest } from '../core/reminder/reminder-request.ts';
import { describeArrival } from './inbox/describe-arrival.ts';
import { runService } from './service/run-service.ts';
import { type LocalService, SERVICE } from './service/start-service.ts';
import { readStartOptions } from './terminal/options.ts';
import { Problem } from './terminal/problem.ts';
import { styled } from './terminal/progress.ts';

/** How far ahead the first reminders are due. */
const SECONDS_AHEAD = 3;
/** How long to wait for a reminder after its due time. */
const PATIENCE_MILLISECONDS = 15_000;

/**
 * `npm start`: brings the service up on this machine, shows two reminders arriving, and stays up until it is asked to end. Takes
 * everything down before it returns. `service/start-service.ts` has the steps that come before the first reminder.
 *
 * @param parameters those of the command line
 * @returns the exit code: 0 if the service was up until it was asked to end, or with `--once` if both reminders arrived; else 1
 */
export async function npmStart(parameters: readonly string[]): Promise<number> {
  const options = readStartOptions(parameters);
  if (typeof options === 'number') {
    return options;
  }
  let arrived = 0;
  let wasUp = false;
  const outcome = await runService({
    command: 'npm start',
    ...(options.port !== undefined && { port: options.port }),
    use: async (service, signal) => {
      arrived = await sendFirstReminders(service);
      signal.throwIfAborted();
      if (!options.once) {
        service.inbox.onArrival((arrival) => console.log(describeArrival(arrival)));
        console.log(invitation(service));
        wasUp = true;
        await new Promise(() => {});
      }
    },
  });
  if (options.once) {
    console.log(`${arrived} of 2 reminders arrived`);
    return arrived === 2 && outcome === 'done' ? 0 : 1;
  }
  return wasUp && outcome === 'interrupted' ? 0 : 1;
}

/**
 * Starts one reminder through each state machine, due a few seconds ahead, and shows them arriving.
 *
 * @returns how many of the two arrived, each with its own execution's name and text
 * @throws Problem if one cannot be started
 */
async function sendFirstReminders({ inbox, machines: { executions, arns } }: LocalService): Promise<number> {
  const requests = {
    sns: { message: 'The tea is ready ☕', timestamp: deckTimestamp(Date.now() + SECONDS_AHEAD * 1_000) },
    lambda: { message: 'Time to stretch', seconds: SECONDS_AHEAD, subject: 'A break' },
  };

  const send = async (via: Via): Promise<boolean> => {
    const machine = physicalNames(SERVICE).stateMachines[via];
    const reminder = checkReminderRequest(requests[via], Date.now());
    if ('problem' in reminder) {
      throw new Problem(reminder.problem);
    }
    const name = executionName(reminder);
    const input = JSON.stringify(requests[via]);
    const { arn } = await executions.start(arns[via], name, input);
    console.log(`  ${machine} was given ${input}`);
    const patience = Date.parse(reminder.dueAt) - Date.now() + PATIENCE_MILLISECONDS;
    const arrival = await inbox.arrivalOf(name, patience);
    if (arrival?.message !== reminder.message) {
      const { status, error, cause } = (await executions.describe(arn)) ?? {};
      const state = [`its execution is ${status}`, error, cause].filter(Boolean).join(', ');
      const instead = arrival ? describeArrival(arrival) : state;
      console.log(`${styled('red', '✘')} "${reminder.message}" did not arrive through ${machine}: ${instead}`);
      return false;
    }
    const states = (await executions.history(arn)).filter(({ type }) => type?.endsWith('StateEntered'));
    console.log(`${describeArrival(arrival)}, through ${machine} in ${states.length} states`);
    return true;
  };
  const arrivals = await Promise.all(VIAS.map(send));
  return arrivals.filter(Boolean).length;
}

/** Writes an instant in the deck's shape of a timestamp, in whole seconds of UTC: `2027-01-27 09:00:00`. */
function deckTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** What to type in another terminal to send your own reminder. Every indented line works when it is pasted. */
function invitation({ ministack, machines }: LocalService): string {
  const variables = Object.entries(ministack.clientEnvironment).map(([name, value]) => `${name}=${value}`);
  return `
${styled('bold', 'The service is up.')} Send yourself a reminder from another terminal:

  cd '${process.cwd()}'
  export ${variables.join(' ')}
  npx remindme "call mum" in 10 seconds
  npx remindme list

The same with the AWS CLI, if you have it:

  aws stepfunctions start-execution --state-machine-arn ${machines.arns.sns} --input '{"message":"call mum","seconds":10}'

What arrives is shown here. The local AWS writes its log to ${ministack.logFile}. Ctrl-C takes everything down.
`;
}
