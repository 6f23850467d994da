import { carryCall } from './carried-call.ts';
import type { Connection } from './connection.ts';

/** Invokes a function's alias `live` asynchronously. If the function fails, Lambda runs it up to three times in total. */
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

/**
 * Returns the account's limit of concurrent Lambda executions in the region. Returns `undefined` if the response does not
 * contain it.
 */
export async function concurrentExecutions(connection: Connection): Promise<number | undefined> {
  const { answer } = await carryCall(connection, {
    service: 'lambda',
    method: 'GET',
    path: '/2016-08-19/account-settings',
  });
  const { AccountLimit } = (answer ?? {}) as { readonly AccountLimit?: { readonly ConcurrentExecutions?: number } };
  return AccountLimit?.ConcurrentExecutions;
}
