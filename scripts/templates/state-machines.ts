import { Intrinsics } from './intrinsics.ts';
import { type Resource, resourcesOfType, type Template } from './template.ts';

/** A state in the Amazon States Language. */
export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly { readonly Next: string; readonly Comment?: string; readonly Condition?: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: the fields differ between types, and each caller names the fields that it needs
  readonly [field: string]: any;
}

/** An entry of a state's Retry. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

/** An entry of a state's Catch. */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Output?: unknown;
}

/** A definition in the Amazon States Language. */
export interface Definition {
  readonly StartAt: string;
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

/** A state machine in a template. */
export interface SynthesisedStateMachine {
  readonly logicalId: string;
  readonly name: string;
  readonly definition: Definition;
  readonly resource: Resource;
  readonly template: Template;
}

/**
 * Returns all state machines in the templates. Intrinsic functions in their definitions are resolved.
 *
 * @param templates all templates of the app, because a definition can refer to resources of other stacks
 */
export function stateMachinesOf(templates: readonly Template[]): SynthesisedStateMachine[] {
  const intrinsics = new Intrinsics(templates);
  return templates.flatMap((template) =>
    resourcesOfType(template, 'AWS::StepFunctions::StateMachine').map(([logicalId, resource]) => ({
      logicalId,
      name: resource.Properties['StateMachineName'],
      definition: JSON.parse(intrinsics.resolve(resource.Properties['DefinitionString'], template) as string),
      resource,
      template,
    })),
  );
}

/** Returns the maximum duration of the task with all its retries, in seconds. Jitter can only shorten it. */
export function longestTry({ TimeoutSeconds = 0, Retry = [] }: State): number {
  return Retry.reduce((sum, { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = 0, MaxAttempts = 0 }) => {
    const delays = Array.from({ length: MaxAttempts }, (_, n) =>
      Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds),
    );
    return sum + delays.reduce((total, delay) => total + delay + TimeoutSeconds, 0);
  }, TimeoutSeconds);
}

/**
 * Returns all states of the definition with their names, including the states inside a Map or Parallel state. Names are unique
 * in a definition.
 */
export function everyState({ States }: Pick<Definition, 'States'>): [name: string, state: State][] {
  return Object.entries(States).flatMap(([name, state]): [string, State][] => [
    [name, state],
    ...[state['ItemProcessor'], ...(state['Branches'] ?? [])]
      .filter((inner) => inner !== undefined)
      .flatMap((inner) => everyState(inner)),
  ]);
}
