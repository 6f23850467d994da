import type { Via } from '../../../core/naming/physical-names.ts';
import type { Status } from '../../../core/reminder/reminder-status.ts';

/** A reminder, as the page shows it in the list. */
export interface WatchedReminder {
  readonly id: string;
  readonly via: Via;
  readonly status: Status;
  /** The due time in milliseconds since the epoch. */
  readonly due?: number | undefined;
  /** The end of the execution in milliseconds since the epoch. */
  readonly endedAt?: number | undefined;
  /** Missing while the message is not known. */
  readonly message?: string | undefined;
  readonly subject?: string | undefined;
  /**
   * The rule of a repeated reminder in words: `every weekday at 09:00, Europe/London`. If this field is present, `due` is the
   * next occurrence.
   */
  readonly every?: string | undefined;
  /** The error and the cause of an execution that failed or was stopped. */
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** True if the request was refused, so that it cannot be retried. */
  readonly wasRefused?: boolean | undefined;
}

/** The changes to the list that the pages have not received yet. */
export interface Changes {
  readonly changed: readonly WatchedReminder[];
  /** The keys of reminders that no longer exist. */
  readonly removed: readonly string[];
}

/** Returns the key of a reminder. Both state machines can have a reminder with the same id. */
export const keyOf = ({ via, id }: Pick<WatchedReminder, 'via' | 'id'>) => `${via}/${id}`;

/** The reminders that all open pages show, and the changes that the pages have not received yet. */
export class ReminderStore {
  private readonly reminders = new Map<string, WatchedReminder>();
  private changed = new Set<string>();

  get all(): readonly WatchedReminder[] {
    return [...this.reminders.values()];
  }

  get(key: string): WatchedReminder | undefined {
    return this.reminders.get(key);
  }

  /** Adds a reminder, or changes the given fields of a known one. A field without a value does not erase a known value. */
  put(reminder: WatchedReminder): void {
    const key = keyOf(reminder);
    const old = this.reminders.get(key);
    const given = Object.fromEntries(Object.entries(reminder).filter(([, value]) => value !== undefined));
    // a redriven execution is pending again, and has no end and no error
    const kept = old && isWaiting(reminder) && !isWaiting(old) ? textsOf(old) : old;
    const whole = { ...kept, ...given } as WatchedReminder;
    if (!old || JSON.stringify(old) !== JSON.stringify(whole)) {
      this.reminders.set(key, whole);
      this.changed.add(key);
    }
  }

  remove(key: string): void {
    if (this.reminders.delete(key)) {
      this.changed.add(key);
    }
  }

  /** Returns the changes since the last call. Returns `undefined` if there are none. */
  takeChanges(): Changes | undefined {
    if (this.changed.size === 0) {
      return undefined;
    }
    const keys = [...this.changed];
    this.changed = new Set();
    return {
      changed: keys.flatMap((key) => this.reminders.get(key) ?? []),
      removed: keys.filter((key) => !this.reminders.has(key)),
    };
  }
}

/** True if a reminder is pending or paused. */
export const isWaiting = ({ status }: Pick<WatchedReminder, 'status'>) => status === 'pending' || status === 'paused';

const textsOf = ({ message, subject }: WatchedReminder) => ({ message, subject });
