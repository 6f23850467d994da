import { keyOf, type ReminderStore, type WatchedReminder } from './reminder-store.ts';

/** The settings of {@link TextReader}. */
export interface TextReaderOptions {
  readonly store: ReminderStore;
  /** Reads a reminder, and updates the store. */
  readonly look: (reminder: WatchedReminder) => Promise<unknown>;
  /** True while a page is open. */
  readonly isWatched: () => boolean;
}

/**
 * Reads, one by one, the messages that ListExecutions does not return, and the causes of failures. It first reads the reminders
 * that a page shows, then failed ones, and then the others. Reminders that are due closest to now come first among the others.
 */
export class TextReader {
  /** The keys of the reminders that it has tried to read. */
  private readonly tried = new Set<string>();
  private wanted: string[] = [];
  private isReading = false;

  constructor(private readonly options: TextReaderOptions) {}

  /** Reads these reminders next, because a page shows them. */
  want(keys: readonly string[]): void {
    this.wanted = [...keys, ...this.wanted.slice(0, keys.length)]; // the other reminders are no longer visible
    void this.read();
  }

  /** Reads all missing messages. Does nothing if it is already reading. */
  async read(): Promise<void> {
    if (this.isReading) {
      return;
    }
    this.isReading = true;
    try {
      const queue = this.findUnread();
      while (this.options.isWatched()) {
        const key = this.wanted.shift() ?? queue.shift();
        if (key === undefined) {
          break;
        }
        await this.readOne(key);
      }
    } catch {
      // the next refresh of the list reports the failure and restarts this loop
    }
    this.isReading = false;
  }

  private async readOne(key: string): Promise<void> {
    const reminder = this.options.store.get(key);
    if (reminder && this.isUnread(reminder)) {
      this.tried.add(key);
      await this.options.look(reminder);
    }
  }

  private isUnread(reminder: WatchedReminder): boolean {
    const { message, status, error } = reminder;
    return (message === undefined || (status === 'failed' && error === undefined)) && !this.tried.has(keyOf(reminder));
  }

  private findUnread(): string[] {
    const now = Date.now();
    const rank = ({ status, due = 0 }: WatchedReminder) => (status === 'failed' ? 0 : Math.abs(due - now));
    return this.options.store.all
      .filter((each) => this.isUnread(each))
      .sort((one, other) => rank(one) - rank(other))
      .map(keyOf);
  }
}
