import validate from 'asl-validator';
import jsonata from 'jsonata';
import type { Definition, State } from '../templates/state-machines.ts';

const TYPES = ['Task', 'Choice', 'Wait', 'Pass', 'Map', 'Parallel', 'Succeed', 'Fail'];
/** The types of states that need neither Next nor End. */
const WITHOUT_NEXT = ['Choice', 'Succeed', 'Fail'];

/** The result of reading a learner's definition. */
export type Reading = { readonly definition: Definition } | { readonly mistake: string };

/**
 * Parses and checks the definition, as Step Functions does when a state machine is created. Explains the first mistake to a
 * beginner. Looks for common mistakes first, and then runs asl-validator.
 *
 * @param text a definition without Map and Parallel states
 */
export function readDefinition(text: string): Reading {
  let definition: Definition;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    return { mistake: notJson(text, (error as Error).message) };
  }
  const mistake = usualMistake(definition) ?? otherMistake(definition);
  return mistake === undefined ? { definition } : { mistake };
}

/** Returns a sentence about a file that is not JSON, with the line of the mistake if Node's message has its position. */
function notJson(text: string, message: string): string {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  const line = position === undefined ? '' : ` in line ${text.slice(0, Number(position)).split('\n').length}`;
  return `The file is not JSON${line}: ${message}. Look for a missing or an extra comma, quote or brace just before.`;
}

function usualMistake({ StartAt, States, QueryLanguage }: Definition): string | undefined {
  if (typeof States !== 'object' || States === null) {
    return 'The machine has no States.';
  }
  if (QueryLanguage !== 'JSONata') {
    return 'The machine needs "QueryLanguage": "JSONata" at the top; without it Step Functions reads JSONPath.';
  }
  const names = Object.keys(States);
  const list = names.map((name) => `"${name}"`).join(', ');
  const targets = Object.entries(States).flatMap(([name, state]) => targetsOf(state).map((target) => [name, target]));
  for (const [name, target] of [['StartAt', StartAt], ...targets]) {
    if (!names.includes(String(target))) {
      return `${name === 'StartAt' ? name : `The state "${name}"`} leads to "${target}", which is not a state. The states are ${list}.`;
    }
  }
  for (const [name, state] of Object.entries(States)) {
    if (!TYPES.includes(state.Type)) {
      return `The state "${name}" has the Type "${state.Type}". It must be one of ${TYPES.join(', ')}.`;
    }
    if (!WITHOUT_NEXT.includes(state.Type) && (state.Next === undefined) === (state.End === undefined)) {
      return `The state "${name}" needs either a Next or "End": true, and not both.`;
    }
    if (name !== StartAt && !targets.some(([, target]) => target === name)) {
      return `No state leads to "${name}". Give the state before it a Next.`;
    }
    const problem = wrongJsonata(state);
    if (problem !== undefined) {
      return `The state "${name}" holds ${problem}`;
    }
  }
  return undefined;
}

const targetsOf = ({ Next, Default, Choices = [], Catch = [] }: State) =>
  [Next, Default, ...[...Choices, ...Catch].map((rule) => rule.Next)].filter((name) => name !== undefined);

/**
 * Searches all levels of the value for JSONata that cannot be parsed. Returns the end of a sentence about the first such
 * expression, or undefined if all expressions can be parsed.
 */
function wrongJsonata(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value)
      .map(wrongJsonata)
      .find((problem) => problem !== undefined);
  }
  if (typeof value !== 'string' || !value.startsWith('{%')) {
    return undefined;
  }
  if (!value.endsWith('%}')) {
    return `${value}, which does not end with %}.`;
  }
  try {
    jsonata(value.slice(2, -2));
    return undefined;
  } catch (error) {
    return `JSONata that cannot be read: ${value}. ${(error as Error).message}.`;
  }
}

function otherMistake(definition: Definition): string | undefined {
  // the validator changes its argument, and accepts a condition only if it is on one line
  const copy = JSON.stringify(definition, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\n', ' ') : value,
  );
  const { isValid, errorsText } = validate(JSON.parse(copy));
  return isValid ? undefined : `Step Functions would not take this definition. ${errorsText()}`;
}
