import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js';
import { type Box, outline, type Point, roundedPath } from './lines.ts';
import { element, line, type Shape } from './svg.ts';
import { LABEL, textWidth } from './text-width.ts';

/** A node in a picture: a box, or a frame around other nodes. */
export interface Node {
  readonly id: string;
  /** The size of a box. A frame grows to fit its inner nodes. */
  readonly size: { readonly width: number; readonly height: number };
  readonly draw: (box: Box) => Shape;
  /** Draws a part of the node that must be on top of the incoming arrows. */
  readonly caption?: (box: Box) => Shape;
  readonly inside?: Graph;
  /** The space above the inner nodes, for the frame's name. */
  readonly heading?: number;
}

/** An arrow between two nodes. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The label beside the arrow, in lines. */
  readonly label: readonly string[];
  /** The class that sets the arrow's colours. A `success` arrow is also kept straight where possible. */
  readonly style: '' | 'success' | 'catch';
  /** Attributes of the arrow's line, such as `data-from`. */
  readonly data: Readonly<Record<string, string>>;
  /** The value of the attribute `data-edge` of the arrow's line, head and label. Only small drawings have it. */
  readonly key?: string;
}

/** Nodes and the arrows between them. Each id is unique in the whole picture. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

const LABEL_LINE = 14;
const HEAD = { length: 9, width: 4.5 };
const INSIDE = 14;

/** The default options for ELK (https://eclipse.dev/elk/reference/options.html). */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  // keep the given order of nodes and edges, unless arrows would cross
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_UP',
  'elk.layered.thoroughness': '50',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  'elk.spacing.nodeNode': '30',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '6',
};
const STRAIGHT = { 'elk.layered.priority.straightness': '20', 'elk.layered.priority.direction': '10' };

function elkNode(
  id: string,
  { nodes, edges }: Graph,
  heading: number,
  options: Readonly<Record<string, string>>,
): ElkNode {
  return {
    id,
    layoutOptions: {
      ...OPTIONS,
      ...options,
      'elk.padding': `[top=${heading},left=${INSIDE},bottom=${INSIDE},right=${INSIDE}]`,
    },
    children: nodes.map(({ id: inner, size, inside, heading = INSIDE }) =>
      inside ? elkNode(inner, inside, heading, options) : { id: inner, ...size },
    ),
    edges: edges.map(
      ({ from, to, label, style }, index): ElkExtendedEdge => ({
        id: `${id}/${index}`,
        sources: [from],
        targets: [to],
        labels: label.length === 0 ? [] : [{ text: label.join(' '), ...labelSize(label) }],
        layoutOptions: style === 'success' ? STRAIGHT : {},
      }),
    ),
  };
}

function labelSize(label: readonly string[]) {
  return { width: Math.max(...label.map((text) => textWidth(text, LABEL))), height: label.length * LABEL_LINE };
}

/** Draws an arrow in two layers, so that no line covers another arrow's label. */
function drawEdge({ label, style, data, key }: Edge, points: readonly Point[], labelAt: Point | undefined) {
  const [before, tip] = points.slice(-2) as [Point, Point];
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const base = { x: tip.x - along.x * HEAD.length, y: tip.y - along.y * HEAD.length };
  const corner = (side: number) => ({
    x: base.x - side * along.y * HEAD.width,
    y: base.y + side * along.x * HEAD.width,
  });
  const classes = (name: string) => [name, style].filter(Boolean).join(' ');
  const keyed = { 'data-edge': key };
  return {
    line: element('path', {
      ...data,
      ...keyed,
      class: classes('edge'),
      d: roundedPath([...points.slice(0, -1), base]),
    }),
    above: [
      element('path', { ...keyed, class: classes('arrow'), d: outline([tip, corner(1), corner(-1)]) }),
      ...(labelAt ? label : []).map((text, index) =>
        line(text, labelAt?.x ?? 0, (labelAt?.y ?? 0) + 11 + index * LABEL_LINE, LABEL, {
          class: classes('label'),
          key,
        }),
      ),
    ],
  };
}

/** A part of a picture and its size. Its upper left corner is at the origin. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** The position of an arrow and of its label. Missing values are 0. */
interface PlacedEdge {
  /** The id of the node whose upper left corner is the origin of the points. Default: the node that contains the edge. */
  readonly container?: string;
  readonly sections?: readonly {
    readonly startPoint: Point;
    readonly bendPoints?: readonly Point[];
    readonly endPoint: Point;
  }[];
  readonly labels?: readonly Partial<Point>[];
}

/** The parts of ELK's result that a drawing needs: the position of a node and of its content. Missing values are 0. */
export interface Placed extends Partial<Box> {
  readonly id: string;
  readonly children?: readonly Placed[];
  readonly edges?: readonly PlacedEdge[];
}

/** Places the nodes of a graph and routes its arrows. */
export type LayOut = (graph: ElkNode) => Promise<Placed>;

/**
 * Places nodes from top to bottom, routes the arrows around them, and draws the nodes and the arrows.
 *
 * @param options ELK options that differ from the defaults
 */
export async function drawGraph(
  graph: Graph,
  layOut: LayOut,
  options: Readonly<Record<string, string>> = {},
): Promise<Drawing> {
  const placed = await layOut(elkNode('root', graph, 0, { ...options }));
  const corners = new Map<string, Point>();
  const boxes: Shape[] = [];
  const captions: Shape[] = [];
  const arrows: ReturnType<typeof drawEdge>[] = [];

  function walk({ nodes, edges }: Graph, { id, children = [], edges: routes = [] }: Placed, corner: Point): void {
    corners.set(id, corner);
    for (const [index, node] of nodes.entries()) {
      const { x = 0, y = 0, width = 0, height = 0, ...child } = children[index] as Placed;
      const box = { x: corner.x + x, y: corner.y + y, width, height };
      boxes.push(node.draw(box));
      captions.push(...(node.caption ? [node.caption(box)] : []));
      if (node.inside) {
        walk(node.inside, child, box);
      }
    }
    for (const [index, edge] of edges.entries()) {
      const { sections: [section] = [], labels: [label] = [], container = id } = routes[index] as PlacedEdge;
      const origin = corners.get(container) ?? corner;
      const moved = ({ x = 0, y = 0 }: Partial<Point>) => ({ x: origin.x + x, y: origin.y + y });
      if (section) {
        const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(moved);
        arrows.push(drawEdge(edge, points, label && moved(label)));
      }
    }
  }

  walk(graph, placed, { x: 0, y: 0 });
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    shapes: [...boxes, ...arrows.map((arrow) => arrow.line), ...captions, ...arrows.flatMap(({ above }) => above)],
  };
}
