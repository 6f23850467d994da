import dagre from '@dagrejs/dagre';
import { labelSize } from './arrow.ts';
import type { Call } from './calls.ts';
import {
  type Definition,
  END,
  hasLoop,
  innerDefinitions,
  START,
  type State,
  type Transition,
  transitions,
  wayToSuccess,
} from './definition.ts';
import { type Box, lines, type Point } from './geometry.ts';
import { attach } from './ports.ts';
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
  /** Where the layout has kept room for the words, from the left and half way down; only where it leads all arrows itself. */
  readonly labelAt?: Point;
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

/** A transition as dagre leads it: its points, and the room for its words. */
interface Edge extends Box {
  readonly points: readonly Point[];
}

/** As wide as a state for the layout, so that all columns are of one width; drawn they are smaller. */
const TERMINAL = { width: BOX_WIDTH, height: 26 };
/** Space between an arrow and its words. */
const LABEL_GAP = 8;
const GAP = { beside: 30, below: 44, belowInLoops: 68, inner: 14 };

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

type Graph = InstanceType<typeof dagre.graphlib.Graph>;
type Size = Pick<Box, 'width' | 'height'>;

/** Has dagre find places. */
function arrange(
  sizes: ReadonlyMap<string, Size>,
  all: readonly Transition[],
  weightOf: (transition: Transition) => number,
  {
    loops,
    turn = 0,
    constraints = [],
  }: {
    readonly loops: boolean;
    /** With which transition it begins. */
    readonly turn?: number;
    readonly constraints?: { left: string; right: string }[];
  },
): Graph {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    rankalign: 'top',
    // to one side where there is one way down and the rest is beside it
    ...(loops ? {} : { align: 'UL' }),
    nodesep: GAP.beside,
    edgesep: 24,
    ranksep: loops ? GAP.belowInLoops : GAP.below,
  });
  for (const [name, size] of sizes) {
    graph.setNode(name, { ...size });
  }
  const numbered = all.map((transition, index) => ({ transition, index }));
  for (const { transition, index } of [...numbered.slice(turn), ...numbered.slice(0, turn)]) {
    const label = loops ? { ...labelSize(transition.label), labelpos: 'r', labeloffset: LABEL_GAP } : {};
    graph.setEdge(transition.from, transition.to, { weight: weightOf(transition), ...label }, String(index));
  }
  dagre.layout(graph, { constraints });
  return graph;
}

/** The points of an arrow, straight past its words: it turns above and below them. */
function pastWords({ points, x, y, width, height }: Edge): Point[] {
  const beside = x - width / 2 - LABEL_GAP;
  return points.flatMap((point, index) => {
    if (height === 0 || Math.abs(point.x - beside) > 1 || Math.abs(point.y - y) > 1) {
      return [point];
    }
    const half = (points[index - 1]?.y ?? 0) < y ? height / 2 : -height / 2;
    return [
      { x: point.x, y: y - half },
      { x: point.x, y: y + half },
    ];
  });
}

/** Of several layouts the one whose arrows are shortest: dagre finds another one for each order in which it is told them. */
function shortest(graphs: readonly Graph[]): Graph {
  const length = (graph: Graph) => {
    const edges: Edge[] = graph.edges().map((edge: { v: string; w: string; name?: string }) => graph.edge(edge));
    return edges
      .flatMap(({ points }) => lines(points))
      .reduce((sum, [from, to]) => sum + Math.abs(to.x - from.x) + Math.abs(to.y - from.y), 0);
  };
  return graphs.reduce((best, graph) => (length(graph) < length(best) ? graph : best));
}

/** Places the states of a machine: the way to success straight down on the left, what else can happen beside it. */
export function layOut(machine: MachineToDraw): PlacedMachine {
  const all = transitions(machine.definition);
  const way = wayToSuccess(all);
  // where arrows go back up, those that go down cannot be straightened one by one without running over each other
  const loops = hasLoop(all);
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

  // the way first: dagre begins with the order in which it gets to know the nodes
  const aside = looks.map(({ name }) => name).filter((name) => !onTheWay.has(name));
  const ordered = [...new Set([...onTheWay, ...aside, ...all.map(({ to }) => to)])];
  const sizeOf = (name: string): Size => {
    const look = looks.find((candidate) => candidate.name === name);
    const within = inner.get(name) ?? [];
    if (look === undefined) {
      return TERMINAL;
    }
    if (within.length > 0) {
      const sum = within.reduce((sum, { width }) => sum + width + GAP.inner, GAP.inner);
      const height = HEADING + Math.max(...within.map(({ height }) => height)) + GAP.inner;
      return { width: Math.max(BOX_WIDTH, sum), height };
    }
    return { width: BOX_WIDTH, height: Math.max(boxHeight(look), machine.leastHeight(name)) };
  };
  const sizes = new Map(ordered.map((name) => [name, sizeOf(name)]));
  const weightOf = (transition: Transition) => (way.includes(transition) ? 100 : 1);
  // without this dagre may as well put what happens aside to the left, and then the way bends around it
  const constraints = [...onTheWay].flatMap((left) => aside.map((right) => ({ left, right })));
  const graph = loops
    ? shortest(all.map((_, turn) => arrange(sizes, all, weightOf, { loops, turn })))
    : arrange(sizes, all, weightOf, { loops, constraints });

  const box = (name: string): Box => {
    const { x, y, width, height } = graph.node(name) as Box;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const edges = all.map(({ from, to }, index): Edge => {
    const edge = graph.edge(from, to, String(index)) as unknown as Edge;
    return loops ? { ...edge, points: pastWords(edge) } : edge;
  });
  const boxes = new Map(ordered.map((name) => [name, box(name)]));
  const attached = loops
    ? attach(
        all.map((each, index) => ({ ...each, ...(edges[index] as Edge) })),
        boxes,
      )
    : [];
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
    transitions: all.map((transition, index) => {
      const { points, x: labelX, y: labelY, width: labelWidth } = edges[index] as Edge;
      return {
        ...transition,
        points: attached[index] ?? points,
        ...(loops && { labelAt: { x: labelX - labelWidth / 2, y: labelY } }),
        emphasised: way.includes(transition),
      };
    }),
  };
}
