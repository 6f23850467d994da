import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { type Connection, makeClient } from './connection.ts';

/** One look at a stack makes 9 events. A larger page would read the template in the first events again and again. */
const PAGE = 10;

/** Reads the history of an execution piece by piece. */
export class NewestEvents {
  private readonly client: SFNClient;
  private seen = 0;

  constructor(
    connection: Connection,
    private readonly executionArn: string,
  ) {
    this.client = makeClient(SFNClient, connection);
  }

  /** Reads the events since the last time, in order. */
  async read(signal?: AbortSignal): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn: this.executionArn,
          reverseOrder: true,
          maxResults: PAGE,
          ...(nextToken && { nextToken }),
        }),
        signal ? { abortSignal: signal } : {},
      );
      const fresh = (page.events ?? []).filter(({ id = 0 }) => id > this.seen);
      events.push(...fresh);
      nextToken = fresh.length === page.events?.length ? page.nextToken : undefined;
    } while (nextToken);
    this.seen = Math.max(this.seen, events[0]?.id ?? 0);
    return events.reverse();
  }
}
