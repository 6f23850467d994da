import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';
import { mutate } from '../support/permissions/mutations.ts';
import { type NamedCall, serviceCalls } from '../support/permissions/service-calls.ts';
import { policiesOf } from '../support/permissions/service-policies.ts';
import {
  callsBeyondRoles,
  callsForOthers,
  callsForRoles,
  callsOfAdministrator,
  callsOfOtherFunctions,
  callsOfStrangers,
  callsWithoutTls,
} from '../support/permissions/service-refusals.ts';
import { isAllowed } from '../support/permissions/simulate.ts';

/**
 * Checks that IAM allows exactly the calls that the service makes. A simulator evaluates each call with the policies of roles
 * and resources, because the local AWS does not enforce them.
 */

const templates = Object.values(synthesise(EVERYTHING).templates);
const intrinsics = new Intrinsics(templates);
const policies = policiesOf(templates, intrinsics);

const own = serviceCalls(templates, intrinsics);
const allowed = [...own, ...callsOfAdministrator(policies)];
const denied = [
  ...callsOfStrangers(policies),
  ...callsWithoutTls(policies),
  ...callsForOthers(own),
  ...callsForRoles(policies),
  ...callsBeyondRoles(policies, own),
  ...callsOfOtherFunctions(own),
];

const lastPart = (arn: string) => arn.split(':').slice(5).join(':') || arn;
const titleOf = ({ by, action, resource }: NamedCall) => `${lastPart(by)} calls ${action} on ${lastPart(resource)}`;

/** Returns the titles of the calls for which IAM does not give the expected result. */
async function wrongOnes(calls: readonly NamedCall[], expected: boolean): Promise<string[]> {
  const results = await Promise.all(
    calls.map(async (call) => ((await isAllowed(call, policies)) === expected ? [] : [titleOf(call)])),
  );
  return results.flat();
}

test('IAM allows every call that the service makes', async () => {
  expect(own.length).toBeGreaterThan(80);
  expect(await wrongOnes(own, true)).toEqual([]);
});

test('IAM allows an administrator of the account to use every topic, queue and bucket', async () => {
  expect(await wrongOnes(callsOfAdministrator(policies), true)).toEqual([]);
});

test.each([
  ['other accounts, unsigned callers and calls without TLS', callsOfStrangers(policies), 150],
  ['calls to a bucket or an object without TLS', callsWithoutTls(policies), 2],
  ['services that act for another account, for another resource or without TLS', callsForOthers(own), 20],
  ['everybody but its service to assume a role', callsForRoles(policies), 20],
  ['each role to make a call of another role or one that no role makes', callsBeyondRoles(policies, own), 500],
  ['services to invoke a function without its alias', callsOfOtherFunctions(own), 2],
])('IAM denies %s', async (_, calls, atLeast) => {
  expect(calls.length).toBeGreaterThanOrEqual(atLeast);
  expect(await wrongOnes(calls, false)).toEqual([]);
});

/** Parts of policies whose removal changes no result, each with the reason for keeping it. */
const NOT_NEEDED: readonly (readonly [piece: RegExp, reason: string])[] = [
  [
    /: StringEquals aws:SourceAccount$/,
    'The ARN in aws:SourceArn has the account too; AWS recommends both keys (IAM User Guide, "The confused deputy problem").',
  ],
  [
    /^(ReminderTopic|EmailTopic|UndeliveredQueue|EmailThrottle|files)[\w/]+: deny OwnAccountOnly: BoolIfExists/,
    'No service uses these; all topics, queues and buckets have the same restriction.',
  ],
];

test('every statement, action, resource and condition of a policy changes the result of a call', async () => {
  const { count, unnoticed } = await mutate(policies, [
    ...allowed.map((call) => ({ call, expected: true })),
    ...denied.map((call) => ({ call, expected: false })),
  ]);

  expect(count).toBeGreaterThan(200);
  expect(unnoticed.filter((without) => !NOT_NEEDED.some(([pattern]) => pattern.test(without)))).toEqual([]);
  // every entry must still match a part
  expect(NOT_NEEDED.filter(([pattern]) => !unnoticed.some((without) => pattern.test(without)))).toEqual([]);
});

// simulated calls cannot show that a wildcard is narrow enough, so this test compares the wildcards with a list
test('a wildcard allows only logs, traces, log streams, metrics, executions, schedules and stacks of the stack creator', () => {
  const wildcards = Object.values(policies.identity)
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource }) =>
      [Resource ?? []]
        .flat()
        .filter((resource) => resource.includes('*'))
        .flatMap((resource) => [Action].flat().map((action) => `${action.split(':')[0]} ${lastPart(resource)}`)),
    );

  expect([...new Set(wildcards)].sort()).toEqual([
    'cloudformation stack/remindme-*/*',
    'cloudwatch *',
    'cloudwatch alarm:production-*',
    'logs *',
    'logs log-group:/aws/lambda/remindme-daily-sweep:*',
    'logs log-group:/aws/lambda/remindme-http-api:*',
    'logs log-group:/aws/lambda/remindme-line-up-email:*',
    'logs log-group:/aws/lambda/remindme-normalise-file:*',
    'logs log-group:/aws/lambda/remindme-report-failure:*',
    'logs log-group:/aws/lambda/remindme-report-file:*',
    'logs log-group:/aws/lambda/remindme-send-reminder:*',
    's3 filesbucket65adc6ab/inbox/*',
    's3 filesbucket65adc6ab/reports/*',
    's3 filesbucket65adc6ab/work/*',
    'scheduler *',
    'scheduler schedule/remindme/*',
    'states execution:remindme-import-file/Reminders:*',
    'states execution:remindme-import-file:*',
    'states execution:remindme-lambda:*',
    'states execution:remindme-sns:*',
    'xray *',
  ]);
});
