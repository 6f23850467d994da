import { refusal } from '../text/refusal.ts';
import { SHOWN, show } from '../text/show-value.ts';
import {
  CAPABILITIES,
  ON_FAILURE,
  STACK_ACCEPTED,
  STACK_ACTIONS,
  STACK_DEFAULTS,
  STACK_REQUEST_FIELDS,
} from './stack-request-accepted-values.ts';
import { STACK_LIMITS } from './stack-request-limits.ts';
import { STACK_PATTERNS } from './stack-request-patterns.ts';

/** A request for one stack that has passed the checks, with all defaults filled in. */
export interface StackRequest {
  /** What to do with the stack; by default `create`. */
  readonly action: (typeof STACK_ACTIONS)[number];
  /** The stack's name, which begins with the deployment's prefix. */
  readonly stackName: string;
  /** The template. A request has this or `templateUrl`; a deletion has neither. */
  readonly templateBody?: string | Readonly<Record<string, unknown>>;
  /** The https address of the template in Amazon S3. */
  readonly templateUrl?: string;
  /** The template's parameters by name; by default none. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The capabilities that the request acknowledges; by default none. */
  readonly capabilities: readonly (typeof CAPABILITIES)[number][];
  /** The stack's tags. Without them an update leaves the stack's tags unchanged. */
  readonly tags?: Readonly<Record<string, string>>;
  /** How long to wait for the stack, in minutes; by default `STACK_LIMITS.defaultDeadlineMinutes`. */
  readonly deadlineMinutes: number;
  /** What CloudFormation does if the stack fails; by default `ROLLBACK`. */
  readonly onFailure: (typeof ON_FAILURE)[number];
}

/** The result of the checks: the requests, or one sentence that names the field, its value and what it accepts. */
export type StackRequestVerdict = { readonly stacks: readonly StackRequest[] } | { readonly problem: string };

/** Which stacks a deployment lets the stack creator touch. */
export interface StackNameRules {
  /** The beginning of every stack's name. */
  readonly prefix: string;
  /** The service's own stacks, which the stack creator must not touch. */
  readonly ownStacks: readonly string[];
}

/** Says in words how a stack's name must begin. */
export function acceptedPrefix(rules: StackNameRules): string {
  return `a name that begins with ${rules.prefix}`;
}

type Fields = Record<string, unknown>;

const BYTE_RUNS = [STACK_PATTERNS.oneByteRun, STACK_PATTERNS.twoByteRun, STACK_PATTERNS.threeByteRun].map(
  (run) => new RegExp(run, 'g'),
);

const characters = (text: string) => Array.from(text).length;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && characters(value) >= least && characters(value) <= most;
const isOneOf = (value: unknown, list: readonly string[]) => typeof value === 'string' && list.includes(value);
const given = (fields: Fields, field: string): unknown => (Object.hasOwn(fields, field) ? fields[field] : undefined);

/** Counts the bytes of a text in UTF-8, in the same way as the JSONata program. */
function bytes(text: string): number {
  return BYTE_RUNS.reduce((sum, run) => sum + characters(text.replace(run, '')), characters(text));
}

function isDeeper(value: unknown, levels: number): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))
  );
}

function nameProblem(field: string, name: unknown, rules: StackNameRules): string {
  if (
    !isText(name, 1, STACK_LIMITS.nameCharacters) ||
    !STACK_PATTERNS.letterFirst.test(name) ||
    STACK_PATTERNS.notNameCharacter.test(name)
  ) {
    return refusal(field, STACK_ACCEPTED.stackName, show(name));
  }
  if (!name.startsWith(rules.prefix)) {
    return refusal(field, acceptedPrefix(rules), show(name));
  }
  return rules.ownStacks.includes(name) ? refusal(field, STACK_ACCEPTED.ownStack, show(name)) : '';
}

function bodyProblem(field: string, body: unknown): string {
  if (isObject(body) && isDeeper(body, STACK_LIMITS.templateLevels)) {
    return refusal(field, STACK_ACCEPTED.templateLevels, 'nested deeper');
  }
  if (typeof body !== 'string' && !isObject(body)) {
    return refusal(field, STACK_ACCEPTED.templateBody, show(body));
  }
  if (body === '') {
    return refusal(field, STACK_ACCEPTED.templateBody, 'empty');
  }
  const length = bytes(typeof body === 'string' ? body : JSON.stringify(body));
  return length > STACK_LIMITS.templateBytes ? refusal(field, STACK_ACCEPTED.templateBody, `${length} bytes long`) : '';
}

function templateProblem(request: Fields, at: string, action: unknown): string {
  const [hasBody, hasUrl] = [Object.hasOwn(request, 'templateBody'), Object.hasOwn(request, 'templateUrl')];
  if (action === 'delete') {
    return hasBody || hasUrl
      ? `${at}${hasBody ? 'templateBody' : 'templateUrl'} must be left out when a stack is deleted.`
      : '';
  }
  if (hasBody === hasUrl) {
    const subject = at === '' ? 'The input' : at.slice(0, -1);
    return `${subject} must have exactly one of templateBody and templateUrl, but has ${hasUrl ? 'both' : 'neither'}.`;
  }
  if (hasBody) {
    return bodyProblem(`${at}templateBody`, request['templateBody']);
  }
  const url = request['templateUrl'];
  return isText(url, 1, STACK_LIMITS.templateUrlCharacters) &&
    STACK_PATTERNS.templateUrlStart.test(url) &&
    !STACK_PATTERNS.notVisibleAscii.test(url)
    ? ''
    : refusal(`${at}templateUrl`, STACK_ACCEPTED.templateUrl, show(url));
}

