import { LABEL } from './definition.ts';
import { outline, type Point, roundedPath } from './geometry.ts';
import { element, line } from './svg.ts';
import { textWidth } from './text-width.ts';

/** Beside which point a label stands, and to which side of it. */
export interface LabelPlace extends Point {
  readonly side: 'left' | 'right';
  /** On both sides of a horizontal line: the first line above it, the others beneath. */
  readonly astride?: boolean;
}

/** An arrow with its words. */
export interface Arrow {
  readonly points: readonly Point[];
  readonly label: readonly string[];
  readonly place: LabelPlace;
  /** Class of its colours: `success`, `catch`, or none. */
  readonly style: string;
  /** Attributes that say which arrow it is. */
  readonly data?: Readonly<Record<string, string>>;
}

const LINE = 14;
const HEAD = { length: 9, width: 4.5 };

/** The room that words beside an arrow take. */
export function labelSize(label: readonly string[]): { readonly width: number; readonly height: number } {
  return { width: Math.max(0, ...label.map((text) => textWidth(text, LABEL))), height: label.length * LINE };
}

/** The head of an arrow whose last stretch goes from one point to another, and where its line ends. */
function head(from: Point, to: Point): { readonly path: string; readonly base: Point } {
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) || 1;
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const base = { x: to.x - along.x * HEAD.length, y: to.y - along.y * HEAD.length };
  const across = { x: -along.y * HEAD.width, y: along.x * HEAD.width };
  return {
    base,
    path: outline([to, { x: base.x + across.x, y: base.y + across.y }, { x: base.x - across.x, y: base.y - across.y }]),
  };
}

/** Arrows in two layers, so that nothing is drawn over their heads and words. */
interface DrawnArrows {
  readonly lines: readonly string[];
  /** Their heads, and their words over them. */
  readonly above: readonly string[];
}

/** Draws an arrow in its parts. */
function drawArrow({ points, label, place, style, data }: Arrow): {
  readonly edge: string;
  readonly head: string;
  readonly words: readonly string[];
} {
  const [beforeLast, last] = points.slice(-2);
  if (beforeLast === undefined || last === undefined) {
    throw new Error('an arrow needs two points or more');
  }
  const { path, base } = head(beforeLast, last);
  const classes = (name: string) => (style === '' ? name : `${name} ${style}`);
  // astride, the first line stands above the arrow's line; else the lines stand around the point
  const first = place.astride ? place.y - 6 : place.y + 4 - ((label.length - 1) * LINE) / 2;
  return {
    edge: element('path', { ...data, class: classes('edge'), d: roundedPath([...points.slice(0, -1), base]) }),
    head: element('path', { class: classes('arrow'), d: path }),
    words: label.map((text, index) =>
      line(text, place.x, first + index * (place.astride ? LINE + 8 : LINE), LABEL, {
        class: classes('label'),
        ...(place.side === 'left' ? { anchor: 'end' } : {}),
      }),
    ),
  };
}

/** Draws arrows. */
export function drawArrows(arrows: readonly Arrow[]): DrawnArrows {
  const drawn = arrows.map(drawArrow);
  return {
    lines: drawn.map(({ edge }) => edge),
    above: [...drawn.map(({ head }) => head), ...drawn.flatMap(({ words }) => words)],
  };
}
