import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { type Definition, END, edgeKey, innerDefinitions, nodeKey, START } from '../../drawing/definition.ts';
import { failureOf } from './event-failure.ts';
import type { Thread } from './thread.ts';
import type { ErrorWords, Visit } from './visit.ts';

/** The path of an execution so far. */
export interface Followed {
  readonly root: Thread;
  /** All visits, in the order in which they began. */
  readonly visits: readonly Visit[];
  /** The keys of all arrows that the execution followed. */
  readonly edges: ReadonlySet<string>;
  /** The name of each event's state, keyed by the event's id. */
  readonly states: ReadonlyMap<number, string>;
}

const FAILED = /^(Task|LambdaFunction|Activity)(Start|Submit|Schedule)?(Failed|TimedOut)$/;
const SCHEDULED = /^(Task|LambdaFunction|Activity)Scheduled$/;
const SUCCEEDED = /^(Task|LambdaFunction|Activity)Succeeded$/;
const AROUND = /^(Map|Parallel)State(Started|Succeeded|Failed|Aborted)$/;

/** Follows an execution through its history. */
class Follower {
  readonly visits: Visit[] = [];
  readonly edges = new Set<string>();
  readonly states = new Map<number, string>();
  readonly root: Thread;
  /** The thread of each event, keyed by the event's id. */
  private readonly threads = new Map<number, Thread>();
  private latest: Thread;

  constructor(definition: Definition) {
    this.root = {
      parent: undefined,
      definition,
      prefix: '',
      item: undefined,
      around: undefined,
      visits: [],
      current: undefined,
      inner: [],
    };
    this.latest = this.root;
  }

  take(event: HistoryEvent): void {
    const before = this.threads.get(event.previousEventId ?? 0) ?? (event.previousEventId ? this.root : this.latest);
    this.latest = this.read(event, before, event.timestamp?.getTime() ?? 0);
    this.threads.set(event.id ?? 0, this.latest);
    const state = event.stateExitedEventDetails?.name ?? this.latest.current?.state;
    if (state !== undefined && !event.type?.startsWith('Execution')) {
      this.states.set(event.id ?? 0, state);
    }
  }

  /** Reads an event, and returns its thread. `before` is the previous event's thread. */
  private read(event: HistoryEvent, before: Thread, at: number): Thread {
    const type = event.type ?? '';
    if (event.stateEnteredEventDetails) {
      return this.enter(event, this.threadOfState(event.stateEnteredEventDetails.name ?? '', before), at);
    }
    if (event.stateExitedEventDetails) {
      return this.exit(event, this.climb(before, event.stateExitedEventDetails.name), at);
    }
    if (type === 'MapIterationStarted') {
      return this.open(this.climb(before), 0, event.mapIterationStartedEventDetails?.index);
    }
    if (type === 'MapIterationSucceeded') {
      this.end(before);
      return before;
    }
    if (type === 'ExecutionSucceeded') {
      this.end(this.root);
      return this.root;
    }
    if (/^Execution(Failed|TimedOut|Aborted)$/.test(type)) {
      this.stop(this.root, type === 'ExecutionFailed' ? failureOf(event) : undefined, at);
      return this.root;
    }
    if (AROUND.test(type)) {
      return this.around(event, before, at);
    }
    this.task(type, event, before.current, at);
    return before;
  }

  private enter(event: HistoryEvent, thread: Thread, at: number): Thread {
    const { name = '', input } = event.stateEnteredEventDetails ?? {};
    const type = (event.type ?? '').replace('StateEntered', '');
    const last = thread.visits.at(-1);
    const visit: Visit = { state: name, type, enteredAt: at, input, tries: [], item: thread.item, status: 'running' };
    // a redrive enters the failed state again without following an arrow
    if (thread.current === undefined) {
      this.pass(thread, last?.state ?? START, name, last?.status === 'caught');
    }
    thread.visits.push(visit);
    thread.current = visit;
    this.visits.push(visit);
    return thread;
  }

  private exit(event: HistoryEvent, thread: Thread, at: number): Thread {
    const { output, assignedVariables } = event.stateExitedEventDetails ?? {};
    const { current } = thread;
    if (current) {
      current.exitedAt = at;
      current.output = output;
      current.variables = assignedVariables;
      current.status = current.failure ? 'caught' : current.tries.length > 1 ? 'retried' : 'passed';
      thread.current = undefined;
      // if a failure in one branch stops another branch, the history has no event for the end of the other branch
      for (const inner of thread.inner) {
        this.stop(inner, undefined, at);
      }
    }
    return thread;
  }

