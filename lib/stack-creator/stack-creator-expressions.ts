import { STACK_STATUSES } from '../../core/stack-request/stack-statuses.ts';
import { CUT } from '../kit/jsonata/cut.ts';
import { listOfTexts, readJsonata } from '../kit/jsonata/splice.ts';

/**
 * The JSONata of one stack's way through the stack creator, each expression without its `{% %}`. `START_THE_CLOCK` sets the
 * variables that all others read.
 */

/** How long to wait before the first look at a stack, in seconds, how that grows, and to what. */
const LOOKS = { firstSeconds: 5, growth: 1.5, mostSeconds: 30 } as const;

/** Pages of events that are read at most to find the first failure. */
const MOST_EVENT_PAGES = 20;

/** Characters of outputs that are kept, shared by all stacks of a request; at 4 bytes each they fit into a state's data. */
export const OUTPUT_CHARACTERS = 40_000;

/** Characters of a reason that are kept. */
const REASON_CHARACTERS = 1_000;

/** The variables of one stack. Those that are empty here are set on the way. */
export const START_THE_CLOCK: Readonly<Record<string, string>> = {
  action: '$states.input.action',
  stackName: '$states.input.stackName',
  outputRoom: '$states.input.outputRoom',
  startedAt: '$millis()',
  deadlineAt: '$millis() + $states.input.deadlineMinutes * 60000',
  interval: String(LOOKS.firstSeconds),
  /*
   * Tells the operations of this execution from all others, and keeps a retry from starting a second one. The start time
   * makes it unique where an execution name comes again or loses characters that CloudFormation does not take: at most
   * 17 + 1 + 80 + 1 + 2 characters, and 7 for the operation, of the 128 that it takes.
   */
  token: `$replace($states.context.Execution.StartTime, /[^0-9]/, '') & '-'
    & $substring($replace($states.context.Execution.Name, /[^A-Za-z0-9-]/, '-'), 0, 80) & '-' & $string($states.input.index)`,
  operation: `''`,
  stackId: `''`,
  isUnchanged: 'false',
  nextToken: `''`,
  pages: '0',
  failure: '{}',
};

/** The fields that CreateStack and UpdateStack share. What is not given is left out: an empty list would be a change. */
const TEMPLATE_AND_SETTINGS = `
  $exists($states.input.templateUrl) ? { 'TemplateURL': $states.input.templateUrl }
    : { 'TemplateBody': $type($states.input.templateBody) = 'string' ? $states.input.templateBody : $string($states.input.templateBody) },
  $count($states.input.capabilities) > 0 ? { 'Capabilities': [$states.input.capabilities] } : {},
  $count($keys($states.input.parameters)) > 0 ? {
    'Parameters': [$each($states.input.parameters, function($value, $key) { { 'ParameterKey': $key, 'ParameterValue': $value } })]
  } : {},
  $exists($states.input.tags) ? {
    'Tags': [$each($states.input.tags, function($value, $key) { { 'Key': $key, 'Value': $value } })]
  } : {}`;

/** Arguments of CreateStack. */
export const createArguments = (roleArn: string) => `$merge([
  { 'StackName': $stackName, 'ClientRequestToken': $token & '-create', 'RoleARN': '${roleArn}', 'OnFailure': $states.input.onFailure },
  ${TEMPLATE_AND_SETTINGS}
])`;

/** Arguments of UpdateStack, which knows no OnFailure: it can leave a failed update as it is, or take it back. */
export const updateArguments = (roleArn: string) => `$merge([
  { 'StackName': $stackName, 'ClientRequestToken': $token & '-update', 'RoleARN': '${roleArn}',
    'DisableRollback': $states.input.onFailure = 'DO_NOTHING' },
  ${TEMPLATE_AND_SETTINGS}
])`;

/** Arguments of DeleteStack, by id: a stack of the same name that comes later is another one. */
export const deleteArguments = (roleArn: string) =>
  `{ 'StackName': $stackId, 'ClientRequestToken': $token & '-delete', 'RoleARN': '${roleArn}' }`;

/** Arguments of DescribeStackEvents. */
export const EVENTS_ARGUMENTS = `$merge([{ 'StackName': $stackId }, $nextToken = '' ? {} : { 'NextToken': $nextToken }])`;

/**
 * For a Catch: what CloudFormation says, without the request id and the like that the SDK adds; of an error that is not
 * CloudFormation's its name, too.
 */
const SAID = `(
  ${CUT}
  ($contains($states.errorOutput.Error, /^CloudFormation[.]/) ? '' : $states.errorOutput.Error & ': ')
    & $cut($replace($string($states.errorOutput.Cause), / \\(Service: .*/, ''), ${REASON_CHARACTERS})
)`;

/**
 * For a Catch: the request still, for another try with another operation, and what is told about the stack where there is
 * none.
 */
export const notStarted = (operation: string) => `$merge([$states.input, {
  'outcome': 'failed', 'operation': '${operation}', 'error': $states.errorOutput.Error, 'reason': ${SAID}
}])`;

/** For a Catch: what is told about a stack that can no longer be looked at. */
export const NOT_SEEN = `{
  'outcome': 'failed', 'reason': 'It could not be looked at, and may still go on: ' & ${SAID}
}`;

/** For a Catch: what is told about a failure whose events cannot be read. */
export const NOT_EXPLAINED = `$merge([$states.input, { 'outcome': 'failed' }, $failure, $exists($failure.reason) ? {} : {
  'reason': ($states.input.statusReason = '' ? '' : $states.input.statusReason & ' ')
    & '(Its events could not be read: ' & $states.errorOutput.Error & ')'
}])`;

