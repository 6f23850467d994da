import { createHash } from 'node:crypto';

/** A longer stack name is cut: Step Functions accepts 80 characters, and the rest of the name has 37. */
const STACK_NAME_CHARACTERS = 43;

/**
 * The name of the execution for a request: `create-remindme-demo-0a1b2c3d4e5f6071-20261126`; later attempts end in `-2` and so on.
 *
 * The digits are the start of the SHA-256 over the whole input: the same request has the same name, so Step Functions does
 * not run it twice at once. The day keeps the numbers small for a request that is repeated often: Step Functions keeps a
 * name for 90 days after the execution has ended.
 *
 * @param input the input of the execution
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
