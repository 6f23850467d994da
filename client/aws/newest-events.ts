import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { type Connection, makeClient } from './connection.ts';

/**
 * The maximum number of events on one page. Each time the stack creator reads a stack's status, the execution's history grows
 * by 9 events. A larger page could also contain the first events, which are long because they contain the template.
 */
const PAGE = 10;

/** Reads the history of a running execution. Each call to `read` returns only the new events. */
export class NewestEvents {
  private readonly client: SFNClient;
  private seen = 0;

  constructor(
    connection: Connection,
    private readonly executionArn: string,
  ) {
    this.client = makeClient(SFNClient, connection);
  }

  /** Returns the events since the last call, oldest first. */
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
