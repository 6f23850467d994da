import type { LabelPlace } from './arrow.ts';
import { type Box, centre, coincide, lines, type Point, touches } from './geometry.ts';

/** The way of an arrow, and where its words stand. */
export interface Route {
  readonly points: readonly Point[];
  readonly place: LabelPlace;
}

/** An arrow to be led from one box to another. */
export interface Way {
  readonly from: Box;
  readonly to: Box;
  /** Where the arrow goes if no simpler way is free. */
  readonly otherwise: readonly Point[];
  /** How far it is moved aside, so that arrows between the same boxes do not lie on each other. */
  readonly offset: number;
}

const BESIDE = 8;
/** How far an arrow is moved aside where another one lies already, in turn. */
const SHIFTS = [0, 20, -20, 40, -40];
/** How far inside of its box an arrow begins that leaves it at the side: a Choice is narrower above and below its middle. */
const INSIDE = 12;

function straightDown({ from, to, offset }: Way): Route | undefined {
  const x = centre(to).x + offset;
  const start = { x, y: from.y + from.height };
  const place = {
    x: offset < 0 ? x - BESIDE : x + BESIDE,
    // a little above the middle, because the head takes the lower end
    y: (start.y + to.y) / 2 - 4,
    side: offset < 0 ? ('left' as const) : ('right' as const),
  };
  return x > from.x && x < from.x + from.width ? { points: [start, { x, y: to.y }], place } : undefined;
}

function outAndDown({ from, to, offset }: Way): Route {
  const x = centre(to).x + offset;
  const y = centre(from).y + offset;
  const toTheRight = centre(to).x > centre(from).x;
  const sideX = toTheRight ? from.x + from.width : from.x;
  const startX = toTheRight ? sideX - INSIDE : sideX + INSIDE;
  return {
    points: [
      { x: startX, y },
      { x, y },
      { x, y: to.y },
    ],
    place: toTheRight
      ? { x: sideX + BESIDE, y, side: 'right', astride: true }
      : { x: sideX - BESIDE, y, side: 'left', astride: true },
  };
}

/** Whether an arrow goes down, as all do but those of a loop. */
export function goesDown({ from, to }: Pick<Way, 'from' | 'to'>): boolean {
  return to.y >= from.y + from.height;
}

/**
 * Leads an arrow: straight down where the boxes stand above each other, else out of the side and down with one corner,
 * and where boxes or other arrows are in the way of that, as the layout says.
 *
 * @param boxes all boxes of the picture
 * @param taken the arrows that are there already
 */
export function route(way: Way, boxes: readonly Box[], taken: readonly Route[]): Route {
  const others = boxes.filter((box) => box !== way.from && box !== way.to);
  const takenLines = taken.flatMap(({ points }) => lines(points));
  const free = ({ points }: Route) =>
    lines(points).every(
      (line) =>
        !others.some((box) => touches(...line, box)) && !takenLines.some((takenLine) => coincide(line, takenLine)),
    );
  const shifted = goesDown(way) ? SHIFTS.map((shift) => ({ ...way, offset: way.offset + shift })) : [];
  const middle = way.otherwise[Math.floor(way.otherwise.length / 2)] ?? centre(way.to);
  return (
    [...shifted.map(straightDown), ...shifted.map(outAndDown)].find((found) => found !== undefined && free(found)) ?? {
      points: way.otherwise,
      place: { x: middle.x + BESIDE, y: middle.y, side: 'right' },
    }
  );
}