function parametersProblem(field: string, parameters: unknown): string {
  if (!isObject(parameters)) {
    return refusal(field, STACK_ACCEPTED.parameters, show(parameters));
  }
  const names = Object.keys(parameters);
  if (names.length > STACK_LIMITS.parameters) {
    return refusal(field, STACK_ACCEPTED.parameters, `${names.length} of them`);
  }
  const wrongName = names.find(
    (name) => !isText(name, 1, STACK_LIMITS.parameterNameCharacters) || STACK_PATTERNS.notAlphanumeric.test(name),
  );
  if (wrongName !== undefined) {
    return refusal(`Each name in ${field}`, STACK_ACCEPTED.parameterName, show(wrongName));
  }
  const wrongValue = names.find((name) => !isText(parameters[name], 0, STACK_LIMITS.parameterValueCharacters));
  return wrongValue === undefined
    ? ''
    : refusal(
        `${field}.${wrongValue.slice(0, SHOWN.characters)}`,
        STACK_ACCEPTED.parameterValue,
        show(parameters[wrongValue]),
      );
}

function tagsProblem(field: string, tags: unknown): string {
  if (!isObject(tags)) {
    return refusal(field, STACK_ACCEPTED.tags, show(tags));
  }
  const keys = Object.keys(tags);
  if (keys.length > STACK_LIMITS.tags) {
    return refusal(field, STACK_ACCEPTED.tags, `${keys.length} of them`);
  }
  const wrongKey = keys.find((key) => !isText(key, 1, STACK_LIMITS.tagKeyCharacters) || key.startsWith('aws:'));
  if (wrongKey !== undefined) {
    return refusal(`Each key in ${field}`, STACK_ACCEPTED.tagKey, show(wrongKey));
  }
  const wrongValue = keys.find((key) => !isText(tags[key], 1, STACK_LIMITS.tagValueCharacters));
  return wrongValue === undefined
    ? ''
    : refusal(`Each value in ${field}`, STACK_ACCEPTED.tagValue, show(tags[wrongValue]));
}

function capabilitiesProblem(field: string, capabilities: unknown): string {
  return Array.isArray(capabilities) &&
    capabilities.every((one) => isOneOf(one, CAPABILITIES)) &&
    new Set(capabilities).size === capabilities.length
    ? ''
    : refusal(field, STACK_ACCEPTED.capabilities, show(capabilities));
}

function deadlineProblem(field: string, minutes: unknown): string {
  return typeof minutes === 'number' && minutes > 0 && minutes <= STACK_LIMITS.deadlineMinutes
    ? ''
    : refusal(field, STACK_ACCEPTED.deadlineMinutes, show(minutes));
}

function onFailureProblem(field: string, onFailure: unknown, action: unknown): string {
  if (!isOneOf(onFailure, ON_FAILURE)) {
    return refusal(field, STACK_ACCEPTED.onFailure, show(onFailure));
  }
  return action === 'update' && onFailure === 'DELETE'
    ? refusal(field, STACK_ACCEPTED.onFailureOfUpdate, show(onFailure))
    : '';
}

/** Returns the first problem of one request, or an empty text. */
function problemOf(request: Fields, at: string, rules: StackNameRules): string {
  const action = Object.hasOwn(request, 'action') ? request['action'] : STACK_DEFAULTS.action;
  if (!isOneOf(action, STACK_ACTIONS)) {
    return refusal(`${at}action`, STACK_ACCEPTED.action, show(action));
  }
  const optional = (field: string, problem: (field: string, value: unknown) => string) =>
    Object.hasOwn(request, field) ? problem(`${at}${field}`, request[field]) : '';
  return (
    nameProblem(`${at}stackName`, given(request, 'stackName'), rules) ||
    templateProblem(request, at, action) ||
    optional('parameters', parametersProblem) ||
    optional('capabilities', capabilitiesProblem) ||
    optional('tags', tagsProblem) ||
    optional('deadlineMinutes', deadlineProblem) ||
    optional('onFailure', (field, value) => onFailureProblem(field, value, action))
  );
}

/** Fills in the defaults of a request that has no problem, and leaves out fields that are not part of the contract. */
function withDefaults(request: Fields): StackRequest {
  const fields = STACK_REQUEST_FIELDS.filter((field) => Object.hasOwn(request, field));
  // a request without a problem is a StackRequest
  return {
    ...STACK_DEFAULTS,
    ...Object.fromEntries(fields.map((field) => [field, request[field]])),
  } as unknown as StackRequest;
}

/**
 * Checks a request to the stack creator of any shape, for one stack or for several.
 *
 * The state machine runs the same checks in JSONata: `lib/stack-creator/check-stack-request.jsonata`. A property test
 * compares verdict and sentence of the two.
 *
 * @param input any value that JSON can hold
 * @param rules which stacks the deployment lets the stack creator touch
 * @returns the requests, or the first problem; never throws
 */
export function checkStackRequest(input: unknown, rules: StackNameRules): StackRequestVerdict {
  if (!isObject(input)) {
    return { problem: refusal('The input', STACK_ACCEPTED.input, show(input)) };
  }
  const isMany = Object.hasOwn(input, 'stacks');
  const beside = isMany ? STACK_REQUEST_FIELDS.find((field) => Object.hasOwn(input, field)) : undefined;
  if (beside !== undefined) {
    return { problem: `${beside} must be given in each of the stacks, not beside them.` };
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
