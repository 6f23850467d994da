import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ssm } from './clients.ts';

/**
 * How long the function uses an ARN before it reads the parameter again, in milliseconds: a minute. A topic that was replaced
 * gets reminders for that long.
 *
 * A shorter time would cost reminders of a burst. Parameter Store answers 40 calls a second (standard throughput), so at most
 * 40 × 60 = 2,400 execution environments can read once a minute. The default quota of Lambda is 1,000, which read 17 times
 * a second.
 */
export const MAXIMUM_AGE = 60 * 1_000;

let cached: { readonly arn: string; readonly readAt: number } | undefined;

/**
 * Returns the topic's ARN from the parameter that `TOPIC_PARAMETER` names. It caches the ARN for {@link MAXIMUM_AGE}.
 *
 * @param options.deadline ends the call
 * @param options.fresh reads the parameter even if the ARN is cached
 * @throws Error if the answer has no value, which every parameter has; the SDK's errors unchanged
 */
export async function topicArn(options: { readonly deadline: AbortSignal; readonly fresh?: boolean }): Promise<string> {
  if (options.fresh || cached === undefined || Date.now() - cached.readAt >= MAXIMUM_AGE) {
    const name = process.env['TOPIC_PARAMETER'];
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }), { abortSignal: options.deadline });
    if (!Parameter?.Value) {
      throw new Error(`The answer has no value of the parameter ${name}: it does not come from Parameter Store.`);
    }
    cached = { arn: Parameter.Value, readAt: Date.now() };
  }
  return cached.arn;
}
