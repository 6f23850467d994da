import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { watchClock } from './aws-clock.ts';
import { type Connection, makeClient } from './connection.ts';

/** Who calls AWS, and how far this machine's clock is from AWS's. */
export interface Caller {
  readonly account: string;
  /** The ARN of the user or role. */
  readonly arn: string;
  /** Milliseconds that this machine is ahead of AWS; missing if the answer does not say. */
  readonly clockAhead: number | undefined;
}

/** The region that a connection uses. */
export async function usedRegion(connection: Connection): Promise<string> {
  return makeClient(STSClient, connection).config.region();
}

/** Asks AWS who calls. */
export async function readCaller(connection: Connection): Promise<Caller> {
  const client = makeClient(STSClient, connection);
  const clock = watchClock(client);
  const { Account: account = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  return { account, arn, clockAhead: clock.last.ahead };
}
