import type { Call } from './calls.ts';
import {
  type Definition,
  END,
  edgeKey,
  innerDefinitions,
  nodeKey,
  START,
  type State,
  transitions,
  wayToSuccess,
} from './definition.ts';
import type { Graph, Node } from './graph.ts';
import { boxHeight, boxWidth, drawState, HEADING, type StateLook } from './state-box.ts';
import { element, line } from './svg.ts';

/** Options for a picture of a state machine's states. */
export interface Look {
  readonly calls: (state: State) => readonly Call[];
  /** The names of the states that differ between the state machines in the picture. */
  readonly differing?: ReadonlySet<string>;
  /** The minimum height of a state in pixels, so that the rows of several state machines line up. */
  readonly leastHeight?: (name: string) => number;
  /** If true, arrows have short labels, and each state has a line for its progress instead of its calls and limits. */
  readonly small?: boolean;
}

const TERMINAL = { width: 88, height: 26 };

function terminal(id: string, name: 'start' | 'end', key: string): Node {
  return {
    id,
    size: TERMINAL,
    draw: (box) =>
      element(
        'g',
        { 'data-terminal': key },
        element('rect', { class: 'box success', ...box, rx: TERMINAL.height / 2 }),
        line(
          name === 'start' ? 'Start' : 'Succeeded',
          box.x + box.width / 2,
          box.y + 17,
          { size: 11.5, bold: true },
          { class: 'ending', anchor: 'middle' },
        ),
      ),
  };
}

/** Returns the states from which an execution can succeed, even after a caught error. */
function canSucceed(all: ReturnType<typeof transitions>): ReadonlySet<string> {
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

/** Builds the graph of a state machine. The path to success comes first in the graph, so it is drawn on the left. */
export function machineGraph(definition: Definition, look: Look, prefix = ''): Graph {
  const all = transitions(definition);
  const way = wayToSuccess(all);
  const good = canSucceed(all);
  const id = (name: string) => `${prefix}${name}`;
  const stateNode = (name: string, state: State): Node => {
    const drawn: StateLook = {
      name,
      state,
      calls: look.calls(state),
      canSucceed: good.has(name),
      differs: look.differing?.has(name) ?? false,
      progressLine: look.small ?? false,
    };
    const inner = innerDefinitions(state).map((each, index) => machineGraph(each, look, `${id(name)}/${index}/`));
    return {
      id: id(name),
      size: { width: boxWidth(drawn), height: Math.max(boxHeight(drawn), look.leastHeight?.(name) ?? 0) },
      draw: (box) => drawState(drawn, box),
      ...(inner.length > 0 && {
        inside: { nodes: inner.flatMap(({ nodes }) => nodes), edges: inner.flatMap(({ edges }) => edges) },
        heading: HEADING,
      }),
    };
  };
  const names = [...new Set([START, ...way.map(({ to }) => to), ...all.map(({ to }) => to)])];
  // only a small picture needs unique keys for the starts and ends inside a Map or Parallel state
  const called = (name: string) => nodeKey(name, look.small ? prefix : '');
  return {
    nodes: names.map((name) => {
      const state = definition.States[name];
      return state ? stateNode(name, state) : terminal(id(name), name === START ? 'start' : 'end', called(name));
    }),
    edges: all.map((transition) => ({
      from: id(transition.from),
      to: id(transition.to),
      label: (look.small ? transition.shortLabel : undefined) ?? transition.label,
      style: transition.kind === 'catch' ? 'catch' : way.includes(transition) ? 'success' : '',
      data: { 'data-from': called(transition.from), 'data-to': called(transition.to), 'data-kind': transition.kind },
      ...(look.small && { key: edgeKey(called(transition.from), called(transition.to), transition.kind === 'catch') }),
    })),
  };
}
