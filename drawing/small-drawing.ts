import type { Definition } from './definition.ts';
import { type Drawing, drawGraph, type LayOut } from './graph.ts';
import { machineGraph } from './machine-graph.ts';

/** The options that keep a graph narrow. They were chosen by comparing pictures of the three state machines. */
const NARROW = {
  'elk.layered.considerModelOrder.strategy': 'NONE',
  'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.layered.spacing.edgeNodeBetweenLayers': '10',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '16',
  'elk.spacing.edgeNode': '10',
  'elk.spacing.edgeEdge': '8',
};

/**
 * Draws a state machine small enough to fit next to other content on a page. The drawings of the state machines that send
 * reminders are about 680 pixels wide. Each state has the attribute `data-state` and an empty text element with the class
 * `progress`. The line, head and label of an arrow have the attribute `data-edge`.
 */
export function smallDrawing(definition: Definition, layOut: LayOut): Promise<Drawing> {
  return drawGraph(machineGraph(definition, { calls: () => [], small: true }), layOut, NARROW);
}
