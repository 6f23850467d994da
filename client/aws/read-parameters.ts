import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Connection, makeClient } from './connection.ts';

/** Values from Parameter Store. */
export interface ReadParameters {
  /** The region that they were read in. */
  readonly region: string;
  /** By name, without those that do not exist. */
  readonly values: Readonly<Record<string, string>>;
}

/** Reads up to ten parameters with one call. */
export async function readParameters(connection: Connection, names: readonly string[]): Promise<ReadParameters> {
  const client = makeClient(SSMClient, connection);
  const { Parameters = [] } = await client.send(new GetParametersCommand({ Names: [...names] }));
  const values = Parameters.flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value] as const] : []));
  return { region: await client.config.region(), values: Object.fromEntries(values) };
}
