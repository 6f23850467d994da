import { anonymousPrincipal } from '@cloud-copilot/iam-simulate';
import { ALL_ACTIONS } from '../all-actions.ts';
import { type NamedCall, stackArn, TO_CLOUDFORMATION } from './service-calls.ts';
import {
  ACCOUNT,
  ADMINISTRATOR,
  contextOf,
  contextOfService,
  OTHER_ACCOUNT,
  type Policies,
  REGION,
} from './simulate.ts';

/** Generates calls that IAM must deny, and an administrator's calls, which IAM must allow. */

const OWN_ADMINISTRATOR = `arn:aws:iam::${ACCOUNT}:role/administrator`;
const STRANGER = `arn:aws:iam::${OTHER_ACCOUNT}:role/administrator`;
const PLAINTEXT = { 'aws:SecureTransport': 'false' };

/** Returns the actions to try on the given resource: a topic, a queue, a bucket or an object. */
const actionsOn = (arn: string): readonly string[] =>
  arn.startsWith('arn:aws:s3:')
    ? [arn.includes('/') ? 's3:GetObject' : 's3:ListBucket']
    : arn.includes(':sns:')
      ? ALL_ACTIONS['AWS::SNS::Topic']
      : ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'];

const isTopicOrQueue = (arn: string) => /:(sns|sqs):/.test(arn);
/** Returns true if a resource's policy must deny other accounts, even if another statement allows them access. */
const isOwnAccountOnly = (arn: string) => isTopicOrQueue(arn) || arn.startsWith('arn:aws:s3:::files');
const isFunction = (arn: string) => arn.includes(':lambda:');

/** Elements of a statement that allows access to everyone. An administrator may add such a statement by mistake. */
const EVERYBODY = { Effect: 'Allow', Principal: { AWS: '*' } } as const;

/**
 * Returns calls that IAM must deny. It must deny calls from another account and unsigned calls even if another statement allows
 * access to everyone. It must also deny an administrator's calls without TLS.
 */
export function callsOfStrangers(policies: Policies): NamedCall[] {
  return Object.keys(policies.resource)
    .filter(isOwnAccountOnly)
    .flatMap((resource) =>
      actionsOn(resource).flatMap((action): NamedCall[] => [
        {
          by: 'another account',
          principal: STRANGER,
          identity: ADMINISTRATOR,
          action,
          resource,
          context: contextOf(STRANGER),
          evenIf: { ...EVERYBODY, Action: action, Resource: resource },
        },
        {
          by: 'somebody who does not sign',
          principal: anonymousPrincipal,
          action,
          resource,
          context: { 'aws:SecureTransport': 'true' },
          evenIf: { ...EVERYBODY, Action: action, Resource: resource },
        },
        {
          by: 'an administrator without TLS',
          principal: OWN_ADMINISTRATOR,
          identity: ADMINISTRATOR,
          action,
          resource,
          context: { ...contextOf(OWN_ADMINISTRATOR), ...PLAINTEXT },
        },
      ]),
    );
}

/**
 * Returns the calls of the account's administrator. IAM must allow all of them. Otherwise, a policy could lock the account out.
 */
export function callsOfAdministrator(policies: Policies): NamedCall[] {
  return Object.keys(policies.resource)
    .filter((resource) => !isFunction(resource))
    .flatMap((resource) =>
      actionsOn(resource).map((action) => ({
        by: 'an administrator',
        principal: OWN_ADMINISTRATOR,
        identity: ADMINISTRATOR,
        action,
        resource,
        context: contextOf(OWN_ADMINISTRATOR),
      })),
    );
}

/**
 * Returns variants of the calls that AWS services make for this deployment. The source of the call is in another account, or is
 * another resource in this account. A call to a topic or queue also gets a variant without TLS.
 */
