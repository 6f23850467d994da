import { describeArrival } from './describe-arrival.ts';
import { sendFirstReminders } from './first-reminders.ts';
import { invitation } from './invitation.ts';
import { readStartOptions } from './options.ts';
import { runService } from './run-service.ts';

/**
 * `npm start`: brings the service up on this machine, shows two reminders arriving and stays up until it is told to end.
 * Takes everything down before it returns.
 *
 * @param parameters those of the command line
 * @returns the exit code: 0 where the service was up until somebody ended it, or with `--once` where both reminders arrived;
 *   else 1
 */
export async function start(parameters: readonly string[]): Promise<number> {
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
