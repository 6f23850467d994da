import type { ConsoleWords } from '../../console/server/site.ts';
import { shellText, withDeployment } from '../command-line.ts';
import type { SharedOptions } from '../context.ts';
import { describeFinding } from '../doctor/describe-finding.ts';
import { makeWhenReader } from '../due-time/due-time-options.ts';
import { formatMoment } from '../due-time/moment.ts';
import { explainError } from '../explain-error.ts';
import { shellWhen } from '../reminders/check-message.ts';
import { readKept, sendKept } from './console-kept.ts';

/** Returns the command line's functions for messages and due times, for use by the web page. */
export async function makeConsoleWords(options: SharedOptions): Promise<ConsoleWords> {
  const { zone, readWhen } = await makeWhenReader({});
  const command = (words: string) => withDeployment(`remindme ${words}`.trim(), options);
  const explain = (error: unknown) => {
    const { problem, next } = explainError(error, options);
    return { problem, next };
  };
  return {
    zone,
    command,
    addCommand: (message, when) => command(`add ${shellText(message)} ${shellWhen(when)}`),
    explain,
    readKept: (deployment) => readKept(deployment, zone),
    sendKept: (deployment, id) => sendKept(deployment, zone, id),
    describeFinding: (finding) => describeFinding(finding, { command, options }),
    readWhen: (when) => {
      try {
        const due = readWhen(when);
        return { due, said: formatMoment(due, zone) };
      } catch (error) {
        const { problem, next, readings = [] } = explainError(error, options);
        return {
          problem,
          next,
          readings: readings.map((reading) => ({ when: reading.when, said: formatMoment(reading.due, zone) })),
        };
      }
    },
  };
}
