import { LABEL, wrap } from './text-width.ts';

/** The parts of an Amazon States Language definition that pictures show. */
export interface Definition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** The parts of a state that pictures show. */
export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Next: string; readonly Comment?: string }[];
  readonly Default?: string;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Retry?: readonly { readonly MaxAttempts?: number }[];
  readonly Resource?: string;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: number | string;
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
  readonly Error?: string;
  readonly Branches?: readonly Definition[];
  readonly ItemProcessor?: Definition;
}

/** The node for the start of an execution. It contains a control character, so it cannot be the name of a state. */
export const START = '\u0001start';

/** The node for the successful end of an execution. */
export const END = '\u0001end';

/** A transition between two states, which is drawn as an arrow. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  /** The label of the arrow, in lines. */
  readonly label: readonly string[];
  /** The short label, for small pictures. Missing if it is the same as the label. */
  readonly shortLabel?: readonly string[];
}

/** The maximum width of a line in a label, in pixels. */
const LABEL_WIDTH = 130;

/**
 * Returns the lines of an arrow's label: a comment up to its first colon, semicolon or full stop. Returns `otherwise` if there
 * is no comment, or if this part of it needs more than two lines.
 */
function gist(comment: string | undefined, otherwise: string): string[] {
  const first = comment?.split(/[:;.]/)[0]?.trim() ?? '';
  const lines = wrap(first.charAt(0).toLowerCase() + first.slice(1), LABEL_WIDTH, LABEL);
  return first !== '' && lines.length <= 2 ? lines : [otherwise];
}

/** Joins all transitions to the same state into one arrow, so that no arrows overlap. */
function merged(transitions: readonly Transition[]): Transition[] {
  const byTarget = new Map<string, Transition>();
  for (const transition of transitions) {
    const other = byTarget.get(transition.to);
    byTarget.set(
      transition.to,
      other ? { ...other, label: [...other.label, ...withOr(transition.label)] } : transition,
    );
  }
  return [...byTarget.values()];
}

const withOr = ([first = '', ...others]: readonly string[]) => [`or ${first}`, ...others];

function transitionsOf(name: string, state: State): Transition[] {
  const branches = (state.Choices ?? []).map(
    (choice, index): Transition => ({
      from: name,
      to: choice.Next,
      kind: 'choice',
      label: gist(choice.Comment, `rule ${index + 1}`),
    }),
  );
  if (state.Default !== undefined) {
    branches.push({ from: name, to: state.Default, kind: 'default', label: ['otherwise'] });
  }
  const transitions = merged(branches);
  if (state.Next !== undefined) {
    transitions.push({ from: name, to: state.Next, kind: 'next', label: [] });
  }
  if (state.End || state.Type === 'Succeed') {
    transitions.push({ from: name, to: END, kind: 'next', label: [] });
  }
  const caught = new Map<string, string[]>();
  for (const { ErrorEquals, Next } of state.Catch ?? []) {
    caught.set(Next, [...(caught.get(Next) ?? []), ...ErrorEquals]);
  }
  for (const [to, errors] of caught) {
    const error = errors.includes('States.ALL') ? 'any error' : errors.join(', ');
    const label = [`catch: ${error}`, ...(state.Retry ? ['after all retries'] : [])];
    const shortLabel = errors.includes('States.ALL')
      ? ['catch']
      : ['catch', ...errors.map((each) => each.split('.').at(-1) ?? each)];
    transitions.push({ from: name, to, kind: 'catch', label, shortLabel });
  }
  return transitions;
}

/** Returns all transitions of a definition, from its start to its end. Leaves out those inside a Map or Parallel state. */
export function transitions(definition: Definition): Transition[] {
  return [
    { from: START, to: definition.StartAt, kind: 'next', label: [] },
    ...Object.entries(definition.States).flatMap(([name, state]) => transitionsOf(name, state)),
  ];
}

/**
 * Returns the key of a state, or of the start or end of a definition, in a drawing. The key of a state is its name, which is
 * unique in the state machine.
 *
 * @param prefix the path of the state that contains the definition, such as `Handle each stack/0/`; empty at the top level
 */
export function nodeKey(name: string, prefix: string): string {
  return name === START ? `${prefix}start` : name === END ? `${prefix}end` : name;
}

/** Returns the key of an arrow in a drawing, from the keys of its nodes. */
export function edgeKey(from: string, to: string, isCaught: boolean): string {
  return `${from} > ${to}${isCaught ? ' (caught)' : ''}`;
}

/** Returns the definitions inside a Map or Parallel state. */
export function innerDefinitions(state: State): readonly Definition[] {
  return [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
}

/**
 * Returns the main path from start to end, on which no error is caught. At each state, the path follows the first
 * transition that leads to the end. Returns an empty list if there is no such path.
 */
export function wayToSuccess(all: readonly Transition[]): Transition[] {
  const seen = new Set<string>();
  const wayFrom = (name: string): Transition[] | undefined => {
    if (name === END) {
      return [];
    }
    if (seen.has(name)) {
      return undefined;
    }
    seen.add(name);
    for (const transition of all) {
      if (transition.from === name && transition.kind !== 'catch') {
        const rest = wayFrom(transition.to);
        if (rest) {
          return [transition, ...rest];
        }
      }
    }
    return undefined;
  };
  return wayFrom(START) ?? [];
}
