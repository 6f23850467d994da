import { rounded } from './svg.ts';

/** A point in a picture, in pixels from the picture's upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle whose upper left corner is at `x` and `y`. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Returns the point at the given distance from the first point towards the second, but at most halfway between them. */
function towards(from: Point, to: Point, distance: number): Point {
  const part = Math.min(distance / (Math.hypot(to.x - from.x, to.y - from.y) || 1), 0.5);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const at = (point: Point) => `${rounded(point.x)} ${rounded(point.y)}`;

/** Returns the SVG path data of a line through the points, with rounded corners. */
export function roundedPath(points: readonly Point[], radius = 10): string {
  const parts = points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    return before === undefined || after === undefined
      ? `${before === undefined ? 'M' : 'L'}${at(point)}`
      : `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`;
  });
  return parts.join('');
}

/** Returns the SVG path data of the polygon with the given corners. */
export function outline(points: readonly Point[]): string {
  return `M${points.map(at).join('L')}Z`;
}
