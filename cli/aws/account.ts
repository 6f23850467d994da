import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Connection, clientConfig, watchClock } from './connection.ts';

/** Who calls, from where, and how far this machine's clock is from that of AWS. */
export interface Account {
  readonly account: string;
  readonly caller: string;
  /** Milliseconds that this machine is ahead of AWS, to about half a second; missing where AWS did not tell the time. */
  readonly clockAhead: number | undefined;
}

/** The region that is in use. */
export async function usedRegion(connection: Connection): Promise<string> {
  return new STSClient(clientConfig(connection)).config.region();
}

/** Asks AWS who calls. */
export async function readAccount(connection: Connection): Promise<Account> {
  const client = new STSClient(clientConfig(connection));
  const clock = watchClock(client);
  const asked = Date.now();
  const { Account: account = '', Arn: caller = '' } = await client.send(new GetCallerIdentityCommand({}));
  const answered = Date.now();
  // the answer's time is in whole seconds, cut off: on average half a second more
  const clockAhead = clock.time === undefined ? undefined : (asked + answered) / 2 - (clock.time + 500);
  return { account, caller, clockAhead };
}
