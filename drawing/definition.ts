import { LABEL, wrap } from './text-width.ts';

/** The part of a definition in the Amazon States Language that pictures show. */
export interface Definition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** The part of a state that pictures show. */
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

/** The start of an execution. No state has this name: it has a control character. */
export const START = '\u0001start';

/** The successful end of an execution. */
export const END = '\u0001end';

/** One way out of a state. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  /** The words beside the arrow, in lines. */
  readonly label: readonly string[];
}

/** The most that a line of words takes. */
const LABEL_WIDTH = 130;

/** The part of a comment before its first colon, semicolon or full stop, if it fits beside an arrow in two lines. */
function gist(comment: string | undefined, otherwise: string): string[] {
  const first = comment?.split(/[:;.]/)[0]?.trim() ?? '';
  const lines = wrap(first.charAt(0).toLowerCase() + first.slice(1), LABEL_WIDTH, LABEL);
  return first !== '' && lines.length <= 2 ? lines : [otherwise];
}

/** One arrow for all transitions to the same state, so that no arrows lie on each other. */
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
    transitions.push({ from: name, to, kind: 'catch', label });
  }
  return transitions;
}

/** Every transition of a definition from start to end, without those inside a Map or a Parallel. */
export function transitions(definition: Definition): Transition[] {
  return [
    { from: START, to: definition.StartAt, kind: 'next', label: [] },
    ...Object.entries(definition.States).flatMap(([name, state]) => transitionsOf(name, state)),
  ];
}

/** The definitions inside a Map or a Parallel. */
export function innerDefinitions(state: State): readonly Definition[] {
  return [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
}

/** The shortest way from start to end without an error; empty if there is none. */
export function wayToSuccess(all: readonly Transition[]): Transition[] {
  const cameBy = new Map<string, Transition>();
  const queue = [START];
  for (const name of queue) {
    for (const transition of all) {
      if (transition.from === name && transition.kind !== 'catch' && !cameBy.has(transition.to)) {
        cameBy.set(transition.to, transition);
        queue.push(transition.to);
      }
    }
  }
  const way: Transition[] = [];
  for (let step = cameBy.get(END); step !== undefined; step = cameBy.get(step.from)) {
    way.unshift(step);
  }
  return way;
}
