import type { Box, Point } from './geometry.ts';

/** An arrow as the layout leads it. */
interface Led {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
}

/** Where an arrow leaves a box or reaches it. */
interface Port {
  readonly box: Box;
  readonly side: 'top' | 'bottom';
  /** The next point of the arrow, seen from the box. */
  readonly towards: Point;
  x: number;
}

/** Space between a port and a corner of its box, and between two ports. */
const CORNER = 22;
const BETWEEN = 18;
/** How far an arrow goes straight before it reaches its box. */
const ARRIVAL = 16;

/** Puts the ports of one side of a box in the order of where their arrows come from or go to, each as near to that as there is room. */
function spread(ports: readonly Port[]): void {
  const sorted = [...ports].sort((one, other) => one.towards.x - other.towards.x);
  for (const [index, port] of sorted.entries()) {
    const [left, right] = [port.box.x + CORNER, port.box.x + port.box.width - CORNER];
    const gap = Math.min(BETWEEN, (right - left) / Math.max(1, sorted.length - 1));
    const before = sorted[index - 1];
    const least = before === undefined ? left : before.x + gap;
    const most = right - gap * (sorted.length - 1 - index);
    port.x = Math.min(most, Math.max(least, port.towards.x));
  }
}

/**
 * Lets arrows leave and reach their boxes above and below, each in a place of its own. The layout lets them begin wherever the
 * line to the middle of a box cuts its edge, and so run over the boxes beside it.
 */
export function attach(arrows: readonly Led[], boxes: ReadonlyMap<string, Box>): Point[][] {
  const port = (name: string, towards: Point): Port => {
    const box = boxes.get(name) as Box;
    return { box, side: towards.y > box.y + box.height / 2 ? 'bottom' : 'top', towards, x: 0 };
  };
  const ends = arrows.map(({ from, to, points }) => {
    const [second, beforeLast] = [points[1], points.at(-2)] as [Point, Point];
    return [port(from, second), port(to, beforeLast)] as const;
  });
  const all = ends.flat();
  for (const box of boxes.values()) {
    for (const side of ['top', 'bottom']) {
      spread(all.filter((each) => each.box === box && each.side === side));
    }
  }
  const at = ({ box, side, x }: Port): Point => ({ x, y: side === 'top' ? box.y : box.y + box.height });
  const before = (end: Port): Point => ({ x: end.x, y: at(end).y + (end.side === 'top' ? -ARRIVAL : ARRIVAL) });
  return ends.map(([start, end], index) => [
    at(start),
    ...(arrows[index] as Led).points.slice(1, -1),
    before(end),
    at(end),
  ]);
}
