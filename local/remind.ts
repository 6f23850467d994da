import { parseArgs } from 'node:util';
import { physicalNames } from '../reminder/physical-names.ts';
import { clientConfig } from './ministack.ts';
import { readPort } from './options.ts';
import { Problem } from './problem.ts';
import { readParameter, startReminder } from './reminders.ts';
import { SERVICE } from './service.ts';

const USAGE = 'Usage: npm run remind -- --port N "message" <seconds, or "YYYY-MM-DD HH:MM:SS" in UTC>';

/**
 * Sends a reminder through the service that `npm start` runs on this machine.
 *
 * @param parameters `--port N message when`
 * @returns the exit code: 0 where the reminder waits, else 1
 */
export async function remind(parameters: readonly string[]): Promise<number> {
  try {
    const { port, message, when } = readParameters(parameters);
    const config = clientConfig(port);
    const stateMachineArn = await readParameter(config, physicalNames(SERVICE).parameters.stateMachineArn('sns'));
    const due = /^[0-9]+$/.test(when) ? { seconds: Number(when) } : { timestamp: when };
    const reminder = await startReminder(config, stateMachineArn, { message, ...due });
    console.log(`${reminder.executionName} is due at ${reminder.dueAt}`);
    return 0;
  } catch (error) {
    console.error(error instanceof Problem ? error.message : `npm run remind failed: ${(error as Error).message}`);
    return 1;
  }
}

function readParameters(parameters: readonly string[]) {
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...parameters], options: { port: { type: 'string' } }, allowPositionals: true });
    } catch {
      throw new Problem(USAGE);
    }
  })();
  const [message, when, ...others] = positionals;
  if (values.port === undefined || message === undefined || when === undefined || others.length > 0) {
    throw new Problem(USAGE);
  }
  return { port: readPort(values.port), message, when };
}
