import { EVENT_TYPES, physicalNames, VIAS, type Via } from '../core/naming/physical-names.ts';
import { executionName } from '../core/reminder/execution-name.ts';
import { checkReminderRequest } from '../core/reminder/reminder-request.ts';
import { describeArrival } from './inbox/describe-arrival.ts';
import { runService } from './service/run-service.ts';
import { type LocalService, SERVICE } from './service/start-service.ts';
import { readStartOptions } from './terminal/options.ts';
import { Problem } from './terminal/problem.ts';
import { styled } from './terminal/progress.ts';

/** Starts the server of the web page, and returns the page's URL. If `isOpened` is true, also opens the page in the browser. */
export type OpenPage = (
  parts: Pick<LocalService, 'deployment' | 'inbox'> & { readonly isOpened: boolean },
) => Promise<{ readonly url: string }>;

/** The number of seconds until the first reminders are due. */
const SECONDS_AHEAD = 3;
/** The maximum wait for a reminder after its due time. */
const PATIENCE_MILLISECONDS = 15_000;

/**
 * Runs `npm start`, which starts the service on this computer and shows how two reminders arrive. Without `--once`, it keeps
 * running until a signal ends it. It stops everything before it returns. `service/start-service.ts` has the steps before the
 * first reminder.
 *
 * @param parameters the command-line arguments
 * @param openPage starts the web page; not called with `--once`
 * @returns the exit code. Without `--once`, it is 0 if the service ran until a signal ended it. With `--once`, it is 0 if both
 *   reminders arrived. It is also 0 after `--help`. In all other cases, or if not everything could be stopped, it is 1.
 */
export async function npmStart(parameters: readonly string[], openPage: OpenPage): Promise<number> {
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
      let url = '';
      if (!options.once) {
        ({ url } = await openPage({ ...service, isOpened: options.open }));
        console.log(`${styled('green', '✔')} See it in a browser: ${url}`);
      }
      arrived = await sendFirstReminders(service);
      signal.throwIfAborted();
      if (!options.once) {
        service.inbox.onArrival((arrival) => console.log(describeArrival(arrival)));
        console.log(invitation(service, url));
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
 * Starts a reminder on each of the two reminder state machines, and shows how both arrive. Both reminders are due in a few
 * seconds.
 *
 * @returns the number of reminders that arrived with the right execution name and message
 * @throws Problem if a request is invalid; the error of a failed call to Step Functions
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
    console.log(`  ${machine} got the input ${input}`);
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

/**
 * Formats the given time, in milliseconds since the epoch, as the deck does: in UTC and whole seconds, such as
 * `2027-01-27 09:00:00`.
 */
function deckTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** Returns an entry for PutEvents that requests the given reminder. */
const eventOf = (request: object) => ({
  EventBusName: physicalNames(SERVICE).eventBus,
  Source: 'me',
  DetailType: EVENT_TYPES.requested,
  Detail: JSON.stringify(request),
});

/**
 * Returns a text with commands that start reminders from another terminal. Every indented line is a command that the user can
 * paste as it is.
 */
function invitation({ ministack, machines, apiUrl, filesBucket }: LocalService, url: string): string {
  const variables = Object.entries(ministack.clientEnvironment).map(([name, value]) => `${name}=${value}`);
  return `
${styled('bold', 'The service is up.')} See it in a browser: ${url}

Send yourself a reminder from another terminal:

  cd '${process.cwd()}'
  export ${variables.join(' ')}
  npx remindme "call mum" in 10 seconds
  npx remindme list

The same with the AWS CLI, if you have it:

  aws stepfunctions start-execution --state-machine-arn ${machines.arns.sns} --input '{"message":"call mum","seconds":10}'

Or with a signed request to the HTTP API, from curl 7.75 or newer:

  curl -s --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" -H 'content-type: application/json' -d '{"message":"call mum","seconds":10}' '${apiUrl}reminders'

Or with an event, from the AWS CLI:

  aws events put-events --entries '${JSON.stringify([eventOf({ message: 'call mum', seconds: 10 })])}'

Or with a file that you put into the bucket, with the AWS CLI:

  printf 'message,when\\ncall mum,in 10 seconds\\n' | aws s3 cp - s3://${filesBucket}/inbox/reminders.csv

What arrives is shown here and in the browser. The local AWS writes its log to ${ministack.logFile}. Ctrl-C takes everything down.
`;
}
