import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Connection, makeClient, watchClock } from './connection.ts';

/** Who calls, from where, and how far this machine's clock is from that of AWS. */
export interface Account {
  readonly account: string;
  readonly caller: string;
  /** Milliseconds that this machine is ahead of AWS, to about a second; missing where AWS did not tell its time, or slowly. */
  readonly clockAhead: number | undefined;
}

/** The region that is in use. */
export async function usedRegion(connection: Connection): Promise<string> {
  return makeClient(STSClient, connection).config.region();
}

/** Asks AWS who calls. */
export async function readAccount(connection: Connection): Promise<Account> {
  const client = makeClient(STSClient, connection);
  const clock = watchClock(client);
  const { Account: account = '', Arn: caller = '' } = await client.send(new GetCallerIdentityCommand({}));
  return { account, caller, clockAhead: clock.last.ahead };
}
