import type { Definition } from '../../drawing/definition.ts';
import type { Visit } from './visit.ts';

/** A part of an execution that passes one state after another: the execution itself, an item of a Map or a branch of a Parallel. */
export interface Thread {
  readonly parent: Thread | undefined;
  readonly definition: Definition;
  /** The path of the state around the definition, as in `nodeKey`. */
  readonly prefix: string;
  /** The index of the item that a Map handles. */
  readonly item: number | undefined;
  /** The visit of the Map or Parallel that the thread belongs to. Missing for the execution itself. */
  readonly around: Visit | undefined;
  readonly visits: Visit[];
  /** The state in which the thread is. */
  current: Visit | undefined;
  readonly inner: Thread[];
}
