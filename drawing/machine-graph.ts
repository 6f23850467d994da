import type { Call } from './calls.ts';
import { type Definition, END, innerDefinitions, START, type State, transitions, wayToSuccess } from './definition.ts';
import type { Graph, Node } from './graph.ts';
import { BOX_WIDTH, boxHeight, drawState, HEADING, type StateLook } from './state-box.ts';
import { element, line } from './svg.ts';

/** How a picture shows the states of a machine. */
export interface Look {
  readonly calls: (state: State) => readonly Call[];
  /** The names of the states that are different in another machine of the picture. */
  readonly differing?: ReadonlySet<string>;
  /** The least height of a state, so that the rows of several machines stand side by side. */
  readonly leastHeight?: (name: string) => number;
}

const TERMINAL = { width: 88, height: 26 };

function terminal(id: string, name: 'start' | 'end'): Node {
  return {
    id,
    size: TERMINAL,
    draw: (box) =>
      element(
        'g',
        { 'data-terminal': name },
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

/** The states from which an execution can succeed, an error caught on the way or not. */
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

/** A state machine as a graph; the way to success comes first, which puts it to the left. */
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
    };
    const inner = innerDefinitions(state).map((each, index) => machineGraph(each, look, `${id(name)}/${index}/`));
    return {
      id: id(name),
      size: { width: BOX_WIDTH, height: Math.max(boxHeight(drawn), look.leastHeight?.(name) ?? 0) },
      draw: (box) => drawState(drawn, box),
      ...(inner.length > 0 && {
        inside: { nodes: inner.flatMap(({ nodes }) => nodes), edges: inner.flatMap(({ edges }) => edges) },
        heading: HEADING,
      }),
    };
  };
  const names = [...new Set([START, ...way.map(({ to }) => to), ...all.map(({ to }) => to)])];
  const called = (name: string) => (name === START ? 'start' : name === END ? 'end' : name);
  return {
    nodes: names.map((name) => {
      const state = definition.States[name];
      return state ? stateNode(name, state) : terminal(id(name), name === START ? 'start' : 'end');
    }),
    edges: all.map((transition) => ({
      from: id(transition.from),
      to: id(transition.to),
      label: transition.label,
      style: transition.kind === 'catch' ? 'catch' : way.includes(transition) ? 'success' : '',
      data: { 'data-from': called(transition.from), 'data-to': called(transition.to), 'data-kind': transition.kind },
    })),
  };
}
