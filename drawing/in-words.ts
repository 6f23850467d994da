import { type Definition, END, innerDefinitions, START, transitions } from './definition.ts';

/** The description of a state, for people who cannot see a picture. */
export interface StateInWords {
  readonly name: string;
  readonly type: string;
  /** The states that can follow, with the label of the arrow. `success` is the successful end. */
  readonly leadsTo: readonly { readonly to: string; readonly when: string }[];
  /** The error name of a Fail state. */
  readonly error?: string | undefined;
  /** The definitions inside a Map or Parallel state. */
  readonly inside: readonly (readonly StateInWords[])[];
}

/** Describes the states of a definition in words, in the order of the definition. */
export function statesInWords(definition: Definition): readonly StateInWords[] {
  const all = transitions(definition).filter(({ from }) => from !== START);
  return Object.entries(definition.States).map(([name, state]) => ({
    name,
    type: state.Type,
    leadsTo: all
      .filter(({ from }) => from === name)
      .map(({ to, label }) => ({ to: to === END ? 'success' : to, when: label.join(', ') })),
    error: state.Error,
    inside: innerDefinitions(state).map(statesInWords),
  }));
}
