import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { readSettings } from '../../lib/read-settings.ts';
import { Remindme } from '../../lib/remindme-construct.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import type { Template } from '../../scripts/templates/template.ts';
import { testApp } from '../../scripts/templates/test-app.ts';
import { EVERYTHING } from '../support/every-setting.ts';
import { type NamedCall, serviceCalls } from '../support/permissions/service-calls.ts';
import { policiesOf } from '../support/permissions/service-policies.ts';
import { callsForOthers } from '../support/permissions/service-refusals.ts';
import { isAllowed } from '../support/permissions/simulate.ts';

/**
 * Checks that every role and AWS service that uses an encrypted topic or queue may also use the encryption key. A simulator
 * evaluates the calls, because the local AWS does not encrypt.
 */

const app = testApp(EVERYTHING);
const encryptionKey = new Key(new Stack(app, 'Keys'), 'Key');
new Remindme(app, 'Remindme', { ...readSettings(app.node), encryptionKey });
const templates = app.synth().stacks.map(({ template }) => template as Template);
const intrinsics = new Intrinsics(templates);
const policies = policiesOf(templates, intrinsics);
const [key = ''] = Object.keys(policies.resource).filter((arn) => arn.includes(':kms:'));

/**
 * The calls to KMS that SNS and SQS make for a caller, keyed by the caller's action (Amazon SNS Developer Guide, "Managing
 * Amazon SNS encryption keys and costs"; Amazon SQS Developer Guide, "Amazon SQS Key management").
 */
const ON_KEY: Readonly<Record<string, readonly string[]>> = {
  'sns:Publish': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sqs:SendMessage': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sqs:ReceiveMessage': ['kms:Decrypt'],
};
const onKey = (calls: readonly NamedCall[]): NamedCall[] =>
  calls.flatMap((call) => (ON_KEY[call.action] ?? []).map((action) => ({ ...call, action, resource: key })));

async function allowedOf(calls: readonly NamedCall[]): Promise<string[]> {
  const results = await Promise.all(calls.map(async (call) => ((await isAllowed(call, policies)) ? [call] : [])));
  return results.flat().map(({ by, action }) => `${by} calls ${action}`);
}

const own = serviceCalls(templates, intrinsics);

test('the key encrypts every topic and queue', () => {
  const encrypted = templates.flatMap(({ Resources }) =>
    Object.values(Resources)
      .filter(({ Type }) => /::(Topic|Queue)$/.test(Type))
      .map(({ Properties }) => Properties?.['KmsMasterKeyId']),
  );

  expect(encrypted.length).toBeGreaterThan(5);
  expect(encrypted.filter((each) => each === undefined)).toEqual([]);
});

test('everybody who sends to a topic or a queue, or receives from it, may use the key', async () => {
  const calls = onKey(own);
  const services = calls.map(({ principal }) => String(principal)).filter((principal) => principal.endsWith('.com'));

  expect([...new Set(services)].sort()).toEqual([
    'cloudwatch.amazonaws.com',
    'events.amazonaws.com',
    'sns.amazonaws.com',
  ]);
  expect(calls.length).toBeGreaterThan(40);
  expect(await allowedOf(calls)).toHaveLength(calls.length);
});

test('nobody may use it for another account', async () => {
  const others = onKey(callsForOthers(own)).filter(({ by }) => by.startsWith('another account'));

  expect(others.length).toBeGreaterThan(10);
  expect(await allowedOf(others)).toEqual([]);
});

test('only roles that use a topic or a queue may use it', async () => {
  const using = new Set(onKey(own).map(({ principal }) => principal));
  const roles = Object.keys(policies.identity).filter((role) => !using.has(role));
  const calls = roles.map(
    (role): NamedCall => ({ by: role, principal: role, action: 'kms:Decrypt', resource: key, context: {} }),
  );

  expect(await allowedOf(calls)).toEqual([]);
});
