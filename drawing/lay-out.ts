import ELK from 'elkjs/lib/elk.bundled.js';
import type { LayOut } from './graph.ts';

/** Lays out a graph with ELK. The library is large, and its first layout takes more than a second. */
export const layOut: LayOut = (graph) => new ELK.default().layout(graph);