/** For a Catch around all of one stack: what is told where something went wrong that nobody foresaw. */
export const UNFORESEEN = `{
  'outcome': 'failed', 'action': $states.input.action, 'stackName': $states.input.stackName, 'stackId': '', 'status': 'UNKNOWN',
  'outputs': {}, 'outputsLeftOut': 0, 'isUnchanged': false, 'durationSeconds': 0,
  'resource': '', 'resourceType': '', 'resourceStatus': '',
  'reason': 'It may still go on, but is no longer watched: ' & ${SAID}
}`;

/** Seconds until the next look, bounded by the deadline. */
export const SECONDS_TO_NEXT_LOOK = `$max([1, $min([$interval, $ceil(($deadlineAt - $millis()) / 1000)])])`;

/** The interval after a look. */
export const NEXT_INTERVAL = `$min([${LOOKS.mostSeconds}, $ceil($interval * ${LOOKS.growth})])`;

/** What a look at a stack hands on: its status, and as many of its outputs as there is room for. */
export const STACK_SEEN = readJsonata('stack-creator/stack-seen.jsonata', { texts: { reason: REASON_CHARACTERS } });

const isDeletion = `$operation = 'delete'`;

/** Conditions on what a look at a stack has handed on. */
export const ENDED = {
  /** It is as asked for. */
  well: `$isUnchanged ? true : ${isDeletion} ? $states.input.status in ${listOfTexts(STACK_STATUSES.deleted)}
    : $states.input.status in ${listOfTexts(STACK_STATUSES.complete)}`,
  /** It has ended in another way. */
  badly: `${isDeletion} ? $states.input.status in ${listOfTexts(STACK_STATUSES.notDeleted)}
    : $states.input.status in ${listOfTexts([...STACK_STATUSES.failed, ...STACK_STATUSES.notDeleted, ...STACK_STATUSES.deleted])}`,
  /** It has not, and there is no time left. */
  late: '$millis() >= $deadlineAt',
  /** It goes on, as CloudFormation says. */
  notYet: `$states.input.status in ${listOfTexts(STACK_STATUSES.inProgress)}`,
} as const;

/** What is told about a stack that is as asked for; of a deleted one no outputs, which lead nowhere now. */
export const DONE = `$merge([$states.input, { 'outcome': 'done', 'isUnchanged': $isUnchanged }, ${isDeletion} ? { 'outputs': {} } : {}])`;

/** What is told about a stack whose deadline has passed. */
export const LATE = `$merge([$states.input, { 'outcome': 'late', 'reason': 'It was still ' & $states.input.status
  & ' when its deadline passed. It goes on without being watched.' }])`;

/** What is told about a stack that was to be deleted and is not there. */
export const NOTHING_TO_DELETE = `{ 'outcome': 'done', 'status': 'DELETE_COMPLETE', 'outputs': {}, 'isUnchanged': true }`;

/** Why an operation was not started: conditions on what the Catch has handed on. AWS's names first, then what it says. */
export const REFUSED = {
  /** An earlier try of this very call has arrived, and only its answer was lost. */
  alreadyStarted: `$states.input.error = 'CloudFormation.TokenAlreadyExistsException'`,
  /** It is to be deployed and exists: update it. */
  exists: `$states.input.action = 'deploy' ? ($states.input.operation = 'create' ?
    ($states.input.error = 'CloudFormation.AlreadyExistsException' ? true : $contains($states.input.reason, 'already exists'))
    : false) : false`,
  /** It is to be deployed and is as it should be. */
  unchanged: `$states.input.action = 'deploy' ? $contains($states.input.reason, 'No updates are to be performed') : false`,
  /** It is to be deleted and is not there. */
  gone: `$states.input.action = 'delete' ? $contains($states.input.reason, 'does not exist') : false`,
} as const;

/**
 * Reads a page of events, newest first, and gives the oldest failure of this operation among it and the pages before: the
 * first resource that failed, not those that were cancelled because of it; else what the stack itself says about its failure.
 */
export const FAILURE_SEEN = readJsonata('stack-creator/failure-seen.jsonata', { texts: { reason: REASON_CHARACTERS } });

/** Where the next page of events begins; empty where this one has the operation's own beginning, or is the last. */
export const NEXT_TOKEN = `(
  $begun := [$filter($states.result.StackEvents, function($event) {
    $event.ClientRequestToken = $token & '-' & $operation ? ($event.PhysicalResourceId = $stackId ?
      $event.ResourceStatus = $uppercase($operation) & '_IN_PROGRESS' : false) : false
  })];
  $count($begun) > 0 ? '' : $type($states.result.NextToken) = 'string' ? $states.result.NextToken : ''
)`;

/** Whether all events that matter are read. */
export const EVENTS_READ = `$nextToken = '' ? true : $pages >= ${MOST_EVENT_PAGES}`;

/** What is told about a stack that failed. */
export const FAILED = `$merge([$states.input, { 'outcome': 'failed' }, $failure, $exists($failure.reason) ? {} : {
  'reason': $states.input.statusReason = '' ? 'CloudFormation gives no reason.' : $states.input.statusReason
}])`;

/** What one stack's way ends with, whatever its fate: all fields that the notice reads. */
export const STACK_ENDED = readJsonata('stack-creator/stack-ended.jsonata', {});
