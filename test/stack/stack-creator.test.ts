import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { STACK_LIMITS } from '../../core/stack-request/stack-request-limits.ts';
import { addService } from '../../lib/add-service.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

const ROLE = 'arn:aws:iam::111122223333:role/deployment';
const STACKS = 'arn:aws:cloudformation:eu-central-1:111122223333:stack';

/** Returns the stack creator's definition and template with the given settings, and the policy statements of its role. */
function stackCreator(settings: Readonly<Record<string, string>> = {}) {
  const { templates } = synthesise(settings);
  const template = templates[`${settings['name'] ?? 'remindme'}-stack-creator`] as Template;
  const [machine] = stateMachinesOf(Object.values(templates)).filter((found) => found.template === template);
  if (machine === undefined) {
    throw new Error('The stack has no state machine.');
  }
  const intrinsics = new Intrinsics(Object.values(templates));
  const [role] = machine.resource.Properties['RoleArn']['Fn::GetAtt'];
  const statements = resourcesOfType(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties['Roles'].some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(
      ([, { Properties }]) => intrinsics.resolve(Properties['PolicyDocument'].Statement, template) as Statement[],
    );
  return { definition: machine.definition, statements, template };
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

/** Returns the statements about the given action that have the given effect. */
const about = (statements: readonly Statement[], effect: string, action: string) =>
  statements.filter(({ Effect, Action }) => Effect === effect && [Action].flat().includes(action));

test('may touch only stacks with the prefix, publish to one topic, and pass one role', () => {
  const { statements } = stackCreator({ stackPrefix: 'team-a-', deploymentRoleArn: ROLE });

  const allowed = statements.filter(({ Effect, Resource }) => Effect === 'Allow' && Resource !== '*');
  expect(allowed).toEqual([
    { Effect: 'Allow', Action: 'sns:Publish', Resource: expect.stringMatching(/^arn:aws:sns:[^*]*$/) },
    {
      Effect: 'Allow',
      Action: [
        'cloudformation:createStack',
        'cloudformation:deleteStack',
        'cloudformation:describeStackEvents',
        'cloudformation:describeStacks',
        'cloudformation:updateStack',
      ],
      Resource: `${STACKS}/team-a-*/*`,
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: ROLE,
      Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    },
  ]);
});

test("may not touch the service's own stacks, whose names also begin with the default prefix", () => {
  const { statements } = stackCreator();

  expect(about(statements, 'Deny', 'cloudformation:UpdateStack')).toEqual([
    {
      Effect: 'Deny',
      Action: ['cloudformation:CreateStack', 'cloudformation:DeleteStack', 'cloudformation:UpdateStack'],
      Resource: ['intake', 'notifications', 'reminders', 'stack-creator'].map(
        (stack) => `${STACKS}/remindme-${stack}/*`,
      ),
    },
  ]);
});

test('passes the deployment role to CloudFormation with every operation, whatever role the stack had', () => {
  const { definition } = stackCreator({ deploymentRoleArn: ROLE });

  const operations = everyState(definition).filter(([, { Resource }]) =>
    /:(create|update|delete)Stack$/.test(Resource ?? ''),
  );
  expect(operations).toHaveLength(3);
  for (const [, state] of operations) {
    expect(state['Arguments']).toContain("'RoleARN': $roleArn");
    expect(state['Arguments']).toContain("'ClientRequestToken': $token");
  }
  const roles = everyState(definition).flatMap(([, state]) => state['Assign']?.roleArn ?? []);
  expect(roles).toEqual([ROLE]);
});

test('without a deployment role, synth says so and CloudFormation gets a role without permissions', () => {
  const app = testApp();
  addService(app);
  const stack = app.node.findChild('remindme-stack-creator') as Parameters<typeof Annotations.fromStack>[0];
  Annotations.fromStack(stack).hasInfo(
    '*',
    Match.stringLikeRegexp('set deploymentRole .*-c deploymentRoleArn=arn:aws:iam::'),
  );

  const { template, statements } = stackCreator();
  const trusted = resourcesOfType(template, 'AWS::IAM::Role').map(
    ([logicalId, { Properties }]) =>
      [logicalId, Properties['AssumeRolePolicyDocument'].Statement[0].Principal.Service, Properties] as const,
  );
  const [[role, , properties] = []] = trusted.filter(([, service]) => service === 'cloudformation.amazonaws.com');
  expect(properties).not.toHaveProperty('Policies');
  expect(properties).not.toHaveProperty('ManagedPolicyArns');
  expect(
    resourcesOfType(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => Properties['Roles']),
  ).not.toContainEqual({ Ref: role });
  expect(about(statements, 'Allow', 'iam:PassRole')).toMatchObject([
    { Resource: `arn:aws:iam::111122223333:role/${role}` },
  ]);
});

test('with a deployment role, it makes no role and synth says nothing', () => {
  const app = testApp({ deploymentRoleArn: ROLE });
  addService(app);
  const stack = app.node.findChild('remindme-stack-creator') as Parameters<typeof Annotations.fromStack>[0];
  Annotations.fromStack(stack).hasNoInfo('*', Match.stringLikeRegexp('deploymentRoleArn'));

  const { template } = stackCreator({ deploymentRoleArn: ROLE });
  const trusted = resourcesOfType(template, 'AWS::IAM::Role').map(
    ([, { Properties }]) => Properties['AssumeRolePolicyDocument'].Statement[0].Principal.Service,
  );
  expect(trusted).not.toContain('cloudformation.amazonaws.com');
});

test('calls no Lambda function', () => {
  const { definition } = stackCreator();
  const called = everyState(definition).flatMap(([, { Resource }]) => Resource ?? []);

  expect(new Set(called.map((resource) => resource.split(':').slice(5).join(':')))).toEqual(
    new Set([
      'aws-sdk:cloudformation:createStack',
      'aws-sdk:cloudformation:updateStack',
      'aws-sdk:cloudformation:deleteStack',
      'aws-sdk:cloudformation:describeStacks',
      'aws-sdk:cloudformation:describeStackEvents',
      'sns:publish',
    ]),
  );
});

test('is written in JSONata throughout', () => {
  const { definition } = stackCreator();

  expect(definition.QueryLanguage).toBe('JSONata');
  for (const [, { QueryLanguage = 'JSONata' }] of everyState(definition)) {
    expect(QueryLanguage).toBe('JSONata');
  }
});

test('uses every type of state', () => {
  expect(new Set(everyState(stackCreator().definition).map(([, { Type }]) => Type))).toEqual(
    new Set(['Task', 'Choice', 'Wait', 'Pass', 'Map', 'Parallel', 'Succeed', 'Fail']),
  );
});

test('handles a few stacks at the same time, in one execution', () => {
  const map = stackCreator().definition.States['Handle each stack'];

  expect(map?.['MaxConcurrency']).toBe(5);
  expect(map?.['ItemProcessor'].ProcessorConfig.Mode).toBe('INLINE');
});

test('has a time limit above the sum of all deadlines', () => {
  const { TimeoutSeconds = 0 } = stackCreator().definition;

  expect(TimeoutSeconds).toBeGreaterThan(STACK_LIMITS.totalDeadlineMinutes * 60);
  expect(STACK_LIMITS.stacks * STACK_LIMITS.defaultDeadlineMinutes).toBe(STACK_LIMITS.totalDeadlineMinutes);
});

test('is below the 1 MB that Step Functions accepts for a definition', () => {
  expect(JSON.stringify(stackCreator().definition).length).toBeLessThan(1_000_000 / 4);
});
