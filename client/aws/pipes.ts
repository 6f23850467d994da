import { carryCall } from './carried-call.ts';
import type { Connection } from './connection.ts';

/** An EventBridge pipe. */
export interface DescribedPipe {
  /** `RUNNING` if the pipe polls its queue. */
  readonly state: string;
  /** The ARN of the queue that the pipe polls. */
  readonly sourceArn: string;
}

/** Reads a pipe's state and source. */
export async function describePipe(connection: Connection, name: string): Promise<DescribedPipe> {
  const { answer } = await carryCall(connection, { service: 'pipes', method: 'GET', path: `/v1/pipes/${name}` });
  const { CurrentState = '', Source = '' } = answer as { readonly CurrentState?: string; readonly Source?: string };
  return { state: CurrentState, sourceArn: Source };
}
