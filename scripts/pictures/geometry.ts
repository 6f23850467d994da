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

/** The middle of a box. */
export function centre(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Whether a horizontal or vertical line from one point to another touches a box. */
export function touches(from: Point, to: Point, box: Box): boolean {
  return (
    Math.max(from.x, to.x) > box.x &&
    Math.min(from.x, to.x) < box.x + box.width &&
    Math.max(from.y, to.y) > box.y &&
    Math.min(from.y, to.y) < box.y + box.height
  );
}

/** Whether two lines, both horizontal or both vertical, lie on each other or nearly so. */
export function coincide([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  const along = (key: 'x' | 'y', other: 'x' | 'y') =>
    a[key] === b[key] &&
    c[key] === d[key] &&
    Math.abs(a[key] - c[key]) < 8 &&
    Math.max(Math.min(a[other], b[other]), Math.min(c[other], d[other])) <
      Math.min(Math.max(a[other], b[other]), Math.max(c[other], d[other]));
  return along('x', 'y') || along('y', 'x');
}

/** The lines between points. */
export function lines(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).map((point, index) => [points[index] as Point, point]);
}

/** A point on the way from one point to another, at most so far from the first, at most half way. */
function onTheWay(from: Point, to: Point, distance: number): Point {
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2);
  const part = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const at = (point: Point) => `${rounded(point.x)} ${rounded(point.y)}`;

/** The path along points, its corners rounded. */
export function roundedPath(points: readonly Point[], radius = 10): string {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) {
      parts.push(`M${at(point)}`);
    } else if (after === undefined) {
      parts.push(`L${at(point)}`);
    } else {
      parts.push(`L${at(onTheWay(point, before, radius))}Q${at(point)} ${at(onTheWay(point, after, radius))}`);
    }
  }
  return parts.join('');
}

/** The closed path around points. */
export function outline(points: readonly Point[]): string {
  return `M${points.map(at).join('L')}Z`;
}
