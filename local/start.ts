import { describeArrival } from './describe-arrival.ts';
import { sendFirstReminders } from './first-reminders.ts';
import { Interruption, interruptible } from './interruptible.ts';
import { invitation } from './invitation.ts';
import { HELP, readStartOptions, type StartOptions } from './options.ts';
import { Problem } from './problem.ts';
import { startService } from './service.ts';
import { unlessAborted } from './unless-aborted.ts';

/**
 * `npm start`: brings the service up on this machine, shows two reminders arriving and stays up until it is told to end.
 * Takes everything down before it returns.
 *
 * @param parameters those of the command line
 * @returns the exit code: 0 where the service was up until somebody ended it, or with `--once` where both reminders arrived;
 *   else 1
 */
export async function start(parameters: readonly string[]): Promise<number> {
  let options: StartOptions;
  try {
    options = readStartOptions(parameters);
  } catch (error) {
    tell(error);
    return 1;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }

  const ending = interruptible();
  const endings: (() => Promise<unknown>)[] = [];
  let arrived = 0;
  let wasUp = false;
  let failed = false;
  try {
    const service = await startService({ ...options, ending, atEnd: (action) => endings.unshift(action) });
    arrived = await unlessAborted(ending.signal, sendFirstReminders(service));
    if (!options.once) {
      service.inbox.onArrival((arrival) => console.log(describeArrival(arrival)));
      console.log(invitation(service));
      wasUp = true;
      await unlessAborted(ending.signal, new Promise(() => {}));
    }
  } catch (error) {
    failed = !(error instanceof Interruption);
    tell(error);
  }
  for (const end of endings) {
    await end();
  }
  if (options.once) {
    console.log(`${arrived} of 2 reminders arrived`);
    return arrived === 2 ? 0 : 1;
  }
  return wasUp && !failed ? 0 : 1;
}

/** Tells the person at the terminal what went wrong, in a sentence. */
function tell(error: unknown): void {
  if (error instanceof Interruption) {
    console.log('Taking everything down.');
  } else {
    console.error(error instanceof Problem ? error.message : `npm start failed: ${(error as Error).message}`);
  }
}
