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

/** Calls that must not be possible. */

const OWN_ADMINISTRATOR = `arn:aws:iam::${ACCOUNT}:role/administrator`;
const STRANGER = `arn:aws:iam::${OTHER_ACCOUNT}:role/administrator`;
const PLAINTEXT = { 'aws:SecureTransport': 'false' };

/** The actions to try on a topic or a queue. */
const actionsOn = (arn: string): readonly string[] =>
  arn.includes(':sns:')
    ? ALL_ACTIONS['AWS::SNS::Topic']
    : ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'];

const isTopicOrQueue = (arn: string) => /:(sns|sqs):/.test(arn);

/** A statement that lets everybody in: somebody may add one by mistake. */
const EVERYBODY = { Effect: 'Allow', Principal: { AWS: '*' } } as const;

/**
 * Everybody else: another account, a caller who does not sign, and anybody without TLS. They are refused even if another statement
 * lets everybody in.
 */
export function callsOfStrangers(policies: Policies): NamedCall[] {
  return Object.keys(policies.resource)
    .filter(isTopicOrQueue)
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

/** What an administrator of the account may do with a topic or a queue: everything, so that no policy locks the account out. */
export function callsOfAdministrator(policies: Policies): NamedCall[] {
  return Object.keys(policies.resource)
    .filter(isTopicOrQueue)
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

/** The calls of services again, but for a resource of another account, and for another resource of this account. */
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
          // any state machine of the account may have a role of the service: anyone who creates one has to pass it
          call.principal === 'states.amazonaws.com'
            ? source.replace(':stateMachine:', ':activity:')
            : source.replace(/[^:/]+$/, 'another'),
      }),
      ...(isTopicOrQueue(call.resource) ? [again('a service without TLS', PLAINTEXT)] : []),
    ];
  });
}

/** Assuming a role as anybody but its service. */
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

/** What no role may do, as pairs of action and resource. */
const NOBODY: readonly (readonly [action: string, resource: string, context?: Record<string, string>])[] = [
  // only the alias: an execution must not depend on the newest code
  ...['send-reminder', 'send-reminder:1', 'send-reminder:another', 'line-up-email:live', 'report-failure:live'].map(
    (name) => ['lambda:InvokeFunction', lambdaArn(name)] as const,
  ),
  ['lambda:UpdateFunctionCode', lambdaArn('send-reminder')],
  ...['notifications', 'reminders', 'stack-creator'].flatMap((name) =>
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
  ['ssm:PutParameter', `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/remindme/notifyme`],
  ['states:StartExecution', `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-sns`],
  ['states:StartSyncExecution', `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-another`],
  ['sns:Publish', `arn:aws:sns:${REGION}:${ACCOUNT}:another`],
  ['sqs:SendMessage', `arn:aws:sqs:${REGION}:${ACCOUNT}:another`],
  ['s3:GetObject', 'arn:aws:s3:::another/key'],
];

/** For each role: what no role may do, what other roles do, and all that a topic or a queue knows, unless it is its own call. */
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
      // a role that may be passed, but to another service
      ...own
        .filter(({ action }) => action === 'iam:PassRole')
        .map((call) => byRole({ ...call, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } })),
    ];
  });
}

/** Services that invoke a function without its alias, or another function. */
export function callsOfOtherFunctions(calls: readonly NamedCall[]): NamedCall[] {
  return calls
    .filter(({ principal, action }) => action === 'lambda:InvokeFunction' && String(principal).endsWith('.com'))
    .map((call) => ({ ...call, resource: call.resource.replace(/:live$/, '') }));
}
