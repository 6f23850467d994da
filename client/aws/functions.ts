import type { Connection } from './connection.ts';
import { callRest } from './rest-call.ts';

/** Hands an event over to Lambda, which runs the alias `live` of a function with it, up to three times if the function fails. */
export async function invokeLater(connection: Connection, functionName: string, event: unknown): Promise<void> {
  await callRest(connection, {
    service: 'lambda',
    method: 'POST',
    path: `/2015-03-31/functions/${functionName}/invocations`,
    query: { Qualifier: 'live' },
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify(event),
  });
}
