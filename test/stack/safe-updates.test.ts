import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASED_SERVICE, recordedRelease } from '../../scripts/releases/recorded-release.ts';
import { keptResources, REPLACING, type Templates, upgradeHarm } from '../../scripts/releases/upgrade-harm.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { type Resource, resourcesOfType } from '../../scripts/templates/template.ts';
import { allowed, normalised } from '../support/permissions.ts';
import { KEPT_PERMISSIONS } from './kept-permissions.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Checks that an update from the last release keeps all resources that pending executions may need for up to a year
 * (docs/adr/0011-pending-reminders.md). It must also keep all resources whose data cannot be recreated. One comparison is
 * enough, because the last release has all such resources of earlier releases.
 */

const { version, templates: released } = recordedRelease();
const settings = { name: RELEASED_SERVICE };

test('an update from the last release keeps every resource that pending executions need', () => {
  expect(upgradeHarm(released, synthesise(settings).templates)).toEqual([]);
});

test('the last release has what a reminder and a stack request need', () => {
  expect(keptResources(released).map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, ''))).toEqual(
    expect.arrayContaining([
      'ReminderTopic',
      'EmailTopic',
      'OperationsTopic',
      'UndeliveredQueue',
      'UnhandledQueue',
      'EmailThrottleQueue',
      'EmailThrottleKept',
      'ReminderTopicParameter',
      'ViaSnsReminderStateMachine',
      'ViaSnsReminderStateMachineRole',
      'ViaLambdaReminderStateMachine',
      'ViaLambdaReminderStateMachineRole',
      'SendReminderFunction',
      'SendReminderLive',
      'SendReminderRole',
      'StackCreatorStateMachine',
      'StackCreatorStateMachineRole',
    ]),
  );
});

test('the last release is the version of package.json and the newest in the changelog', () => {
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
  const [, newest] = /^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$/m.exec(read('CHANGELOG.md')) ?? [];

  expect([JSON.parse(read('package.json')).version, newest]).toEqual([version, version]);
});

/** Returns the permissions that pending executions would lose in an update to the given templates. */
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

test('every permission of an execution is on the list, except for log and traces', () => {
  const templates = Object.values(synthesise().templates);
  for (const [role, permissions] of Object.entries(KEPT_PERMISSIONS)) {
    const ofToday = allowed(templates, role).filter((permission) => !/^(logs|xray):/.test(permission));
    expect(ofToday).toEqual(normalised(permissions));
  }
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
type Break = (resource: any, resources: Record<string, Resource>, logicalId: string) => void;

const BREAKS: [what: string, says: string, by: Break][] = [
  ['is removed', 'removes', (_, resources, id) => delete resources[id]],
  [
    'gets another logical id',
    'removes',
    (resource, resources, id) => {
      resources[`${id}2`] = resource;
      delete resources[id];
    },
  ],
  ['gets another name', 'replaces', ({ Type, Properties }) => (Properties[REPLACING[Type]?.[0] ?? ''] = 'another')],
  ['gets another type', 'replaces', (resource) => (resource.Type = 'AWS::CloudFormation::WaitConditionHandle')],
];

test.each(BREAKS)('the test notices each resource of the release that %s', (_, says, by) => {
  for (const { stack, logicalId } of keptResources(released)) {
    const broken = structuredClone(released) as Record<string, { Resources: Record<string, Resource> }>;
    const { Resources = {} } = broken[stack] ?? {};
    by(Resources[logicalId], Resources, logicalId);

    expect(upgradeHarm(released, broken)).toEqual([expect.stringContaining(`The update ${says} ${logicalId} (`)]);
  }
});

test('the test notices each topic and queue that would no longer survive the deletion of its stack', () => {
  const holders = keptResources(released).filter(({ resource }) => /::(Topic|Queue)$/.test(resource.Type));
  for (const { stack, logicalId } of holders) {
    const broken = structuredClone(released) as Record<
      string,
      { Resources: Record<string, { DeletionPolicy?: string }> }
    >;
    delete broken[stack]?.Resources[logicalId]?.DeletionPolicy;

    expect(upgradeHarm(released, broken as Templates)).toEqual([expect.stringContaining(logicalId)]);
  }
  expect(holders.length).toBeGreaterThan(6);
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
