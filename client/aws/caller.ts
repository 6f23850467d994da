import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { watchClock } from './aws-clock.ts';
import { type Connection, makeClient } from './connection.ts';

/** The identity with which AWS is called, and the difference between this machine's clock and AWS's. */
export interface Caller {
  readonly account: string;
  /** The ARN of the user or role. */
  readonly arn: string;
  /** How far this machine's clock is ahead of AWS's, in milliseconds. Missing if the answer has no date. */
  readonly clockAhead: number | undefined;
}

/** Returns the region that a connection uses. */
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
