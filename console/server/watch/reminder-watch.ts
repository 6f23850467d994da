import type { ListedExecution } from '../../../client/aws/executions.ts';
import type { Deployment, Machines } from '../../../client/deployment.ts';
import { type FoundReminder, findExactly } from '../../../client/reminders/find-reminder.ts';
import { listReminders, readUnread, toListed } from '../../../client/reminders/list-reminders.ts';
import { whySkipped } from '../../../client/reminders/reminder-fate.ts';
import { isRefusal } from '../../../core/naming/error-names.ts';
import { VIAS, type Via } from '../../../core/naming/physical-names.ts';
import { EXECUTION_STATUSES } from '../../../core/reminder/reminder-status.ts';
import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import type { Pace } from './pace.ts';
import { isWaiting, keyOf, ReminderStore, type WatchedReminder } from './reminder-store.ts';
import { TextReader } from './text-reader.ts';

/** The shortest and the longest pause between two rounds. After each failure, the pause doubles, up to the longest. */
const PAUSE = { milliseconds: 2_000, longestMilliseconds: 30_000 } as const;
/** The reminders that have ended are read in every fifth round, with one call for each state machine and status. */
const ROUNDS_PER_ENDED = 5;
/** The maximum number of ended reminders per state machine and status, in the first round and in later ones. */
const ENDED = { first: 1_000, later: 100 } as const;
/** A due reminder is read at this interval until it ends, for at most this time, and at most this number at once. */
const DUE = { everyMilliseconds: 500, forMilliseconds: 20_000, most: 10 } as const;
/** About how long ListExecutions may return an older status than DescribeExecution. */
const SETTLED_MILLISECONDS = 10_000;
const ENDED_STATUSES = (['sent', 'failed', 'cancelled'] as const).flatMap((status) => EXECUTION_STATUSES[status]);

/** The settings of {@link ReminderWatch}. */
export interface WatchOptions {
  readonly deployment: Deployment;
  readonly reads: Pace;
  readonly lists: Pace;
  /** Called after each round. */
  readonly onRound: (failure: unknown) => void;
  readonly onChange: () => void;
}

/**
 * Polls the reminders for all pages, while at least one is open. It stays below AWS's quotas. It reads messages one by one if
 * this computer has not stored them.
 */
