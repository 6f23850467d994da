import { createHash } from 'node:crypto';
import type { Definition, State } from '../../scripts/templates/state-machines.ts';
import { strictJsonata } from './strict-jsonata.js';

/** A Step Functions error. */
export class StatesError extends Error {
  readonly error: string;
  readonly errorCause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.errorCause = cause;
  }
}

/** Returns the result of a task, or throws a StatesError. The runner does not retry tasks. */
// biome-ignore lint/suspicious/noExplicitAny: the input and output of a task differ between services
export type Service = (action: string, args: any) => unknown;

/** The result of a run, and the path that it took. */
export interface Run {
  readonly status: 'SUCCEEDED' | 'FAILED';
  // biome-ignore lint/suspicious/noExplicitAny: a test names what it expects
  readonly output?: any;
  readonly error?: string;
  readonly cause?: string;
  /** The states that the run entered, in order. */
  readonly states: readonly string[];
  /** The branches that the run took, as {@link waysOf} names them, such as `Has it ended? > rule 1`. */
  readonly ways: readonly string[];
}

interface Scope {
  readonly variables: Record<string, unknown>;
  readonly context: Record<string, unknown>;
}

/** The maximum size of a state's output, in bytes (Step Functions quotas). */
const STATE_BYTES = 262_144;

/**
 * The functions that Step Functions adds to JSONata and that our definitions call ("Transforming data with JSONata").
 */
const STEP_FUNCTIONS_JSONATA = {
  parse: (text: string) => JSON.parse(text),
  hash: (text: string, algorithm: string) =>
    createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex'),
};

/** The errors that `States.ALL` does not include (Step Functions, "Error names"). */
const NOT_IN_ALL = ['States.DataLimitExceeded', 'States.Runtime'];

const expressions = new Map<string, ReturnType<typeof strictJsonata>>();

/** Compiles the expression in `{% … %}`. Caches the result, because compiling takes longer than most evaluations. */
function compiled(template: string): ReturnType<typeof strictJsonata> {
  const expression = expressions.get(template) ?? strictJsonata(template.slice(2, -2));
  expressions.set(template, expression);
  return expression;
}

/**
 * Runs a JSONata definition according to Step Functions' documentation. The caller supplies the results of the tasks, so a test
 * can take every branch, even one that the local AWS never takes. A Wait state calls `wait` instead of waiting.
 *
 * The runner ignores retriers, time limits, the field Timestamp, and all fields that our definitions do not use.
 */
