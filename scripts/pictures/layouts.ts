import { join } from 'node:path';
import { graphKey } from '../../console/server/executions/lay-out-machine.ts';
import type { Placed } from '../../drawing/graph.ts';
import { layOut } from '../../drawing/lay-out.ts';
import { smallDrawing } from '../../drawing/small-drawing.ts';
import { publishedDefinitions } from '../templates/published-definitions.ts';

/** The path of the file with the precomputed layouts for the web page. */
export const LAYOUTS = join(import.meta.dirname, '..', '..', 'console', 'server', 'executions', 'known-layouts.json');

/** Matches the keys of the layouts, and the layout fields that a drawing needs. */
const NEEDED =
  /^(|\d+|[0-9a-f]{16}|id|x|y|width|height|children|edges|container|sections|startPoint|bendPoints|endPoint|labels)$/;

/** A `JSON.stringify` replacer that keeps only the needed fields, and rounds numbers to a hundredth of a pixel. */
const compact = (field: string, value: unknown) => {
  if (!NEEDED.test(field)) {
    return undefined;
  }
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
};

/** Lays out the deck's three state machines for the web page. Returns the content of {@link LAYOUTS}. */
export async function layouts(): Promise<string> {
  const placed: Record<string, Placed> = {};
  for (const { json } of publishedDefinitions()) {
    await smallDrawing(JSON.parse(json), async (graph) => {
      const key = graphKey(graph); // compute the key first, because ELK adds the positions to the graph itself
      const found = await layOut(graph);
      placed[key] = found;
      return found;
    });
  }
  return `${JSON.stringify(placed, compact)}\n`;
}
