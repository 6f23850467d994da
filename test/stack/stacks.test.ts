import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import type { Template } from '../../scripts/templates/template.ts';

const SETTINGS = { email: 'you@example.com,me@example.com' };

const { templates } = synthesise(SETTINGS);
const intrinsics = new Intrinsics(Object.values(templates));

function templateOf(stack: string): Template {
  const template = templates[stack];
  if (template === undefined) {
    throw new Error(`There is no stack ${stack}.`);
  }
  return template;
}

/**
 * A template as somebody would review it: references resolved, definitions as JSON, without the tag that everything has,
 * without what CDK adds to every template, and without the hash of the function's code in the name of its version.
 */
function reviewable(stack: string): unknown {
  const template = templateOf(stack);
  const { Resources, Outputs } = template;
  const reviewed = intrinsics.resolve({ Resources, Outputs }, template) as Template;
  for (const { Properties } of Object.values(reviewed.Resources) as { Properties: Record<string, unknown> }[]) {
    delete Properties['Tags'];
    if (typeof Properties['DefinitionString'] === 'string') {
      Properties['DefinitionString'] = JSON.parse(Properties['DefinitionString']);
    }
  }
  return JSON.parse(JSON.stringify(reviewed).replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<code hash>'));
}

test.each(Object.keys(templates))('the stack %s is as it was reviewed', (stack) => {
  expect(reviewable(stack)).toMatchSnapshot();
});

describe('what others look up', () => {
  test('are the stacks', () => {
    expect(Object.keys(templates)).toEqual(['remindme-notifications', 'remindme-reminders', 'remindme-stack-creator']);
  });

  const outputs = [
    ['remindme-notifications', 'TopicArn', 'arn:aws:sns:eu-central-1:111122223333:ReminderTopicA62C4F0E'],
    ['remindme-reminders', 'SnsStateMachineArn', 'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-sns'],
    [
      'remindme-reminders',
      'LambdaStateMachineArn',
      'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-lambda',
    ],
    [
      'remindme-stack-creator',
      'StackCreatorStateMachineArn',
      'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-stack-creator',
    ],
  ] as const;

  test.each(outputs)('is, in %s, the output %s', (stack, name, value) => {
    const template = templateOf(stack);

    expect(intrinsics.resolve(template.Outputs?.[name]?.Value, template)).toBe(value);
  });

  const parameters = [
    ['/remindme/notifyme', 'arn:aws:sns:eu-central-1:111122223333:ReminderTopicA62C4F0E'],
    ['/remindme/state-machines/sns', 'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-sns'],
    ['/remindme/state-machines/lambda', 'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-lambda'],
    [
      '/remindme/state-machines/stack-creator',
      'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-stack-creator',
    ],
  ] as const;

  test.each(parameters)('is the parameter %s', (name, value) => {
    const found = Object.values(templates).flatMap((template) =>
      Object.values(template.Resources)
        .filter(({ Type, Properties }) => Type === 'AWS::SSM::Parameter' && Properties['Name'] === name)
        .map(({ Properties }) => intrinsics.resolve(Properties['Value'], template)),
    );

    expect(found).toEqual([value]);
  });

  test('is the function', () => {
    const functions = Object.values(templateOf('remindme-reminders').Resources).filter(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );

    expect(functions.map(({ Properties }) => Properties['FunctionName'])).toEqual(['remindme-send-reminder']);
  });
});

test('the topics, the queues and the old versions of the function survive their stack, and nothing else', () => {
  const retained = Object.values(templates).flatMap(({ Resources }) =>
    Object.values(Resources)
      .filter(({ DeletionPolicy }) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete')
      .map(({ Type }) => Type),
  );

  expect(retained.sort()).toEqual([
    'AWS::Lambda::Version',
    ...Array<string>(3).fill('AWS::SNS::Topic'),
    // all but that of emails that are on their way to their lines
    ...Array<string>(7).fill('AWS::SQS::Queue'),
  ]);
});

test('the stacks can be deployed to any account and region', () => {
  const { assembly } = synthesise(SETTINGS);

  expect(assembly.stacks.map(({ environment }) => environment.name)).toEqual(
    assembly.stacks.map(() => 'aws://unknown-account/unknown-region'),
  );
});

test('everything is tagged with the name of its service', () => {
  const taggable = Object.values(synthesise({ name: 'team' }).templates).flatMap(({ Resources }) =>
    Object.values(Resources).filter(
      ({ Type }) => !/Policy$|Subscription$|::(Version|Alias|LogStream|MetricFilter)$/.test(Type),
    ),
  );

  expect(taggable.length).toBeGreaterThan(10);
  for (const { Properties } of taggable) {
    expect(JSON.stringify(Properties['Tags'])).toMatch(/"Key":"service","Value":"team"|"service":"team"/);
  }
});

describe('two deployments with different names', () => {
  /** Every name that AWS wants to be unique in an account and region, behind the kind of thing that has it. */
  function physicalNames(name: string): string[] {
    const { assembly, templates: deployment } = synthesise({ name });
    return [
      ...assembly.stacks.map(({ stackName }) => `Stack ${stackName}`),
      ...Object.values(deployment).flatMap(({ Resources, Outputs = {} }) => [
        ...Object.values(Outputs).flatMap(({ Export }) => (Export ? `Export ${Export.Name}` : [])),
        // an alias has its name within its function
        ...Object.values(Resources).flatMap(({ Type, Properties }) =>
          [
            ...(Type === 'AWS::Lambda::Alias' ? [] : ['Name']),
            'StateMachineName',
            'FunctionName',
            'LogGroupName',
            'TopicName',
            'QueueName',
            'RoleName',
            'AlarmName',
          ]
            .filter((property) => typeof Properties?.[property] === 'string')
            .map((property) => `${property} ${Properties[property]}`),
        ),
      ]),
    ];
  }

  test('share no physical name', () => {
    const ours = physicalNames('ours');

    expect(ours.length).toBeGreaterThan(10);
    expect(new Set(ours).size).toBe(ours.length);
    expect(physicalNames('theirs').filter((name) => ours.includes(name))).toEqual([]);
  });

  test('begin every physical name with their own', () => {
    expect(physicalNames('ours').filter((name) => !/[ /]ours[-/]/.test(name))).toEqual([]);
  });
});
