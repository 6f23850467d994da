import { carryCall } from './carried-call.ts';
import type { Connection } from './connection.ts';

/** Values from Parameter Store. */
export interface ReadParameters {
  /** The region that the values come from. */
  readonly region: string;
  /** The values, keyed by name. Parameters that do not exist are omitted. */
  readonly values: Readonly<Record<string, string>>;
}

/** Reads up to ten parameters in one call. */
export async function readParameters(connection: Connection, names: readonly string[]): Promise<ReadParameters> {
  const { region, answer } = await carryCall(connection, {
    service: 'ssm',
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': 'AmazonSSM.GetParameters', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ Names: names }),
  });
  const { Parameters = [] } = answer as { readonly Parameters?: readonly { Name?: string; Value?: string }[] };
  const values = Parameters.flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value] as const] : []));
  return { region, values: Object.fromEntries(values) };
}
