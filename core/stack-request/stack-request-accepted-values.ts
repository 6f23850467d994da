import { formatCount } from '../text/format-count.ts';
import { WELL_FORMED } from '../text/ill-formed.ts';
import { STACK_LIMITS } from './stack-request-limits.ts';

/** The actions on a stack. `deploy` creates the stack, or updates it if it exists. */
export const STACK_ACTIONS = ['create', 'update', 'delete', 'deploy'] as const;

/** The ways in which CloudFormation can handle a stack whose creation or update failed. */
export const ON_FAILURE = ['ROLLBACK', 'DO_NOTHING', 'DELETE'] as const;

/** The CloudFormation capabilities that a request can acknowledge. */
export const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'] as const;

/** The defaults for a request for one stack. */
export const STACK_DEFAULTS = {
  action: 'create',
  parameters: {},
  capabilities: [],
  deadlineMinutes: STACK_LIMITS.defaultDeadlineMinutes,
  onFailure: 'ROLLBACK',
} as const;

/** The fields of a request for one stack. A request with `stacks` must not have any of them. */
export const STACK_REQUEST_FIELDS = [
  'action',
  'stackName',
  'templateBody',
  'templateUrl',
  'parameters',
  'capabilities',
  'tags',
  'deadlineMinutes',
  'onFailure',
] as const;

/**
 * The descriptions of the values that the fields of a stack request accept. The checks in TypeScript and in JSONata use these
 * descriptions when they refuse a value.
 */
export const STACK_ACCEPTED = {
  input: 'a JSON object with a stackName, or with stacks',
  stacks: `a list of 1 to ${STACK_LIMITS.stacks} requests`,
  request: 'an object with a stackName',
  action: 'create, update, delete or deploy',
  stackName: `1 to ${STACK_LIMITS.nameCharacters} letters, digits and hyphens, the first a letter`,
  onceNamed: 'a name that no other of the stacks has',
  ownStack: 'the name of a stack that is not part of this service',
  templateBody: `a template, as an object or as a string of 1 to ${formatCount(STACK_LIMITS.templateBytes)} bytes`,
  templateLevels: `a template of at most ${STACK_LIMITS.templateLevels} levels`,
  templateUrl: `the https URL of an object in Amazon S3, at most ${formatCount(STACK_LIMITS.templateUrlCharacters)} characters`,
  parameters: `an object of at most ${STACK_LIMITS.parameters} parameters`,
  parameterName: `1 to ${STACK_LIMITS.parameterNameCharacters} letters and digits`,
  parameterValue: `a string of at most ${formatCount(STACK_LIMITS.parameterValueCharacters)} characters`,
  wellFormed: WELL_FORMED,
  capabilities: `a list of ${CAPABILITIES.slice(0, -1).join(', ')} and ${CAPABILITIES.at(-1)}, each at most once`,
  tags: `an object of at most ${STACK_LIMITS.tags} tags`,
  tagKey: `1 to ${STACK_LIMITS.tagKeyCharacters} characters that do not begin with aws:`,
  tagValue: `a string of 1 to ${STACK_LIMITS.tagValueCharacters} characters`,
  deadlineMinutes: `a number above 0, at most ${STACK_LIMITS.deadlineMinutes}`,
  totalDeadline: `at most ${formatCount(STACK_LIMITS.totalDeadlineMinutes)}`,
  onFailure: 'ROLLBACK, DO_NOTHING or DELETE',
  onFailureOfUpdate: 'ROLLBACK or DO_NOTHING when a stack is updated',
} as const;