export function callsForOthers(calls: readonly NamedCall[]): NamedCall[] {
  return calls.flatMap((call) => {
    const source = call.context['aws:SourceArn'];
    if (source === undefined) {
      return [];
    }
    const again = (by: string, context: Record<string, string>) => ({
      ...call,
      by: `${by}, as ${call.by}`,
      context: { ...call.context, ...context },
    });
    return [
      again('another account', {
        'aws:SourceArn': source.replace(ACCOUNT, OTHER_ACCOUNT),
        'aws:SourceAccount': OTHER_ACCOUNT,
      }),
      again('another resource', {
        'aws:SourceArn':
          // for Step Functions, use an activity: roles trust all state machines, because creating one requires iam:PassRole
          call.principal === 'states.amazonaws.com'
            ? source.replace(':stateMachine:', ':activity:')
            : // for API Gateway, use another API, because every route of this API may invoke the function
              call.principal === 'apigateway.amazonaws.com'
              ? source.replace(/:[^:/]+\//, ':another/')
              : source.replace(/[^:/]+$/, 'another'),
      }),
      ...(isTopicOrQueue(call.resource) ? [again('a service without TLS', PLAINTEXT)] : []),
    ];
  });
}

/** Returns an administrator's calls without TLS to buckets and objects. */
export const callsWithoutTls = (policies: Policies): NamedCall[] =>
  callsOfAdministrator(policies)
    .filter(({ resource }) => !isTopicOrQueue(resource))
    .map((call) => ({ ...call, by: 'an administrator without TLS', context: { ...call.context, ...PLAINTEXT } }));

/** Returns calls that assume a role. None of them comes from the role's own service. */
export function callsForRoles(policies: Policies): NamedCall[] {
  return Object.keys(policies.trust).flatMap((resource) => [
    ...[OWN_ADMINISTRATOR, STRANGER].map((principal) => ({
      by: principal,
      principal,
      identity: ADMINISTRATOR,
      action: 'sts:AssumeRole',
      resource,
      context: contextOf(principal),
    })),
    {
      by: 'another service',
      principal: 'ec2.amazonaws.com',
      action: 'sts:AssumeRole',
      resource,
      context: contextOfService('ec2.amazonaws.com'),
    },
  ]);
}

const lambdaArn = (rest: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:remindme-${rest}`;

/** Calls that a role may make only if it needs them. No role needs most of them. */
const NOBODY: readonly (readonly [action: string, resource: string, context?: Record<string, string>])[] = [
  // A role may invoke a function only through its alias, because an execution must not depend on unpublished code. No role may
  // invoke the functions whose aliases are in this list, because AWS services invoke them.
  ...[
    'send-reminder',
    'send-reminder:1',
    'send-reminder:another',
    'line-up-email:live',
    'report-failure:live',
    'daily-sweep:1',
    'http-api:live',
    'normalise-file:1',
    'report-file:1',
  ].map((name) => ['lambda:InvokeFunction', lambdaArn(name)] as const),
  ['lambda:UpdateFunctionCode', lambdaArn('send-reminder')],
  ...['notifications', 'reminders', 'stack-creator', 'intake'].flatMap((name) =>
    ['CreateStack', 'UpdateStack', 'DeleteStack'].map(
      (action) => [`cloudformation:${action}`, stackArn(`remindme-${name}`)] as const,
    ),
  ),
  ...['CreateStack', 'UpdateStack', 'DeleteStack', 'DescribeStacks', 'DescribeStackEvents'].map(
    (action) => [`cloudformation:${action}`, stackArn('CDKToolkit')] as const,
  ),
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/administrator`, TO_CLOUDFORMATION],
  ['iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/administrator`],
  ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/administrator`],
  ['ssm:GetParameter', `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/remindme/operations-topic`],
  // no role may make these calls, although some functions may describe executions, and the HTTP API may stop them
  ...['GetExecutionHistory', 'RedriveExecution'].map(
    (action) => [`states:${action}`, `arn:aws:states:${REGION}:${ACCOUNT}:execution:remindme-sns:name`] as const,
  ),
  ['cloudwatch:PutMetricAlarm', `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:remindme-failures`],
  ['pipes:StopPipe', `arn:aws:pipes:${REGION}:${ACCOUNT}:pipe/remindme-send-email`],
  ['ssm:PutParameter', `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/remindme/notifyme`],
  ['states:StartExecution', `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-sns`],
  ...['DescribeExecution', 'StopExecution'].map(
    (action) =>
      [`states:${action}`, `arn:aws:states:${REGION}:${ACCOUNT}:execution:remindme-stack-creator:create`] as const,
  ),
  ...['StartExecution', 'ListExecutions'].map(
    (action) =>
      [`states:${action}`, `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-stack-creator`] as const,
  ),
  ['states:StartSyncExecution', `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-another`],
  ['sns:Publish', `arn:aws:sns:${REGION}:${ACCOUNT}:another`],
  ['sqs:SendMessage', `arn:aws:sqs:${REGION}:${ACCOUNT}:another`],
  ['s3:GetObject', 'arn:aws:s3:::another/key'],
];

/**
 * Returns the calls that each role must not make: the calls in NOBODY, other roles' calls, and all actions on topics and
 * queues, except the role's own calls. Also returns calls that pass a role to the wrong service.
 */
export function callsBeyondRoles(policies: Policies, calls: readonly NamedCall[]): NamedCall[] {
  const key = ({ action, resource }: Pick<NamedCall, 'action' | 'resource'>) =>
    `${action} on ${resource}`.toLowerCase();
  const ofOthers = calls.filter(({ principal }) => String(principal).startsWith('arn:'));
  const onResources = Object.keys(policies.resource)
    .filter(isTopicOrQueue)
    .flatMap((resource) => actionsOn(resource).map((action) => ({ action, resource, context: {} })));
  const never = NOBODY.map(([action, resource, context = {}]) => ({ action, resource, context }));
  return Object.keys(policies.identity).flatMap((role) => {
    const own = calls.filter(({ principal }) => principal === role);
    const known = new Set(own.map(key));
    const others = [...ofOthers, ...onResources, ...never].filter((call) => !known.has(key(call)));
    const byRole = (call: Pick<NamedCall, 'action' | 'resource' | 'context'>): NamedCall => ({
      by: role,
      principal: role,
      action: call.action,
      resource: call.resource,
      context: { ...call.context, ...contextOf(role) },
    });
    return [
      ...new Map(others.map((call) => [key(call), byRole(call)])).values(),
      // pass a role to a service for which it is not intended
      ...own
        .filter(({ action }) => action === 'iam:PassRole')
        .map((call) => byRole({ ...call, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } })),
    ];
  });
}

/** Returns calls in which an AWS service invokes a function without its alias. */
export function callsOfOtherFunctions(calls: readonly NamedCall[]): NamedCall[] {
  return calls
    .filter(({ principal, action }) => action === 'lambda:InvokeFunction' && String(principal).endsWith('.com'))
    .map((call) => ({ ...call, resource: call.resource.replace(/:live$/, '') }));
}
