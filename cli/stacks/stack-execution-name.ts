import { createHash } from 'node:crypto';

/** Of a longer stack name only the start stands in the name: Step Functions takes 80 characters, and the rest has 37. */
const STACK_NAME_CHARACTERS = 43;

/**
 * The name of the execution that does something with a stack: `create-remindme-demo-0a1b2c3d4e5f6071-20261126`, and from the
 * second attempt on `-2` and so on behind it.
 *
 * The digits are the start of the SHA-256 over the whole input, so that the same request has the same name, and Step Functions
 * does not run it twice at once. The day keeps the numbers small where something is done over and over again: Step Functions
 * keeps a name for 90 days after the execution has ended.
 *
 * @param input what the execution is started with
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