  private task(type: string, event: HistoryEvent, visit: Visit | undefined, at: number): void {
    if (visit === undefined) {
      return;
    }
    const last = visit.tries.at(-1);
    if (SCHEDULED.test(type)) {
      visit.tries.push({ at });
      visit.exitedAt = undefined;
      visit.status = visit.tries.length > 1 ? 'retrying' : 'running';
    } else if (SUCCEEDED.test(type)) {
      visit.failure = undefined;
      Object.assign(last ?? {}, { endedAt: at });
    } else if (FAILED.test(type) || type === 'EvaluationFailed') {
      visit.failure = failureOf(event);
      visit.status = 'retrying';
      Object.assign(last ?? {}, { endedAt: at, failure: visit.failure });
    }
  }

  /** Reads an event of a Map or Parallel itself. The previous event can belong to one of its items or branches. */
  private around(event: HistoryEvent, before: Thread, at: number): Thread {
    const type = event.type ?? '';
    const thread = this.climb(before);
    if (type.endsWith('Succeeded')) {
      thread.inner.forEach((inner) => {
        this.end(inner);
      });
    } else if (type.endsWith('Failed') && thread.current) {
      // AWS reports the error only in the event of the state that failed
      thread.current.failure = before.current?.failure ?? failureOf(event);
      if (before !== thread) {
        this.stop(before, thread.current.failure, at);
      }
    }
    return thread;
  }

  /**
   * Searches from the given thread outwards. Returns the first thread that is in the named state, or, without a name, in a Map
   * or Parallel. If there is none, returns the given thread.
   */
  private climb(from: Thread, state?: string): Thread {
    const isWanted = ({ current }: Thread) =>
      current !== undefined && (state === undefined ? /^(Map|Parallel)$/.test(current.type) : current.state === state);
    for (let thread: Thread | undefined = from; thread; thread = thread.parent) {
      if (isWanted(thread)) {
        return thread;
      }
    }
    return from;
  }

  /** Returns the thread that enters a state: the given thread, or a new thread for a branch of its current Parallel. */
  private threadOfState(state: string, before: Thread): Thread {
    if (before.definition.States[state] || before.current === undefined) {
      return before;
    }
    const around = before.definition.States[before.current.state];
    const branch = around ? innerDefinitions(around).findIndex(({ States }) => States[state]) : -1;
    return branch < 0 ? before : this.open(before, branch, before.item);
  }

  /** Opens a thread for an item or branch of the parent thread's current Map or Parallel. */
  private open(parent: Thread, branch: number, item: number | undefined): Thread {
    const around = parent.current && parent.definition.States[parent.current.state];
    const thread: Thread = {
      parent,
      definition: (around && innerDefinitions(around)[branch]) ?? { StartAt: '', States: {} },
      prefix: `${parent.prefix}${parent.current?.state}/${branch}/`,
      item,
      around: parent.current,
      visits: [],
      current: undefined,
      inner: [],
    };
    parent.inner.push(thread);
    return thread;
  }

  /** Records that a thread has reached its end. */
  private end(thread: Thread): void {
    const last = thread.visits.at(-1);
    if (last && thread.current === undefined) {
      this.pass(thread, last.state, END, false);
    }
  }

  /** Records that a thread ended in its current state. Without a failure, the reason is outside the thread. */
  private stop(thread: Thread, failure: ErrorWords | undefined, at: number): void {
    const { current } = thread;
    for (const inner of thread.inner) {
      this.stop(inner, undefined, at);
    }
    if (current && current.status !== 'failed') {
      current.status = failure || current.type === 'Fail' ? 'failed' : 'stopped';
      current.failure = failure ?? current.failure;
      current.exitedAt = at;
    }
  }

  private pass({ prefix }: Thread, from: string, to: string, isCaught: boolean): void {
    this.edges.add(edgeKey(nodeKey(from, prefix), nodeKey(to, prefix), isCaught));
  }
}

/**
 * Follows an execution through its history. Returns the visits to its states, and the arrows that it followed.
 *
 * @param events the history from its beginning, as GetExecutionHistory returns it
 */
export function followHistory(definition: Definition, events: readonly HistoryEvent[]): Followed {
  const follower = new Follower(definition);
  for (const event of events) {
    follower.take(event);
  }
  return follower;
}
