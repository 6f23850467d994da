import { STACK_LIMITS } from '../../core/stack-request/stack-request-limits.ts';
import { everyState, type Retrier, type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';

/** Checks that the history of the longest execution has fewer events than Step Functions allows. */

const MOST_EVENTS = 25_000; // Step Functions quotas, "Maximum execution event history size"

const definition = stateMachinesOf(Object.values(synthesise().templates)).find(
  ({ name }) => name === 'remindme-stack-creator',
)?.definition;
const states = new Map<string, State>(definition ? everyState(definition) : []);

const retriersOf = (name: string): readonly Retrier[] => states.get(name)?.Retry ?? [];

/** Returns the number with the given name from the preamble of a JSONata expression. */
function preamble(expression: unknown, name: string): number {
  return Number(new RegExp(`"${name}":([0-9.]+)`).exec(String(expression))?.[1]);
}
const LOOKS = {
  first: preamble(states.get('Start the clock')?.['Assign'].interval, 'first'),
  growth: preamble(states.get('Look at the stack')?.['Assign'].interval, 'growth'),
  longest: preamble(states.get('Look at the stack')?.['Assign'].interval, 'longest'),
};
const PAGES = {
  each: preamble(states.get('Handle each stack')?.['ItemSelector'], 'eventPages'),
  all: preamble(states.get('Handle each stack')?.['ItemSelector'], 'allEventPages'),
};

/**
 * Returns the largest number of history events for one pass through a state. Every state has the events *entered* and *exited*.
 * A task also has *scheduled*, *started* and *succeeded*. A Map or Parallel state also has *started* and *succeeded*. Each
 * retry adds *failed*, *scheduled* and *started*.
 */
function eventsOf(name: string): number {
  const type = states.get(name)?.Type;
  if (type === undefined) {
    throw new Error(`There is no state ${name}.`);
  }
  const retries = retriersOf(name).reduce((sum, { MaxAttempts = 3 }) => sum + MaxAttempts, 0);
  return type === 'Task' ? 5 + 3 * retries : type === 'Map' || type === 'Parallel' ? 4 : 2;
}
const sum = (names: readonly string[]) => names.reduce((events, name) => events + eventsOf(name), 0);

/** Returns the seconds before each retry of the state that reads a stack's status. */
function delays(): number[] {
  const [retrier, ...others] = retriersOf('Look at the stack');
  expect(others).toEqual([]);
  expect(retrier?.JitterStrategy).toBe('NONE'); // full jitter could make the delays zero
  const { MaxAttempts = 0, IntervalSeconds = 0, BackoffRate = 0, MaxDelaySeconds = 0 } = retrier ?? {};
  return Array.from({ length: MaxAttempts }, (_, n) => Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** n));
}

const LOOK = ['Wait before looking', 'Look at the stack', 'Has it ended?'];

/** Returns the largest number of events that reading a stack's status can cause in `deadline` seconds, including retries. */
function eventsOfLooks(deadline: number): number {
  const tries = [0, ...delays()].map((_, retries, all) => ({
    seconds: all.slice(0, retries + 1).reduce((seconds, delay) => seconds + delay, 0),
    events: sum(LOOK) - 3 * (all.length - 1) + 3 * retries,
  }));
  const firstWaits: number[] = [];
  for (let wait = LOOKS.first; wait < LOOKS.longest; wait = Math.ceil(wait * LOOKS.growth)) {
    firstWaits.push(wait);
  }
  let most = new Map([[0, 0]]); // the most events so far, keyed by the seconds that have passed
  for (const wait of firstWaits) {
    const next = new Map<number, number>();
    for (const [seconds, events] of most) {
      for (const each of tries) {
        const at = seconds + wait + each.seconds;
        next.set(at, Math.max(next.get(at) ?? 0, events + each.events));
      }
    }
    most = next;
  }
  let best = 0;
  for (let seconds = 0; seconds < deadline; seconds++) {
    const events = most.get(seconds);
    if (events !== undefined) {
      best = Math.max(best, events);
      for (const each of tries) {
        const at = seconds + LOOKS.longest + each.seconds;
        most.set(at, Math.max(most.get(at) ?? 0, events + each.events));
      }
    }
  }
  // the status is read once more at the deadline, with all possible retries
  return best + sum(LOOK);
}

const ONCE = ['Check the request', 'Handle each stack', 'Write the report', 'Publish the report', 'How did it end?'];
const EACH = [
  'Isolate the stack',
  'Start the clock',
  'Choose how to start',
  'Create the stack',
  'Why was it not started?',
  'Update the stack',
  'Why was it not started?',
  'Sum up the result',
  'Count the stack as failed',
];
const PAGE = ['Read the events', 'Are all events read?'];

/** Returns the number of events for a request with `stacks` stacks, which all fail at their deadlines after all retries. */
function eventsOfRequest(stacks: number): number {
  const minutes = Math.min(STACK_LIMITS.deadlineMinutes, STACK_LIMITS.totalDeadlineMinutes / stacks);
  const pages = Math.min(PAGES.each, Math.floor(PAGES.all / stacks));
  const each = 2 + sum(EACH) + eventsOfLooks(minutes * 60) + pages * sum(PAGE); // 2 events: start and end of an iteration
  return 2 + 2 + sum(ONCE) + stacks * each; // 2 events for the start and the end of the execution, and 2 for the last state
}

test('counts 9 events for each time that the status is read, and 3 more for each retry', () => {
  expect(sum(LOOK) - 3 * delays().length).toBe(9);
  expect(delays()).toEqual([10, 20, 30]);
});

test('finds the waits and the pages in the definition', () => {
  expect(LOOKS).toEqual({ first: 5, growth: 1.5, longest: 30 });
  expect(PAGES).toEqual({ each: 20, all: 60 });
});

test.each(Array.from({ length: STACK_LIMITS.stacks }, (_, n) => [n + 1]))(
  'the longest request with %i stacks stays below 25,000 events',
  (stacks) => {
    expect(eventsOfRequest(stacks)).toBeLessThan(MOST_EVENTS);
  },
);
