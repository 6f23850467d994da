import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { ALL_ACTIONS } from '../support/all-actions.ts';

/** Every topic and queue denies other accounts, and allows services by name only. invariants.test.ts has calls without TLS. */

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: { readonly AWS?: string; readonly Service?: string } | string;
  readonly Condition?: Record<string, Record<string, string>>;
}

const ACCOUNT = '111122223333';
const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);

/** The policy of each topic and queue, by its logical id. */
const policies = templates.flatMap((template) =>
  (
    [
      ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
      ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
    ] as const
  ).flatMap(([type, policyType, attached]) =>
    resourcesOfType(template, type).map(([logicalId]) => {
      const [, policy] =
        resourcesOfType(template, policyType).find(([, { Properties }]) =>
          JSON.stringify(Properties[attached]).includes(`"${logicalId}"`),
        ) ?? [];
      const statements = intrinsics.resolve(policy?.Properties['PolicyDocument'].Statement ?? [], template);
      return [logicalId, statements as Statement[], type] as const;
    }),
  ),
);

test('every topic and queue has a policy', () => {
  expect(policies).toHaveLength(7);
  expect(policies.every(([, statements]) => statements.length > 1)).toBe(true);
});

test.each(policies)('%s denies every action to other accounts and to unsigned calls', (_, statements, type) => {
  const denials = statements.filter(({ Effect, Sid }) => Effect === 'Deny' && Sid === 'OwnAccountOnly');

  expect(denials).toMatchObject([
    {
      Principal: { AWS: '*' },
      Condition: {
        StringNotEqualsIfExists: { 'aws:PrincipalAccount': ACCOUNT },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  ]);
  expect([denials[0]?.Action ?? []].flat()).toEqual(ALL_ACTIONS[type]);
});

test('topics and queues allow services by name, for this account and this deployment only', () => {
  const allowed = policies.flatMap(([logicalId, statements]) =>
    statements
      .filter(({ Effect }) => Effect === 'Allow')
      .map(({ Action, Principal, Condition }) => ({ logicalId, Action, Principal, Condition })),
  );

  expect(allowed).toEqual([
    {
      logicalId: expect.stringMatching(/^OperationsTopic/),
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-central-1:${ACCOUNT}:alarm:remindme-*` },
      },
    },
    {
      logicalId: expect.stringMatching(/^UnhandledQueue/),
      Action: 'sqs:SendMessage',
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: {
        ArnEquals: {
          'aws:SourceArn': expect.stringMatching(`^arn:aws:sns:eu-central-1:${ACCOUNT}:ReminderTopic\\w+$`),
        },
      },
    },
    {
      logicalId: expect.stringMatching(/^UnhandledQueue/),
      Action: 'sqs:SendMessage',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:eu-central-1:${ACCOUNT}:rule/remindme-failures` } },
    },
  ]);
});

const trusts = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::IAM::Role').flatMap(([logicalId, { Properties }]) =>
    (intrinsics.resolve(Properties['AssumeRolePolicyDocument'].Statement, template) as Statement[]).map(
      (statement) => ({
        logicalId,
        ...statement,
      }),
    ),
  ),
);

test('only services can assume a role', () => {
  expect(trusts.length).toBeGreaterThan(5);
  for (const { Principal } of trusts) {
    expect(Object.keys(Principal)).toEqual(['Service']);
  }
});

/** The resource for which a service assumes a role. Lambda and CloudFormation name none. */
const ACTS_FOR: Record<string, RegExp> = {
  'states.amazonaws.com': new RegExp(`^arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:`),
  'pipes.amazonaws.com': new RegExp(`^arn:aws:pipes:eu-central-1:${ACCOUNT}:pipe/remindme-`),
};

test.each(trusts.map(({ logicalId, ...trust }) => [logicalId, trust] as const))(
  'a service that names a resource can assume the role %s for this deployment only',
  (_logicalId, { Principal, Condition }) => {
    const service = Object(Principal)['Service'];
    if (service in ACTS_FOR) {
      const { 'aws:SourceAccount': account, 'aws:SourceArn': arn } = Object.assign(
        {},
        ...Object.values(Condition ?? {}),
      );
      expect(account).toBe(ACCOUNT);
      expect(arn).toMatch(ACTS_FOR[service] as RegExp);
    } else {
      expect(['lambda.amazonaws.com', 'cloudformation.amazonaws.com']).toContain(service);
    }
  },
);
