import { DEFAULT_SERVICE } from '../naming/service-name.ts';
import { inSingleQuotes } from '../text/in-single-quotes.ts';

/** Matches ids that need no quotes in any shell. */
const PLAIN = /^\w[\w.-]*$/;

/**
 * Adds the command line for `remindme snooze` to the end of a reminder's email. The command line follows a line with two
 * hyphens, like the lines that SNS appends. Only emails contain the command line. Programs that subscribe to the topic get the
 * message alone.
 *
 * @param id the name of the reminder's execution
 * @param service the deployment's name
 */
export function withSnoozeLine(message: string, id: string, service: string): string {
  const shown = PLAIN.test(id) ? id : inSingleQuotes(id);
  const option = service === DEFAULT_SERVICE ? '' : ` --service ${service}`;
  return `${message}\n\n--\nAgain in 10 minutes: remindme snooze ${shown} 10m${option}\n`;
}
