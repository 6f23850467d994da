import type { Call } from './calls.ts';
import { type Definition, END, START, type State, transitions } from './definition.ts';
import { type Drawing, drawGraph } from './graph.ts';
import { type Icon, icon } from './icons.ts';
import { layOut } from './lay-out.ts';
import { roundedPath } from './lines.ts';
import { machineGraph } from './machine-graph.ts';
import { boxHeight } from './state-box.ts';
import { type Description, element, line, picture, type Shape } from './svg.ts';
import { type Face, textWidth, wrap } from './text-width.ts';
import { THEME } from './theme.ts';

/** A deployed state machine. */
export interface Machine {
  /** The state machine's physical name. */
  readonly name: string;
  readonly definition: Definition;
  /** Returns the calls of a state, including the calls that they cause. */
  readonly calls: (state: State) => readonly Call[];
}

const PADDING = 16;
const GAP = 16;
const NAME: Face = { size: 16, bold: true };
const COMMENT: Face = { size: 12.5 };
const SMALL: Face = { size: 11.5 };
const COMMENT_LINE = 17;
const LEGEND = { height: 38, gap: 22 };

/** Returns the names of the states that differ between the state machines, or are missing in one of them. */
function differing(machines: readonly Machine[]): ReadonlySet<string> {
  const [first, ...others] = machines.map(({ definition }) => definition.States);
  const names = Object.keys(Object.assign({}, first, ...others));
  return new Set(
    names.filter((name) => others.some((states) => JSON.stringify(states[name]) !== JSON.stringify(first?.[name]))),
  );
}

/** Describes the state machine for people who cannot see the picture, with a sentence for each transition. */
function inWords({ name, definition }: Machine): string {
  const steps = transitions(definition).map(({ from, to, label }) => {
    const words = label.length > 0 ? ` (${label.join(', ')})` : '';
    const target = to === END ? 'success' : to;
    return from === START ? `It starts with ${target}.` : `${from} leads to ${target}${words}.`;
  });
  const failures = Object.entries(definition.States)
    .filter(([, { Error: error }]) => error !== undefined)
    .map(([state, { Error: error }]) => `${state} ends the execution with the error ${error}.`);
  return [`${name}: ${definition.Comment ?? ''}`, ...steps, ...failures].join(' ');
}

function legend(width: number, y: number): Shape {
  const arrow = (style: string) => ({
    space: 36,
    draw: (x: number) =>
      element('path', {
        class: `edge${style}`,
        d: roundedPath([
          { x, y: y - 4 },
          { x: x + 28, y: y - 4 },
        ]),
      }),
  });
  const sign = (name: Icon) => ({ space: 18, draw: (x: number) => icon(name, x, y - 10, 12) });
  const entries = [
    { ...arrow(' success'), text: 'way to success' },
    { ...arrow(''), text: 'other way' },
    { ...arrow(' catch'), text: 'error that is caught' },
    { ...sign('call'), text: 'calls' },
    { ...sign('retry'), text: 'retried' },
    { ...sign('limit'), text: 'time limit' },
  ].map((entry) => ({ ...entry, width: entry.space + textWidth(entry.text, SMALL) }));
  let x = (width - entries.reduce((sum, entry) => sum + entry.width + LEGEND.gap, -LEGEND.gap)) / 2;
  const drawn = entries.flatMap((entry) => {
    const left = x;
    x += entry.width + LEGEND.gap;
    return [entry.draw(left), line(entry.text, left + entry.space, y, SMALL, { class: 'muted' })];
  });
  return element('g', {}, ...drawn);
}

/**
 * Draws state machines next to each other as an SVG image.
 *
 * @param options.compare if true, marks the states that differ between the state machines
 */
export async function drawStateMachines(
  machines: readonly Machine[],
  title: string,
  { compare }: { readonly compare: boolean },
): Promise<string> {
  const different = compare ? differing(machines) : new Set<string>();
  const leastHeight = (name: string) =>
    Math.max(
      ...machines.map(({ definition, calls }) => {
        const state = definition.States[name];
        return state
          ? boxHeight({ name, state, calls: calls(state), canSucceed: true, differs: false, progressLine: false })
          : 0;
      }),
    );
  const drawings = await Promise.all(
    machines.map(({ definition, calls }) =>
      drawGraph(machineGraph(definition, { calls, differing: different, leastHeight }), layOut),
    ),
  );
  const comments = machines.map(({ definition }, index) =>
    wrap(definition.Comment ?? '', drawings[index]?.width ?? 0, COMMENT),
  );
  const header = PADDING + 18 + COMMENT_LINE * Math.max(...comments.map(({ length }) => length)) + 18;
  const height = header + Math.max(...drawings.map((drawing) => drawing.height)) + PADDING;

  let x = 1;
  const panels = machines.map((machine, index) => {
    const inside = drawings[index] as Drawing;
    const left = x;
    const width = inside.width + 2 * PADDING;
    x += width + GAP;
    return element(
      'g',
      { 'data-machine': machine.name },
      element('rect', { class: 'panel', x: left, y: 1, width, height, rx: 10 }),
      line(machine.name, left + PADDING, PADDING + 15, NAME, { class: 'text' }),
      ...(comments[index] ?? []).map((text, row) =>
        line(text, left + PADDING, PADDING + 18 + COMMENT_LINE * (row + 1), COMMENT, { class: 'muted' }),
      ),
      element('g', { transform: `translate(${Math.round(left + PADDING)} ${header})` }, ...inside.shapes),
    );
  });
  const width = x - GAP;
  const legendY = height + 1 + 10;
  const description: Description = { title, description: machines.map(inWords).join('\n') };
  return picture(width + 1, legendY + LEGEND.height, description, THEME, [
    ...panels,
    element('rect', { class: 'panel', x: 1, y: legendY, width: width - 1, height: LEGEND.height - 1, rx: 10 }),
    legend(width, legendY + 23),
  ]);
}
