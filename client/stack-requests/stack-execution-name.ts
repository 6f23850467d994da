import { createHash } from 'node:crypto';

/**
 * The maximum length of the stack's name in the execution's name, in characters. Step Functions accepts 80 characters, and the
 * rest of the name has up to 37.
 */
const STACK_NAME_CHARACTERS = 43;

/**
 * Derives the name of the execution for a request: `create-remindme-demo-0a1b2c3d4e5f6071-20261126`. The names of later
 * attempts end in `-2` and so on.
 *
 * The digits are the start of a SHA-256 hash of the whole input. Equal requests therefore have the same name, and Step
 * Functions does not run them twice at the same time. The name also contains the day, because Step Functions reserves a name
 * for 90 days. Without the day, a frequent request would have high attempt numbers.
 *
 * @param input the execution's input
 * @param attempt 1 for the first execution of that request on that day
 */
export function stackExecutionName(
  request: { readonly action: string; readonly stackName: string },
  input: string,
  now: number,
  attempt: number,
): string {
  const digest = createHash('sha256').update(input).digest('hex').slice(0, 16);
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
  const name = `${request.action}-${request.stackName.slice(0, STACK_NAME_CHARACTERS)}-${digest}-${day}`;
  return attempt === 1 ? name : `${name}-${attempt}`;
}
