import type { Definition } from '../../drawing/definition.ts';
import type { Visit } from './visit.ts';

/** A sequence of states that run one after another: the whole execution, one item of a Map, or one branch of a Parallel. */
export interface Thread {
  readonly parent: Thread | undefined;
  readonly definition: Definition;
  /** The path of the Map or Parallel that contains the states, in the form that `nodeKey` accepts. */
  readonly prefix: string;
  /** The index of the Map's item that the thread handles. Missing outside of a Map. */
  readonly item: number | undefined;
  /** The visit to the Map or Parallel that contains the thread. Missing for the execution itself. */
  readonly around: Visit | undefined;
  readonly visits: Visit[];
  /** The visit to the current state. Missing if there is none. */
  current: Visit | undefined;
  readonly inner: Thread[];
}
