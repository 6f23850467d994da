import { createHash } from 'node:crypto';
import type { LayOut, Placed } from '../../../drawing/graph.ts';
import KNOWN from './known-layouts.json' with { type: 'json' };

/** The layouts of the service's own state machines, keyed by {@link graphKey}. `npm run pictures` creates them. */
const known: Readonly<Record<string, Placed>> = KNOWN;

/** Returns the key of a graph. The key does not depend on the account, the region or the service's name. */
export const graphKey = (graph: Parameters<LayOut>[0]) =>
  createHash('sha256').update(JSON.stringify(graph)).digest('hex').slice(0, 16);

/** Returns the known layout of a graph. Computes an unknown layout, for example if another version is deployed. */
export const layOutMachine: LayOut = async (graph) =>
  known[graphKey(graph)] ?? (await import('../../../drawing/lay-out.ts')).layOut(graph);
