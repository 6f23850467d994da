import { drawGraph, type Node } from '../../drawing/graph.ts';
import { icon } from '../../drawing/icons.ts';
import { layOut } from '../../drawing/lay-out.ts';
import { element, line, picture } from '../../drawing/svg.ts';
import { type Face, wrap } from '../../drawing/text-width.ts';
import { THEME } from '../../drawing/theme.ts';
import type { Link, Part } from './deployed-parts.ts';

const WIDTH = 216;
const PADDING = 12;
const SMALL: Face = { size: 11.5 };
const NAME: Face = { size: 13, bold: true };
const WHY_LINE = 15;
const MARGIN = 16;
const FRAME_HEADING = 34;
const YOU: Part = {
  id: 'You',
  stack: '',
  kind: 'Person or program',
  icon: 'person',
  name: 'You',
  why: 'say what and when',
};

function partNode(part: Part, style: string): Node {
  const names = wrap(part.name, WIDTH - 2 * PADDING, NAME);
  const why = part.why === '' ? [] : wrap(part.why, WIDTH - 2 * PADDING, SMALL);
  return {
    id: part.id,
    size: { width: WIDTH, height: 2 * PADDING + 14 + names.length * 17 + why.length * WHY_LINE },
    draw: ({ x, y, width, height }) =>
      element(
        'g',
        { 'data-part': part.id },
        element('rect', { class: ['box', style].filter(Boolean).join(' '), x, y, width, height, rx: 8 }),
        icon(part.icon, x + PADDING, y + PADDING - 2),
        line(part.kind, x + PADDING + 24, y + PADDING + 10, SMALL, { class: 'muted' }),
        ...names.map((text, index) => line(text, x + PADDING, y + PADDING + 29 + index * 17, NAME, { class: 'text' })),
        ...why.map((text, index) =>
          line(text, x + PADDING, y + PADDING + 29 + (names.length - 1) * 17 + (index + 1) * WHY_LINE + 1, SMALL, {
            class: 'muted',
          }),
        ),
      ),
  };
}

function stackNode(stack: string, nodes: readonly Node[]): Node {
  return {
    id: stack,
    size: { width: 0, height: 0 },
    draw: (box) => element('rect', { 'data-stack': stack, class: 'frame', ...box, rx: 10 }),
    caption: ({ x, y }) => line(`Stack ${stack}`, x + 14, y + 21, NAME, { class: 'caption' }),
    inside: { nodes, edges: [] },
    heading: FRAME_HEADING,
  };
}

/** Returns the ids of the target and of all parts that lead to it without a failure link. */
function leadingTo(target: string, links: readonly Link[]): ReadonlySet<string> {
  const found = new Set([target]);
  for (const id of found) {
    for (const { from, to, isFailure } of links) {
      if (to === id && !isFailure) {
        found.add(from);
      }
    }
  }
  return found;
}

/**
 * Draws the parts of the service, and the path of a reminder through them, as SVG.
 *
 * @param inbox the id of the part where a reminder arrives
 * @param starts the labels of the links from the user to the parts, keyed by the part's id
 */
export async function drawArchitecture(
  { parts, links }: { readonly parts: readonly Part[]; readonly links: readonly Link[] },
  {
    title,
    inbox,
    starts,
  }: { readonly title: string; readonly inbox: string; readonly starts: Readonly<Record<string, string>> },
): Promise<string> {
  const every = [
    ...Object.entries(starts).map(([to, says]): Link => ({ from: YOU.id, to, says, isFailure: false })),
    ...links,
  ];
  const good = leadingTo(inbox, every);
  const node = (part: Part) => partNode(part, part.kind !== 'Email' ? '' : part.id === inbox ? 'success' : 'failure');
  const stacks = [...new Set(parts.map(({ stack }) => stack))].filter((stack) => stack !== '');
  const { width, height, shapes } = await drawGraph(
    {
      nodes: [
        node(YOU),
        ...stacks.map((stack) => stackNode(stack, parts.filter((part) => part.stack === stack).map(node))),
        ...parts.filter(({ stack }) => stack === '').map(node),
      ],
      edges: every.map(({ from, to, says, isFailure }) => ({
        from,
        to,
        label: wrap(says, 130, SMALL),
        style: isFailure ? 'catch' : good.has(to) ? 'success' : '',
        data: { 'data-from': from, 'data-to': to },
      })),
    },
    layOut,
    { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN', 'elk.layered.considerModelOrder.strategy': 'NONE' },
  );
  const named = (id: string) => [YOU, ...parts].find((part) => part.id === id)?.name;
  const description = [
    ...stacks.map(
      (stack) =>
        `The stack ${stack} has ${parts
          .filter((part) => part.stack === stack)
          .map(({ name }) => name)
          .join(', ')}.`,
    ),
    ...every.map(({ from, to, says }) => `${named(from)} to ${named(to)}: ${says}.`),
  ].join(' ');
  return picture(width + 2 * MARGIN, height + 2 * MARGIN, { title, description }, THEME, [
    element('rect', {
      class: 'panel',
      x: 1,
      y: 1,
      width: width + 2 * MARGIN - 2,
      height: height + 2 * MARGIN - 2,
      rx: 10,
    }),
    element('g', { transform: `translate(${MARGIN} ${MARGIN})` }, ...shapes),
  ]);
}
