import { synthesise } from '../../scripts/templates/synthesise.ts';
import { type Resource, resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { allowed, normalised } from '../support/permissions.ts';
import { KEPT_PERMISSIONS } from './kept-permissions.ts';

type Templates = Readonly<Record<string, Template>>;

/**
 * The resources that an update must keep: stack, logical id, type, physical name. Pending reminders need them for up to a year, others
 * look them up by name, or they hold what nobody can make again.
 *
 * Only add to this list. A line may go a year after the last deployment with reminders that need it
 * (docs/adr/0011-pending-reminders.md).
 */
const KEPT: readonly (readonly [
  stack: string,
  logicalId: string,
  type: string,
  physicalName?: string | undefined,
  others?: Readonly<Record<string, unknown>>,
])[] = [
  ['remindme-notifications', 'ReminderTopicA62C4F0E', 'AWS::SNS::Topic'],
  ['remindme-notifications', 'ReminderTopicParameter2CDF9DD3', 'AWS::SSM::Parameter', '/remindme/notifyme'],
  ['remindme-notifications', 'UndeliveredQueueAF20A850', 'AWS::SQS::Queue'],
  ['remindme-notifications', 'UndeliveredQueueParameter897BEF88', 'AWS::SSM::Parameter', '/remindme/undelivered-queue'],
  ['remindme-notifications', 'EmailTopicB245010C', 'AWS::SNS::Topic'],
  ['remindme-notifications', 'EmailTopicParameter105EB8D3', 'AWS::SSM::Parameter', '/remindme/email-topic'],
  ['remindme-notifications', 'EmailThrottleQueueCA1E8911', 'AWS::SQS::Queue', undefined, { FifoQueue: true }],
  ['remindme-notifications', 'EmailThrottleKept7A0F1A9D', 'AWS::SQS::Queue', undefined, { FifoQueue: true }],
  ['remindme-notifications', 'UnhandledQueue19BBA2F9', 'AWS::SQS::Queue'],
  ['remindme-notifications', 'UnhandledQueueParameter6CB007B8', 'AWS::SSM::Parameter', '/remindme/unhandled-queue'],
  ['remindme-notifications', 'OperationsTopic6D6844EA', 'AWS::SNS::Topic'],
  ['remindme-notifications', 'OperationsParameter4810E182', 'AWS::SSM::Parameter', '/remindme/operations-topic'],
  ['remindme-reminders', 'ViaSnsReminderStateMachineA9F81D6D', 'AWS::StepFunctions::StateMachine', 'remindme-sns'],
  ['remindme-reminders', 'ViaSnsReminderStateMachineRole1CB2F759', 'AWS::IAM::Role'],
  ['remindme-reminders', 'ViaSnsReminderParameterF2F9326C', 'AWS::SSM::Parameter', '/remindme/state-machines/sns'],
  [
    'remindme-reminders',
    'ViaLambdaReminderStateMachine1F6FB80B',
    'AWS::StepFunctions::StateMachine',
    'remindme-lambda',
  ],
  ['remindme-reminders', 'ViaLambdaReminderStateMachineRole0A18E14F', 'AWS::IAM::Role'],
  [
    'remindme-reminders',
    'ViaLambdaReminderParameter3248C1DC',
    'AWS::SSM::Parameter',
    '/remindme/state-machines/lambda',
  ],
  ['remindme-reminders', 'SendReminderFunctionCCE312F6', 'AWS::Lambda::Function', 'remindme-send-reminder'],
  ['remindme-reminders', 'SendReminderLive3B21ED7E', 'AWS::Lambda::Alias', 'live'],
  ['remindme-reminders', 'SendReminderRole0071A32A', 'AWS::IAM::Role'],
  [
    'remindme-stack-creator',
    'StackCreatorStateMachineA1AC7D59',
    'AWS::StepFunctions::StateMachine',
    'remindme-stack-creator',
  ],
  ['remindme-stack-creator', 'StackCreatorStateMachineRole1C5BEA46', 'AWS::IAM::Role'],
  [
    'remindme-stack-creator',
    'StackCreatorParameterE65F24CD',
    'AWS::SSM::Parameter',
    '/remindme/state-machines/stack-creator',
  ],
];

/** By type, the property with the physical name, and other properties whose change replaces the resource. */
const REPLACING: Readonly<Record<string, { readonly name: string; readonly others: readonly string[] }>> = {
  'AWS::IAM::Role': { name: 'RoleName', others: ['Path'] },
  'AWS::Lambda::Alias': { name: 'Name', others: [] },
  'AWS::Lambda::Function': { name: 'FunctionName', others: ['PackageType', 'TenancyConfig', 'DurableConfig'] },
  'AWS::SNS::Topic': { name: 'TopicName', others: ['FifoTopic'] },
  'AWS::SQS::Queue': { name: 'QueueName', others: ['FifoQueue'] },
  'AWS::SSM::Parameter': { name: 'Name', others: [] },
  'AWS::StepFunctions::StateMachine': { name: 'StateMachineName', others: ['StateMachineType'] },
};

/** The types that must stay even if CloudFormation deletes or replaces them. It refuses to replace a resource with a physical name. */
const HOLDERS = ['AWS::SNS::Topic', 'AWS::SQS::Queue'];

/** The harm that an update to these templates does to the resources on the list. */
function harm(templates: Templates): string[] {
  return KEPT.flatMap(([stack, logicalId, type, physicalName, expected = {}]) => {
    const resource = templates[stack]?.Resources[logicalId];
    if (resource === undefined) {
      return [`${stack}: ${logicalId} would be removed`];
    }
    const { name, others } = REPLACING[type] ?? { name: '', others: [] };
    const replaces = [
      ...(resource.Type === type ? [] : ['Type']),
      ...(resource.Properties[name] === physicalName ? [] : [name]),
      ...others.filter((property) => resource.Properties[property] !== expected[property]),
    ];
    const isHeld = resource.DeletionPolicy === 'RetainExceptOnCreate' && resource.UpdateReplacePolicy === 'Retain';
    return [
      ...replaces.map((property) => `${stack}: ${logicalId} would be replaced, because its ${property} has changed`),
      ...(HOLDERS.includes(type) && !isHeld && physicalName === undefined
        ? [`${stack}: ${logicalId} would be deleted with what it holds`]
        : []),
    ];
  });
}

test('an update keeps every resource on the list', () => {
  expect(harm(synthesise().templates)).toEqual([]);
});

/** The permissions that an update to these templates takes from pending executions. */
function forbidden(templates: Templates): string[] {
  return Object.entries(KEPT_PERMISSIONS).flatMap(([role, permissions]) => {
    const stillAllowed = allowed(Object.values(templates), role);
    return normalised(permissions)
      .filter((permission) => !stillAllowed.includes(permission))
      .map((permission) => `${role}: ${permission}`);
  });
}

test('an update keeps every permission of pending executions', () => {
  expect(forbidden(synthesise().templates)).toEqual([]);
});

test('every permission of an execution is on the list, but for log and traces', () => {
  const templates = Object.values(synthesise().templates);
  for (const [role, permissions] of Object.entries(KEPT_PERMISSIONS)) {
    const ofToday = allowed(templates, role).filter((permission) => !/^(logs|xray):/.test(permission));
    expect(ofToday).toEqual(normalised(permissions));
  }
});

test('every resource that a reminder needs is on the list', () => {
  const listed = KEPT.map(([, logicalId]) => logicalId);
  const missing = Object.values(synthesise().templates).flatMap(({ Resources }) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type in REPLACING)
      .map(([logicalId]) => logicalId)
      // a reminder needs no measurement and no alarm; another pipe or state machine can empty the queues after an update
      .filter(
        (logicalId) =>
          !listed.includes(logicalId) &&
          !/^(DeploymentRole|LineUpEmail|ReportFailure|EmailThrottle(Pipe|StateMachine))/.test(logicalId),
      ),
  );

  expect(missing).toEqual([]);
});

