import { END, transitions, wayToSuccess } from '../../drawing/definition.ts';
import type { Thread } from './thread.ts';
import type { StateStatus, Visit } from './visit.ts';

/** A part of a timeline: one visit to a state, or all rounds of a loop. */
export interface TimelineItem {
  /** The states, in order. There are several if this part is a loop. */
  readonly states: readonly string[];
  readonly type: string;
  /** The number of rounds of a loop; 1 for a visit. */
  readonly rounds: number;
  readonly status: StateStatus;
  /** The start in milliseconds since the epoch. Missing if the state has not been reached. */
  readonly from?: number;
  /** The end in milliseconds since the epoch. Missing until this part has ended. */
  readonly to?: number | undefined;
  readonly tries: number;
  /**
   * True if this part took more than 10 s and longer than all the others together, and has no inner timelines. Drawn to scale,
   * it would fill most of the timeline.
   */
  readonly folded: boolean;
  /** The timelines inside a Map or Parallel. */
  readonly inner: readonly TimelineLane[];
}

/** The timeline of an item of a Map or a branch of a Parallel. */
export interface TimelineLane {
  /** The index of the Map's item. Missing for a branch of a Parallel outside of a Map. */
  readonly item: number | undefined;
  readonly items: readonly TimelineItem[];
}

/** The maximum number of states in a loop. A longer loop is not recognized. */
const LOOP_STATES = 6;
/** The duration above which an entry can be folded. */
const FOLDED_MILLISECONDS = 10_000;

/** Counts how many times in a row a sequence of `length` visits occurs, beginning at `start`. */
function roundsOf(visits: readonly Visit[], start: number, length: number): number {
  const isSame = (round: number) =>
    Array.from({ length }, (_, index) => index).every(
      (index) => visits[start + round * length + index]?.state === visits[start + index]?.state,
    );
  let rounds = 1;
  while (start + (rounds + 1) * length <= visits.length && isSame(rounds)) {
    rounds += 1;
  }
  return rounds;
}

/** Splits visits into loops and single visits. */
function parts(visits: readonly Visit[]): { readonly visits: readonly Visit[]; readonly length: number }[] {
  const found: { visits: readonly Visit[]; length: number }[] = [];
  for (let start = 0; start < visits.length; ) {
    let best = { length: 1, rounds: 1 };
    for (let length = 1; length <= LOOP_STATES; length += 1) {
      const rounds = roundsOf(visits, start, length);
      if (rounds > 1 && rounds * length > best.rounds * best.length) {
        best = { length, rounds };
      }
    }
    const end = start + best.length * best.rounds;
    found.push({ visits: visits.slice(start, end), length: best.length });
    start = end;
  }
  return found;
}

/** Returns the states between the current one and a successful end. Returns no states if none on this path is running. */
function toCome({ definition, current }: Thread): TimelineItem[] {
  const way = wayToSuccess(transitions(definition)).map(({ to }) => to);
  const isOpen = current?.status === 'running' || current?.status === 'retrying';
  const place = isOpen ? way.indexOf(current.state) : -1;
  return way.slice(place < 0 ? way.length : place + 1).flatMap((name): TimelineItem[] =>
    name === END
      ? []
      : [
          {
            states: [name],
            type: definition.States[name]?.Type ?? '',
            rounds: 1,
            status: 'not reached',
            tries: 0,
            folded: false,
            inner: [],
          },
        ],
  );
}

function itemsOf(thread: Thread, now: number, isRoot: boolean): TimelineItem[] {
  const items = parts(thread.visits).map(({ visits, length }): TimelineItem => {
    const [first, last] = [visits[0], visits.at(-1)] as [Visit, Visit];
    const inner = thread.inner.filter((each) => visits.includes(each.around as Visit));
    return {
      states: visits.slice(0, length).map(({ state }) => state),
      type: first.type,
      rounds: visits.length / length,
      status: last.status,
      from: first.enteredAt,
      to: last.exitedAt,
      tries: Math.max(...visits.map(({ tries }) => tries.length)),
      folded: false,
      inner: inner.map((each) => ({ item: each.item, items: itemsOf(each, now, false) })),
    };
  });
  const lasts = ({ from = 0, to = now }: TimelineItem) => to - from;
  const longest = items.reduce((most, item) => Math.max(most, lasts(item)), 0);
  const others = items.reduce((sum, item) => sum + lasts(item), -longest);
  const isFolded = (item: TimelineItem) =>
    lasts(item) === longest && longest > Math.max(others, FOLDED_MILLISECONDS) && item.inner.length === 0;
  return [...items.map((item) => ({ ...item, folded: isFolded(item) })), ...(isRoot ? toCome(thread) : [])];
}

/**
 * Returns the timeline of an execution. A loop is one entry. The longest entry can be marked as `folded`.
 *
 * @param now the current time in milliseconds since the epoch
 */
export function timelineOf(root: Thread, now: number): readonly TimelineItem[] {
  return itemsOf(root, now, true);
}
