import { carryCall } from './carried-call.ts';
import type { Connection } from './connection.ts';

/** Hands an event over to Lambda, which runs the alias `live` of a function with it, up to three times if the function fails. */
export async function invokeLater(connection: Connection, functionName: string, event: unknown): Promise<void> {
  await carryCall(connection, {
    service: 'lambda',
    method: 'POST',
    path: `/2015-03-31/functions/${functionName}/invocations`,
    query: { Qualifier: 'live' },
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify(event),
  });
}

/** How many executions of all functions of the account and region may run at the same time. */
export async function concurrentExecutions(connection: Connection): Promise<number | undefined> {
  const { answer } = await carryCall(connection, {
    service: 'lambda',
    method: 'GET',
    path: '/2016-08-19/account-settings',
  });
  const { AccountLimit } = (answer ?? {}) as { readonly AccountLimit?: { readonly ConcurrentExecutions?: number } };
  return AccountLimit?.ConcurrentExecutions;
}