test('pending reminders invoke the alias of the function, and its old versions stay', () => {
  const { Resources = {} } = synthesise().templates['remindme-reminders'] ?? {};
  const machine = JSON.stringify(Resources['ViaLambdaReminderStateMachine1F6FB80B']?.Properties['DefinitionString']);
  const versions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Version');

  expect(machine).toContain('{"Ref":"SendReminderLive3B21ED7E"}');
  expect(machine).not.toContain('SendReminderFunctionCCE312F6');
  expect(versions).toHaveLength(1);
  expect(versions[0]).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
});

// biome-ignore lint/suspicious/noExplicitAny: a test breaks what the types would protect
const BREAKS: [what: string, by: (resource: any, resources: Record<string, Resource>, logicalId: string) => void][] = [
  ['is removed', (_, resources, logicalId) => delete resources[logicalId]],
  [
    'gets another logical id',
    (resource, resources, logicalId) => {
      resources[`${logicalId}2`] = resource;
      delete resources[logicalId];
    },
  ],
  ['gets another name', (resource) => (resource.Properties[REPLACING[resource.Type]?.name ?? ''] = 'another')],
];

test.each(BREAKS)('the test notices each resource on the list that %s', (_, by) => {
  for (const [stack, logicalId] of KEPT) {
    const broken = structuredClone(synthesise().templates) as Record<string, { Resources: Record<string, Resource> }>;
    const { Resources = {} } = broken[stack] ?? {};
    by(Resources[logicalId], Resources, logicalId);

    expect(harm(broken)).toEqual([expect.stringContaining(logicalId)]);
  }
});

// biome-ignore lint/suspicious/noExplicitAny: a test breaks what the types would protect
const PERMISSION_BREAKS: [what: string, by: (statement: any) => void][] = [
  ['the role loses', (statement) => (statement.Effect = 'Deny')],
  [
    'the role has for another resource only',
    (statement) => (statement.Resource = 'arn:aws:sqs:eu-central-1:111122223333:another'),
  ],
];

test.each(PERMISSION_BREAKS)('the test notices each permission on the list that %s', (_, by) => {
  for (const [role, permissions] of Object.entries(KEPT_PERMISSIONS)) {
    for (const permission of permissions) {
      const broken = structuredClone(synthesise().templates);
      const [action] = permission.toLowerCase().split(' on ');
      Object.values(broken)
        .flatMap((template) => resourcesOfType(template, 'AWS::IAM::Policy'))
        .filter(([, { Properties }]) => Properties['Roles'].some(({ Ref }: { Ref: string }) => Ref === role))
        .flatMap(([, { Properties }]) => Properties['PolicyDocument'].Statement)
        .filter(({ Action }) => [Action].flat().some((each) => each.toLowerCase() === action))
        .forEach(by);

      expect(forbidden(broken)).toContain(`${role}: ${normalised([permission])}`);
    }
  }
});
