import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import type { StackNameRules } from './stack-name-rules.ts';
import {
  type CAPABILITIES,
  type ON_FAILURE,
  STACK_ACCEPTED,
  type STACK_ACTIONS,
  STACK_DEFAULTS,
  STACK_REQUEST_FIELDS,
} from './stack-request-accepted-values.ts';
import { STACK_LIMITS } from './stack-request-limits.ts';
import { type Fields, isObject, problemOf } from './stack-request-problems.ts';

/** A request for one stack that passed the checks, with all defaults filled in. */
export interface StackRequest {
  /** The action on the stack; by default `create`. */
  readonly action: (typeof STACK_ACTIONS)[number];
  /** The stack's name. It starts with the deployment's prefix. */
  readonly stackName: string;
  /** The template. A deletion has neither this field nor `templateUrl`. Any other request has exactly one of them. */
  readonly templateBody?: string | Readonly<Record<string, unknown>>;
  /** The https URL of the template in Amazon S3. */
  readonly templateUrl?: string;
  /** The template's parameters, keyed by name. By default, there are none. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The capabilities that the request acknowledges. By default, there are none. */
  readonly capabilities: readonly (typeof CAPABILITIES)[number][];
  /** The stack's tags. If missing, an update does not change the tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The time to wait for the stack, in minutes; by default `STACK_LIMITS.defaultDeadlineMinutes`. */
  readonly deadlineMinutes: number;
  /** What CloudFormation does if the creation or update fails; by default `ROLLBACK`. */
  readonly onFailure: (typeof ON_FAILURE)[number];
}

/** The result of the checks: the requests, or an error message with the field, its value and the accepted values. */
export type StackRequestVerdict = { readonly stacks: readonly StackRequest[] } | { readonly problem: string };

/** Fills in the defaults of a valid request, and removes unknown fields. */
function withDefaults(request: Fields): StackRequest {
  const fields = STACK_REQUEST_FIELDS.filter((field) => Object.hasOwn(request, field));
  // the request has passed the checks, so it is a StackRequest
  return {
    ...STACK_DEFAULTS,
    ...Object.fromEntries(fields.map((field) => [field, request[field]])),
  } as unknown as StackRequest;
}

/**
 * Checks a request to the stack creator, for one stack or for several.
 *
 * The state machine makes the same checks in JSONata: `lib/stack-creator/check-stack-request.jsonata`. A property test compares
 * their verdicts and error messages.
 *
 * @param input any JSON value
 * @param rules the rules for names of stacks that the stack creator may touch
 * @returns the requests, or the first problem; never throws
 */
export function checkStackRequest(input: unknown, rules: StackNameRules): StackRequestVerdict {
  if (!isObject(input)) {
    return { problem: refusal('The input', STACK_ACCEPTED.input, show(input)) };
  }
  const isMany = Object.hasOwn(input, 'stacks');
  const misplaced = isMany ? STACK_REQUEST_FIELDS.find((field) => Object.hasOwn(input, field)) : undefined;
  if (misplaced !== undefined) {
    return { problem: `${misplaced} must be given in each of the stacks, not in the request that lists them.` };
  }
  const requests: unknown = isMany ? input['stacks'] : [input];
  if (!Array.isArray(requests)) {
    return { problem: refusal('stacks', STACK_ACCEPTED.stacks, show(requests)) };
  }
  if (requests.length === 0 || requests.length > STACK_LIMITS.stacks) {
    return { problem: refusal('stacks', STACK_ACCEPTED.stacks, `a list of ${requests.length}`) };
  }
  for (const [index, request] of requests.entries()) {
    const problem = isObject(request)
      ? problemOf(request, isMany ? `stacks[${index}].` : '', rules)
      : refusal(`stacks[${index}]`, STACK_ACCEPTED.request, show(request));
    if (problem !== '') {
      return { problem };
    }
  }
  const stacks = (requests as Fields[]).map(withDefaults);
  const repeated = stacks.find(({ stackName }, index) =>
    stacks.slice(0, index).some((other) => other.stackName === stackName),
  );
  if (repeated !== undefined) {
    return {
      problem: refusal('Each stackName in stacks', STACK_ACCEPTED.onceNamed, `${show(repeated.stackName)} twice`),
    };
  }
  const total = stacks.reduce((sum, { deadlineMinutes }) => sum + deadlineMinutes, 0);
  if (total > STACK_LIMITS.totalDeadlineMinutes) {
    return {
      problem: refusal('The sum of all deadlineMinutes', STACK_ACCEPTED.totalDeadline, String(Math.ceil(total))),
    };
  }
  return { stacks };
}
