import dagre from '@dagrejs/dagre';
import type { Call } from './calls.ts';
import {
  type Definition,
  END,
  innerDefinitions,
  START,
  type State,
  type Transition,
  transitions,
  wayToSuccess,
} from './definition.ts';
import type { Box, Point } from './geometry.ts';
import { BOX_WIDTH, boxHeight, HEADING, type StateLook } from './state-box.ts';

/** A state machine, or what a Map or Parallel state runs inside. */
export interface MachineToDraw {
  readonly definition: Definition;
  /** What a state calls. */
  readonly calls: (state: State) => readonly Call[];
  /** Names of the states that are others in the other state machines of the picture. */
  readonly differing: ReadonlySet<string>;
  /** Height that a state's box has at least, so that the rows of several machines stand side by side. */
  readonly leastHeight: (name: string) => number;
}

/** A state in its place, with what runs inside it. */
interface PlacedState {
  readonly look: StateLook;
  readonly box: Box;
  readonly inner: readonly PlacedMachine[];
}

/** A transition with the points that the layout leads it through. */
export interface PlacedTransition extends Transition {
  readonly points: readonly Point[];
  /** Whether it is on the way to success. */
  readonly emphasised: boolean;
}

/** A whole machine in its place. */
export interface PlacedMachine extends Box {
  readonly states: readonly PlacedState[];
  /** The marks of start and end. */
  readonly terminals: ReadonlyMap<string, Box>;
  readonly transitions: readonly PlacedTransition[];
}

/** As wide as a state for the layout, so that all columns are of one width; drawn they are smaller. */
const TERMINAL = { width: BOX_WIDTH, height: 26 };
const GAP = { beside: 30, below: 44, inner: 14 };

/** The states from which an execution can end well, an error caught on the way or not. */
function statesThatCanSucceed(all: readonly Transition[]): ReadonlySet<string> {
  const found = new Set([END]);
  for (const name of found) {
    for (const { from, to } of all) {
      if (to === name) {
        found.add(from);
      }
    }
  }
  return found;
}

/** Places the states of a machine: the way to success straight down on the left, what else can happen beside it. */
export function layOut(machine: MachineToDraw): PlacedMachine {
  const all = transitions(machine.definition);
  const way = wayToSuccess(all);
  const onTheWay = new Set([START, ...way.flatMap(({ from, to }) => [from, to])]);
  const canSucceed = statesThatCanSucceed(all);
  const inner = new Map(
    Object.entries(machine.definition.States).map(([name, state]) => [
      name,
      innerDefinitions(state).map((definition) => layOut({ ...machine, definition })),
    ]),
  );
  const looks = Object.entries(machine.definition.States).map(
    ([name, state]): StateLook => ({
      name,
      state,
      calls: machine.calls(state),
      canSucceed: canSucceed.has(name),
      differs: machine.differing.has(name),
    }),
  );

  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    rankalign: 'top',
    align: 'UL',
    nodesep: GAP.beside,
    edgesep: 24,
    ranksep: GAP.below,
  });
  // the way first: dagre begins with the order in which it gets to know the nodes
  const aside = looks.map(({ name }) => name).filter((name) => !onTheWay.has(name));
  const ordered = [...onTheWay, ...aside];
  for (const name of ordered) {
    const look = looks.find((candidate) => candidate.name === name);
    const within = inner.get(name) ?? [];
    if (look === undefined) {
      graph.setNode(name, { ...TERMINAL });
    } else if (within.length > 0) {
      graph.setNode(name, {
        width: Math.max(
          BOX_WIDTH,
          within.reduce((sum, { width }) => sum + width + GAP.inner, GAP.inner),
        ),
        height: HEADING + Math.max(...within.map(({ height }) => height)) + GAP.inner,
      });
    } else {
      graph.setNode(name, { width: BOX_WIDTH, height: Math.max(boxHeight(look), machine.leastHeight(name)) });
    }
  }
  if (all.some(({ to }) => to === END) && !graph.hasNode(END)) {
    graph.setNode(END, { ...TERMINAL });
  }
  for (const [index, transition] of all.entries()) {
    graph.setEdge(transition.from, transition.to, { weight: way.includes(transition) ? 100 : 1 }, String(index));
  }
  // without this dagre may as well put what happens aside to the left, and then the way bends around it
  const constraints = [...onTheWay].flatMap((left) => aside.map((right) => ({ left, right })));
  dagre.layout(graph, { constraints });

  const box = (name: string): Box => {
    const { x, y, width, height } = graph.node(name) as Box;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    x: 0,
    y: 0,
    width,
    height,
    states: looks.map((look) => {
      const place = box(look.name);
      let x = place.x + GAP.inner;
      const placedInner = (inner.get(look.name) ?? []).map((machineInside) => {
        const placed = { ...machineInside, x, y: place.y + HEADING };
        x += machineInside.width + GAP.inner;
        return placed;
      });
      return { look, box: place, inner: placedInner };
    }),
    terminals: new Map([START, END].filter((name) => graph.hasNode(name)).map((name) => [name, box(name)])),
    transitions: all.map((transition, index) => ({
      ...transition,
      points: (graph.edge(transition.from, transition.to, String(index)) as { points: Point[] }).points,
      emphasised: way.includes(transition),
    })),
  };
}
