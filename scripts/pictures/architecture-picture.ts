import type { Architecture, Frame, Link, Part } from './architecture.ts';
import { type Arrow, drawArrows, type LabelPlace } from './arrow.ts';
import { type Box, centre } from './geometry.ts';
import { icon } from './icons.ts';
import type { Route } from './route.ts';
import { element, line, picture } from './svg.ts';
import { type Face, textWidth, wrap } from './text-width.ts';
import { THEME } from './theme.ts';

const PART = { width: 224, height: 94 };
const COLUMN = PART.width + 68;
/** Upper edges of the rows; between them there is space for frames, their names and the arrows' words. */
const ROWS = [20, 258, 458, 600, 798, 946];
const LEFT = 46;
const CAPTION = { height: 34, baseline: 22 };
const FRAME_EDGE = 14;
const KIND: Face = { size: 11.5 };
const NAME: Face = { size: 13.5, bold: true };
const WHY: Face = { size: 11.5 };
const ICON_SPACE = 24;
const PADDING = 14;

function partBox({ column, row }: Part): Box {
  return { x: LEFT + column * COLUMN, y: ROWS[row] ?? 0, ...PART };
}

function frameBox({ beside, caption }: Frame, inside: readonly Box[]): Box {
  const x = Math.min(...inside.map((box) => box.x)) - beside.left;
  const y = Math.min(...inside.map((box) => box.y)) - (caption === 'above' ? CAPTION.height : FRAME_EDGE);
  const bottom = Math.max(...inside.map((box) => box.y + box.height));
  return {
    x,
    y,
    width: Math.max(...inside.map((box) => box.x + box.width)) + beside.right - x,
    height: bottom + (caption === 'below' ? CAPTION.height : FRAME_EDGE) - y,
  };
}

function drawPart(id: string, part: Part, box: Box): string {
  const x = box.x + PADDING;
  const y = box.y + PADDING;
  return element(
    'g',
    { 'data-part': id },
    element('rect', { class: part.style ? `box ${part.style}` : 'box', ...box, rx: 8 }),
    icon(part.icon, x, y - 2),
    line(part.kind, x + ICON_SPACE, y + 10, KIND, { class: 'muted' }),
    line(part.name, x, y + 32, NAME, { class: 'text' }),
    ...wrap(part.why, PART.width - 2 * PADDING, WHY).map((text, index) =>
      line(text, x, y + 51 + index * 15, WHY, { class: 'muted' }),
    ),
  );
}

function drawFrame({ kind, name, why, caption }: Frame, box: Box): string {
  const x = box.x + FRAME_EDGE;
  const y = box.y + CAPTION.baseline + (caption === 'below' ? box.height - CAPTION.height : 0);
  const nameX = x + textWidth(`${kind} `, KIND);
  return element(
    'g',
    {},
    element('rect', { class: 'frame', ...box, rx: 10 }),
    line(kind, x, y, KIND, { class: 'muted' }),
    ...(name === '' ? [] : [line(name, nameX, y, NAME, { class: 'text' })]),
    line(why, (name === '' ? nameX : nameX + textWidth(`${name} `, NAME)) + 6, y, WHY, { class: 'muted' }),
  );
}

/** Across where both stand in one row; else straight down, or down, across and down. Words stand where no frame ends. */
function routeOf(from: Box, to: Box, { leaves, arrives }: Link): Route {
  const above = (x: number, y: number): LabelPlace => ({ x: x + 18, y, side: 'right', astride: true });
  const row = centre(from).y;
  if (row === centre(to).y) {
    const start = { x: from.x + from.width, y: row };
    return { points: [start, { x: to.x, y: row }], place: above(start.x, row) };
  }
  const leavesAt = centre(from).x + (leaves ?? 0);
  const arrivesAt = arrives === undefined ? leavesAt : centre(to).x + arrives;
  const start = { x: leaves === undefined ? arrivesAt : leavesAt, y: from.y + from.height };
  const end = { x: arrivesAt, y: to.y };
  const y = (start.y + end.y) / 2;
  return start.x === end.x
    ? { points: [start, end], place: { x: start.x + 9, y, side: 'right' } }
    : {
        points: [start, { x: start.x, y }, { x: end.x, y }, end],
        place: above(Math.min(start.x, end.x), y),
      };
}

function arrowOf(link: Link, from: Box, to: Box): Arrow {
  return {
    ...routeOf(from, to, link),
    label: link.says,
    style: link.style,
    data: { 'data-from': link.from, 'data-to': link.to },
  };
}

/** Draws the parts of an architecture in their places. */
export function drawArchitecture({ parts, frames, links }: Architecture, title: string): string {
  const boxes = new Map(Object.entries(parts).map(([id, part]): [string, Box] => [id, partBox(part)]));
  const box = (id: string): Box => boxes.get(id) as Box;
  for (const [id, frame] of Object.entries(frames)) {
    boxes.set(id, frameBox(frame, frame.around.map(box)));
  }
  const all = [...boxes.values()];
  const width = Math.min(...all.map(({ x }) => x)) + Math.max(...all.map((each) => each.x + each.width));
  const height = Math.min(...all.map(({ y }) => y)) + Math.max(...all.map((each) => each.y + each.height));
  const named = (id: string) => parts[id]?.name || frames[id]?.name || frames[id]?.kind;
  const description = [
    ...Object.values(frames).map(
      ({ kind, name, why, around }) =>
        `${`${kind} ${name}`.trim()}${why === '' ? '' : ` (${why})`} holds ${around.map(named).join(', ')}.`,
    ),
    ...links.map(({ from, to, says }) => `${named(from)} to ${named(to)}: ${says.join(' ').trim()}.`),
  ].join(' ');
  const { lines, above } = drawArrows(links.map((link) => arrowOf(link, box(link.from), box(link.to))));
  return picture(width, height, { title, description }, THEME, [
    element('rect', { class: 'panel', x: 1, y: 1, width: width - 2, height: height - 2, rx: 10 }),
    ...Object.entries(frames)
      .reverse()
      .map(([id, frame]) => drawFrame(frame, box(id))),
    ...lines,
    ...Object.entries(parts).map(([id, part]) => drawPart(id, part, box(id))),
    ...above,
  ]);
}