export class ReminderWatch {
  readonly store = new ReminderStore();
  /** The time of the last successful round, in milliseconds since the epoch. */
  knownAt: number | undefined;
  /** Reads the messages that this computer has not stored. */
  readonly texts: TextReader;
  private readonly settled = new Map<string, number>();
  /**
   * The ended executions that still have to be read. They are keyed by ARN, so that an execution in several lists is read only
   * once.
   */
  private readonly unread = new Map<string, { readonly execution: ListedExecution; readonly via: Via }>();
  private isReadingUnread = false;
  private rounds = 0;
  private failures = 0;
  private isRunning = false;
  private isWatched = false;
  private timer: NodeJS.Timeout | undefined;
  private dueTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: WatchOptions) {
    this.texts = new TextReader({
      store: this.store,
      look: ({ via, id }) => this.look(via, id),
      isWatched: () => this.isWatched,
    });
  }

  /** Starts or pauses reading. The first round runs even without a page, so that the first list is ready. */
  watch(isWatched: boolean): void {
    this.isWatched = isWatched;
    clearTimeout(this.timer);
    clearTimeout(this.dueTimer);
    if (isWatched) {
      this.readSoon();
      this.lookAtDue();
    }
  }

  /** Reads the list at once. */
  readSoon(): void {
    clearTimeout(this.timer);
    void this.round();
  }

  /** Reads a reminder and updates the list. Returns `undefined` if there is no such reminder. */
  async look(via: Via, id: string): Promise<FoundReminder | undefined> {
    await this.options.reads.take();
    const [found] = await this.options.deployment.withMachines((machines) => findExactly(machines, id, via));
    if (found) {
      this.show(found);
    } else {
      this.store.remove(`${via}/${id}`);
      this.options.onChange();
    }
    return found;
  }

  /** Updates a reminder on all pages after a change. */
  show(found: FoundReminder): void {
    this.settle(found);
    this.options.onChange();
  }

  /** Updates the list with a reminder that was just read or started. */
  private settle({ id, via, status, due, message, subject, execution, repeated }: FoundReminder): void {
    if (whySkipped(execution) !== undefined) {
      this.store.remove(`${via}/${id}`); // the execution skipped an occurrence, so there is no reminder to show
      return;
    }
    const { stoppedAt: endedAt, error, cause } = execution;
    const every = repeated && describeRepetition(repeated.repetition);
    this.settled.set(`${via}/${id}`, Date.now());
    this.store.put({
      id,
      via,
      status,
      due,
      message,
      subject,
      every,
      ...(!isWaiting({ status }) && { endedAt, error, cause, wasRefused: isRefusal(error) || undefined }),
    });
  }

  private async round(): Promise<void> {
    if (this.isRunning) {
      return;
    }
    this.isRunning = true;
    let failure: unknown;
    try {
      await this.options.deployment.withMachines((machines) => this.read(machines));
      this.knownAt = Date.now();
      this.failures = 0;
    } catch (error) {
      failure = error;
      this.failures += 1;
    }
    this.isRunning = false;
    this.options.onChange();
    this.options.onRound(failure);
    if (this.isWatched) {
      const pause = PAUSE.milliseconds * 2 ** Math.min(this.failures, 5);
      this.timer = setTimeout(() => this.round(), Math.min(pause, PAUSE.longestMilliseconds));
    }
    if (failure === undefined) {
      void this.texts.read();
    }
  }

  /** Reads the pending reminders, and in some rounds those that have ended. */
  private async read(machines: Machines): Promise<void> {
    const begin = Date.now();
    await this.options.lists.take(VIAS.length);
    const pending = await listReminders(machines, { status: 'pending' });
    await this.options.lists.take(Math.floor(pending.length / 1_000)); // the calls for further pages
    const keys = new Set(pending.map(keyOf));
    for (const { id, via, due, status, message, repetition } of pending) {
      this.listed({ id, via, due, status, message, every: repetition && describeRepetition(repetition) }, begin);
    }
    this.options.onChange();
    const gone = this.store.all.filter((each) => isWaiting(each) && !keys.has(keyOf(each)));
    for (const { via, id } of gone) {
      await this.look(via, id);
    }
    this.rounds += 1;
    if ((this.rounds - 1) % ROUNDS_PER_ENDED === 0) {
      await this.readEnded(machines, begin);
    }
  }

  private async readEnded(machines: Machines, begin: number): Promise<void> {
    const { executions, arns, memory } = machines;
    const limit = this.rounds === 1 ? ENDED.first : ENDED.later;
    const lists = VIAS.flatMap((via) => ENDED_STATUSES.map((status) => ({ via, status })));
    await Promise.all(
      lists.map(async ({ via, status: filter }) => {
        await this.options.lists.take();
        const page = await executions.page(arns[via], { status: filter, limit });
        const remembered = memory?.recall();
        for (const execution of page.executions) {
          const listed = toListed(execution, via, remembered);
          if (listed.kind === 'reminder') {
            const { id, due, status, message } = listed.reminder;
            this.listed({ id, via, due, status, message, endedAt: execution.stoppedAt }, begin);
          } else if (listed.kind === 'unread') {
            this.unread.set(execution.arn, { execution, via });
          }
        }
      }),
    );
    void this.readUnread(machines);
  }

  /**
   * Reads, one by one, the executions that may have sent nothing. Only their outputs show this, and ListExecutions does not
   * return outputs. Shows only the executions that sent a reminder.
   */
  private async readUnread(machines: Machines): Promise<void> {
    if (this.isReadingUnread) {
      return;
    }
    this.isReadingUnread = true;
    try {
      for (const [arn, { execution, via }] of this.unread) {
        this.unread.delete(arn);
        await this.options.reads.take();
        const reminder = await readUnread(machines, execution, via);
        if (reminder) {
          const { id, due, status, message } = reminder;
          this.store.put({ id, via, due, status, message, endedAt: execution.stoppedAt });
          this.options.onChange();
        }
      }
    } catch {
      // a later round reports the failure, and finds the other executions again
      this.unread.clear();
    }
    this.isReadingUnread = false;
  }

  /**
   * Updates a reminder from a list that was requested at `begin`. If the reminder itself was read after `begin`, or less than
   * 10 s before it, the list may be older. In this case, ignores an entry with a different status.
   */
  private listed(reminder: WatchedReminder, begin: number): void {
    const key = keyOf(reminder);
    const settledAt = this.settled.get(key) ?? 0;
    const isOlder = settledAt > begin - SETTLED_MILLISECONDS && this.store.get(key)?.status !== reminder.status;
    if (!isOlder) {
      this.store.put(reminder);
    }
  }

  /** Reads the reminders that are due now, so that the page shows their arrival at once. */
  private lookAtDue(): void {
    this.dueTimer = setTimeout(async () => {
      const now = Date.now();
      const due = this.store.all.filter(
        (each) =>
          each.status === 'pending' &&
          each.due !== undefined &&
          each.due <= now &&
          each.due > now - DUE.forMilliseconds,
      );
      await Promise.allSettled(due.slice(0, DUE.most).map(({ via, id }) => this.look(via, id)));
      if (this.isWatched) {
        this.lookAtDue();
      }
    }, DUE.everyMilliseconds);
  }
}
