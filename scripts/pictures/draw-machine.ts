import { type Arrow, drawArrows } from './arrow.ts';
import { END, START } from './definition.ts';
import { type Box, centre } from './geometry.ts';
import type { PlacedMachine, PlacedTransition } from './machine-layout.ts';
import { goesDown, type Route, route } from './route.ts';
import { drawState } from './state-box.ts';
import { element, line } from './svg.ts';

/** Space between arrows that join the same two states. */
const PARALLEL = 34;
const TERMINAL_WIDTH = 88;

function drawTerminal(name: string, box: Box): string {
  const { x, y } = centre(box);
  return element(
    'g',
    { 'data-terminal': nameFor(name) },
    element('rect', {
      class: 'box success',
      x: x - TERMINAL_WIDTH / 2,
      y: box.y,
      width: TERMINAL_WIDTH,
      height: box.height,
      rx: box.height / 2,
    }),
    line(
      name === START ? 'Start' : 'Succeeded',
      x,
      y + 4,
      { size: 11.5, bold: true },
      { class: 'ending', anchor: 'middle' },
    ),
  );
}

/** How the picture calls a state, or the start or the end. */
function nameFor(name: string): string {
  return name === START ? 'start' : name === END ? 'end' : name;
}

/** Of transitions between the same two states the ones with words go to the left, where the words have room. */
function offset(transition: PlacedTransition, all: readonly PlacedTransition[]): number {
  const siblings = all
    .filter(({ from, to }) => from === transition.from && to === transition.to)
    .sort((one, other) => other.label.length - one.label.length);
  return (siblings.indexOf(transition) - (siblings.length - 1) / 2) * PARALLEL;
}

/** Draws a machine that has been laid out, with its upper left corner where it says. */
export function drawMachine(machine: PlacedMachine): string {
  const boxes = new Map<string, Box>([
    ...machine.terminals,
    ...machine.states.map(({ look, box }): [string, Box] => [look.name, box]),
  ]);
  const ways = machine.transitions.map((transition) => ({
    transition,
    from: boxes.get(transition.from) as Box,
    to: boxes.get(transition.to) as Box,
    otherwise: transition.points,
    offset: offset(transition, machine.transitions),
  }));
  const taken: Route[] = [];
  // loops first: they can only go where the layout leads them, and the others have to keep clear of that
  const led = [...ways.filter((way) => !goesDown(way)), ...ways.filter(goesDown)].map(
    ({ transition, ...way }): Arrow => {
      const { from, to, kind, label, emphasised } = transition;
      const found: Route = transition.labelAt
        ? { points: way.otherwise, place: { ...transition.labelAt, side: 'right' } }
        : route(way, [...boxes.values()], taken);
      taken.push(found);
      return {
        ...found,
        label,
        style: kind === 'catch' ? 'catch' : emphasised ? 'success' : '',
        data: { 'data-from': nameFor(from), 'data-to': nameFor(to), 'data-kind': kind },
      };
    },
  );
  const { lines, above } = drawArrows(led);
  return element(
    'g',
    { transform: `translate(${Math.round(machine.x)} ${Math.round(machine.y)})` },
    // beneath the boxes, from the inside of which some of them come
    ...lines,
    ...[...machine.terminals].map(([name, box]) => drawTerminal(name, box)),
    ...machine.states.flatMap(({ look, box, inner }) => [drawState(look, box), ...inner.map(drawMachine)]),
    ...above,
  );
}