export async function runDefinition(
  definition: Definition,
  input: unknown,
  options: { readonly service: Service; readonly wait: (seconds: number) => void; readonly context: object },
): Promise<Run> {
  const states: string[] = [];
  const ways: string[] = [];

  async function evaluate(template: unknown, bindings: object, scope: Scope): Promise<unknown> {
    if (Array.isArray(template)) {
      return Promise.all(template.map((item) => evaluate(item, bindings, scope)));
    }
    if (typeof template === 'object' && template !== null) {
      const entries = Object.entries(template).map(async ([key, item]) => [key, await evaluate(item, bindings, scope)]);
      return Object.fromEntries(await Promise.all(entries));
    }
    if (typeof template !== 'string' || !template.startsWith('{%')) {
      return template;
    }
    try {
      const value = await compiled(template).evaluate(null, {
        ...scope.variables,
        ...STEP_FUNCTIONS_JSONATA,
        states: { ...bindings, context: scope.context },
      });
      if (value === undefined) {
        throw new Error('the expression has no value');
      }
      return JSON.parse(JSON.stringify(value));
    } catch (error) {
      throw new StatesError('States.QueryEvaluationError', `${(error as Error).message} in ${template}`);
    }
  }

  /**
   * Evaluates the fields Assign and Output of a state, a choice rule or a catcher. Sets the assigned variables. Returns the
   * output, or `otherwise` if there is no Output.
   */
  async function leave(from: Partial<State>, bindings: object, scope: Scope, otherwise: unknown): Promise<unknown> {
    const assigned = await evaluate(from['Assign'] ?? {}, bindings, scope);
    const output = 'Output' in from ? await evaluate(from['Output'], bindings, scope) : otherwise;
    if (Buffer.byteLength(JSON.stringify(output)) > STATE_BYTES) {
      throw new StatesError(
        'States.DataLimitExceeded',
        'The state/task returned a result with a size exceeding the limit',
      );
    }
    Object.assign(scope.variables, assigned);
    return output;
  }

  async function work(state: State, data: unknown, scope: Scope): Promise<unknown> {
    switch (state.Type) {
      case 'Task': {
        const args = await evaluate(state['Arguments'], { input: data }, scope);
        const result = options.service(state['Resource'].split(':').slice(5).join(':'), args);
        if (Buffer.byteLength(JSON.stringify(result)) > STATE_BYTES) {
          throw new StatesError(
            'States.DataLimitExceeded',
            'The state/task returned a result with a size exceeding the limit',
          );
        }
        return result;
      }
      case 'Parallel':
        return Promise.all(
          state['Branches'].map((branch: Definition) =>
            go(branch, data, { ...scope, variables: { ...scope.variables } }),
          ),
        );
      case 'Map': {
        const items = (await evaluate(state['Items'], { input: data }, scope)) as unknown[];
        const results: unknown[] = [];
        for (const [Index, Value] of items.entries()) {
          const inner = {
            variables: { ...scope.variables },
            context: { ...scope.context, Map: { Item: { Index, Value } } },
          };
          const item = 'ItemSelector' in state ? await evaluate(state['ItemSelector'], { input: data }, inner) : Value;
          results.push(await go(state['ItemProcessor'], item, inner));
        }
        return results;
      }
      default:
        return undefined;
    }
  }

  async function go({ StartAt, States }: Pick<Definition, 'StartAt' | 'States'>, start: unknown, scope: Scope) {
    let data = start;
    for (let name: string | undefined = StartAt; name !== undefined; ) {
      const state: State = States[name] as State;
      states.push(name);
      if (state.Type === 'Fail') {
        const { Error: error, Cause } = state;
        throw new StatesError(
          (await evaluate(error, { input: data }, scope)) as string,
          (await evaluate(Cause, { input: data }, scope)) as string,
        );
      }
      if (state.Type === 'Wait') {
        options.wait((await evaluate(state['Seconds'], { input: data }, scope)) as number);
      }
      let next = state.Next;
      if (state.Type === 'Choice') {
        const conditions = state.Choices ?? [];
        let rule = 0;
        while (rule < conditions.length && !(await evaluate(conditions[rule]?.Condition, { input: data }, scope))) {
          rule++;
        }
        ways.push(`${name} > ${rule < conditions.length ? `rule ${rule + 1}` : 'default'}`);
        next = conditions[rule]?.Next ?? state.Default;
        data = await leave(conditions[rule] ?? {}, { input: data }, scope, data);
      } else {
        try {
          const result = await work(state, data, scope);
          data = await leave(state, { input: data, ...(result !== undefined && { result }) }, scope, result ?? data);
        } catch (error) {
          if (!(error instanceof StatesError)) {
            throw error;
          }
          const catchers = state.Catch ?? [];
          const index = catchers.findIndex(({ ErrorEquals }) =>
            ErrorEquals.some(
              (names) => names === error.error || (names === 'States.ALL' && !NOT_IN_ALL.includes(error.error)),
            ),
          );
          const catcher = catchers[index];
          if (catcher === undefined) {
            throw error;
          }
          ways.push(`${name} > catch ${index + 1}`);
          const errorOutput = { Error: error.error, Cause: error.errorCause };
          data = await leave(catcher as Partial<State>, { input: data, errorOutput }, scope, errorOutput);
          next = catcher.Next;
        }
      }
      name = next;
    }
    return data;
  }

  try {
    const output = await go(definition, input, { variables: {}, context: options.context as Record<string, unknown> });
    return { status: 'SUCCEEDED', output, states, ways };
  } catch (error) {
    if (!(error instanceof StatesError)) {
      throw error;
    }
    return { status: 'FAILED', error: error.error, cause: error.errorCause, states, ways };
  }
}

/** Returns all branches of the states: each choice rule, each default of a Choice, and each catcher. */
export function waysOf(states: readonly (readonly [name: string, state: State])[]): string[] {
  return states.flatMap(([name, { Choices, Default, Catch }]) => [
    ...(Choices ?? []).map((_, index) => `${name} > rule ${index + 1}`),
    ...(Default === undefined ? [] : [`${name} > default`]),
    ...(Catch ?? []).map((_, index) => `${name} > catch ${index + 1}`),
  ]);
}
