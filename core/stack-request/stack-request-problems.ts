import { ILL_FORMED } from '../text/ill-formed.ts';
import { refusal } from '../text/refusal.ts';
import { SHOWN, show } from '../text/show-value.ts';
import { acceptedPrefix, type StackNameRules } from './stack-name-rules.ts';
import {
  CAPABILITIES,
  ON_FAILURE,
  STACK_ACCEPTED,
  STACK_ACTIONS,
  STACK_DEFAULTS,
} from './stack-request-accepted-values.ts';
import { STACK_LIMITS } from './stack-request-limits.ts';
import { STACK_PATTERNS } from './stack-request-patterns.ts';

/** The fields of a JSON object. */
export type Fields = Record<string, unknown>;

const BYTE_RUNS = [STACK_PATTERNS.oneByteRun, STACK_PATTERNS.twoByteRun, STACK_PATTERNS.threeByteRun].map(
  (run) => new RegExp(run, 'g'),
);

const characters = (text: string) => Array.from(text).length;
/** Checks whether a value is an object, but not an array or null. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && characters(value) >= least && characters(value) <= most;
const isOneOf = (value: unknown, list: readonly string[]) => typeof value === 'string' && list.includes(value);
const given = (fields: Fields, field: string): unknown => (Object.hasOwn(fields, field) ? fields[field] : undefined);

/** Counts the UTF-8 bytes of a string, in the same way as the JSONata program. */
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
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const length = bytes(text);
  if (length > STACK_LIMITS.templateBytes) {
    return refusal(field, STACK_ACCEPTED.templateBody, `${length} bytes long`);
  }
  return ILL_FORMED.test(text) ? refusal(field, STACK_ACCEPTED.wellFormed, 'not') : '';
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

const parameterField = (field: string, name: string) => `${field}.${name.slice(0, SHOWN.characters)}`;

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
  if (wrongValue !== undefined) {
    return refusal(parameterField(field, wrongValue), STACK_ACCEPTED.parameterValue, show(parameters[wrongValue]));
  }
  const illFormed = names.find((name) => ILL_FORMED.test(parameters[name] as string));
  return illFormed === undefined
    ? ''
    : refusal(parameterField(field, illFormed), STACK_ACCEPTED.wellFormed, show(parameters[illFormed]));
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
  if (wrongValue !== undefined) {
    return refusal(`Each value in ${field}`, STACK_ACCEPTED.tagValue, show(tags[wrongValue]));
  }
  const illFormedKey = keys.find((key) => ILL_FORMED.test(key));
  if (illFormedKey !== undefined) {
    return refusal(`Each key in ${field}`, STACK_ACCEPTED.wellFormed, show(illFormedKey));
  }
  const illFormed = keys.find((key) => ILL_FORMED.test(tags[key] as string));
  return illFormed === undefined
    ? ''
    : refusal(`Each value in ${field}`, STACK_ACCEPTED.wellFormed, show(tags[illFormed]));
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

/** Returns the error message for the first problem in a request for one stack. Returns an empty string if there is none. */
export function problemOf(request: Fields, at: string, rules: StackNameRules): string {
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
