/** The status of a visit to a state. */
export type StateStatus =
  | 'not reached'
  /** The execution is in this state. */
  | 'running'
  /** The execution is in this state, and at least one try has failed. */
  | 'retrying'
  | 'passed'
  /** The execution has passed this state after more than one try. */
  | 'retried'
  /** The state failed, and its catcher led to another state. */
  | 'caught'
  /** The state failed. This ended the execution, or the state's Map item or branch. */
  | 'failed'
  /** The execution, or a branch of it, ended in this state for a reason outside the state. */
  | 'stopped';

/** The name and cause of an error. */
export interface ErrorWords {
  readonly error: string;
  readonly cause: string;
}

/** One try of a task. All times are milliseconds since the epoch. */
export interface Try {
  readonly at: number;
  endedAt?: number;
  failure?: ErrorWords;
}

/** One visit of an execution to a state. */
export interface Visit {
  readonly state: string;
  readonly type: string;
  /** The time at which the execution entered the state, in milliseconds since the epoch. */
  readonly enteredAt: number;
  /** The end of the visit in milliseconds since the epoch. Missing while the execution is in the state. */
  exitedAt?: number | undefined;
  /** The input of the state as JSON text. Missing if it was not read. */
  readonly input?: string | undefined;
  output?: string | undefined;
  /** The variables that the state set, each as JSON text. */
  variables?: Readonly<Record<string, string>> | undefined;
  readonly tries: Try[];
  /** The last error in this state. Missing if a later try succeeded. */
  failure?: ErrorWords | undefined;
  /** The index of the Map's item. Missing outside of a Map. */
  readonly item?: number | undefined;
  status: StateStatus;
}
