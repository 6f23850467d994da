import { createHash } from 'node:crypto';
import type { Definition } from '../../../drawing/definition.ts';
import { type StateInWords, statesInWords } from '../../../drawing/in-words.ts';
import { inReadingOrder } from '../../../drawing/reading-order.ts';
import { smallDrawing } from '../../../drawing/small-drawing.ts';
import type { Shape } from '../../../drawing/svg.ts';
import { layOutMachine } from './lay-out-machine.ts';

/** A state machine's definition, with its graph as a drawing and in words. */
export interface DrawnDefinition {
  /** The key that {@link drawDefinition} returns for the definition. */
  readonly key: string;
  readonly definition: Definition;
  readonly drawing: { readonly width: number; readonly height: number; readonly shapes: readonly Shape[] };
  readonly words: readonly StateInWords[];
}

/** The definitions that were read, keyed by execution ARN. */
const definitions = new Map<string, string>();
/** The distinct definitions, so that each is in memory only once. */
const texts = new Map<string, string>();

/** Returns the definition of an execution. Calls `read` only once for each execution, because the definition never changes. */
export async function definitionOf(arn: string, read: () => Promise<string>): Promise<string> {
  const known = definitions.get(arn);
  if (known !== undefined) {
    return known;
  }
  const definition = await read();
  const text = texts.get(definition) ?? definition;
  texts.set(text, text);
  definitions.set(arn, text);
  return text;
}

/** The definitions drawn so far, by key. A deployment has only a few definitions. */
const drawn = new Map<string, Promise<DrawnDefinition>>();

/** Returns the key of a definition, and starts drawing the definition if the key is new. */
export function drawDefinition(definition: string): string {
  const key = createHash('sha256').update(definition).digest('hex').slice(0, 16);
  if (!drawn.has(key)) {
    const drawing = draw(key, JSON.parse(JSON.stringify(JSON.parse(definition), inReadingOrder)));
    drawing.catch(() => drawn.delete(key)); // the request for the drawing gets the error, and the next request draws again
    drawn.set(key, drawing);
  }
  return key;
}

/** Returns a drawn definition, or `undefined` if {@link drawDefinition} was not called for this key. */
export const drawnDefinition = (key: string): Promise<DrawnDefinition> | undefined => drawn.get(key);

async function draw(key: string, definition: Definition): Promise<DrawnDefinition> {
  const drawing = await smallDrawing(definition, layOutMachine);
  return { key, definition, drawing, words: statesInWords(definition) };
}
