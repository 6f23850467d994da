import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { watchClock } from './aws-clock.ts';
import { type Connection, makeClient } from './connection.ts';

/** The identity that calls AWS, and the difference between this computer's clock and AWS's. */
export interface Caller {
  readonly account: string;
  /** The ARN of the user or role. */
  readonly arn: string;
  /**
   * How far this computer's clock is ahead of AWS's, in milliseconds. Missing if the response has no date or took 5 s or more.
   */
  readonly clockAhead: number | undefined;
}

/** Returns the region that the given connection uses. */
export async function usedRegion(connection: Connection): Promise<string> {
  return makeClient(STSClient, connection).config.region();
}

/** Reads the caller's identity from AWS (STS GetCallerIdentity), and compares the clocks. */
export async function readCaller(connection: Connection): Promise<Caller> {
  const client = makeClient(STSClient, connection);
  const clock = watchClock(client);
  const { Account: account = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  return { account, arn, clockAhead: clock.last.ahead };
}
