import { rounded } from './svg.ts';

/** A point of a picture, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle; `x` and `y` are its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** The point between two others, at most a distance from the first and at most half way. */
function towards(from: Point, to: Point, distance: number): Point {
  const part = Math.min(distance / (Math.hypot(to.x - from.x, to.y - from.y) || 1), 0.5);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const at = (point: Point) => `${rounded(point.x)} ${rounded(point.y)}`;

/** The path along points, with round corners. */
export function roundedPath(points: readonly Point[], radius = 10): string {
  const parts = points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    return before === undefined || after === undefined
      ? `${before === undefined ? 'M' : 'L'}${at(point)}`
      : `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`;
  });
  return parts.join('');
}

/** The closed path around points. */
export function outline(points: readonly Point[]): string {
  return `M${points.map(at).join('L')}Z`;
}
