import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ssm } from './clients.ts';

/**
 * The time for which the function caches the ARN, in milliseconds: a minute. After a topic is replaced, the old topic still
 * gets reminders for up to a minute.
 *
 * With a much shorter time, a burst of reminders could exceed Parameter Store's limit of 40 calls a second (standard
 * throughput). At that limit, 40 × 60 = 2,400 execution environments can read once a minute. Lambda's default quota of 1,000
 * environments leads to 17 calls a second.
 */
export const MAXIMUM_AGE = 60 * 1_000;

let cached: { readonly arn: string; readonly readAt: number } | undefined;

/**
 * Returns the topic's ARN from the parameter whose name is in `TOPIC_PARAMETER`. Caches the ARN for {@link MAXIMUM_AGE}.
 *
 * @param options.deadline aborts the call
 * @param options.fresh if true, reads the parameter even if the ARN is cached
 * @throws Error if the response has no value
 * @throws the SDK's unchanged error if the call fails
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
