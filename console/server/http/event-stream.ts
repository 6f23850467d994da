import type { ServerResponse } from 'node:http';

/** Sends each event to all open pages, as server-sent events. */
export class EventStream {
  private readonly pages = new Set<ServerResponse>();
  /** Called with true when the first page opens, and with false when the last one closes. */
  onWatched: (isWatched: boolean) => void = () => {};

  /** The number of open pages that are visible. A hidden page closes its stream. */
  get size(): number {
    return this.pages.size;
  }

  /** Opens the stream for a page. Sends the given event first, and only to this page. */
  open(response: ServerResponse, event: string, data: unknown): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(format(event, data));
    this.pages.add(response);
    response.on('close', () => {
      this.pages.delete(response);
      if (this.pages.size === 0) {
        this.onWatched(false);
      }
    });
    if (this.pages.size === 1) {
      this.onWatched(true);
    }
  }

  send(event: string, data: unknown): void {
    const text = format(event, data);
    for (const page of this.pages) {
      page.write(text);
    }
  }

  close(): void {
    for (const page of this.pages) {
      page.end();
    }
  }
}

const format = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
