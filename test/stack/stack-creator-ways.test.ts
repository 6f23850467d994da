import { StackStatus } from '@aws-sdk/client-cloudformation';
import { STACK_STATUSES } from '../../core/stack-request/stack-statuses.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { described, event, FakeCloudFormation, refusal, type Script, stackId } from '../support/fake-cloudformation.ts';
import { type Run, runDefinition, StatesError, waysOf } from '../support/run-definition.ts';

/**
 * Tests every branch of the stack creator: each choice rule, each default and each catcher. The responses are as AWS documents
 * them. test/end-to-end also tests the usual branches on the local AWS.
 */

const machine = stateMachinesOf(Object.values(synthesise().templates)).find(
  ({ name }) => name === 'remindme-stack-creator',
);
if (machine === undefined) {
  throw new Error('There is no state machine remindme-stack-creator.');
}
const { definition } = machine;

const NAME = 'remindme-demo';
const STARTED_AT = Date.parse('2027-01-27T09:00:00.123Z');
const TOKEN = '20270127090000123-night-shift-1-0';
const template = { Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } };
const started = { StackId: stackId(NAME) };
const gone = refusal('CloudFormationException', `Stack with id ${NAME} does not exist`);
const exists = refusal('AlreadyExistsException', `Stack [${NAME}] already exists`);
const unchanged = refusal('CloudFormationException', 'No updates are to be performed.');
const throttled = refusal('CloudFormationException', 'Rate exceeded');
const tooLarge = new StatesError('States.DataLimitExceeded', 'too large');

const isProtected = refusal(
  'CloudFormationException',
  'Stack cannot be deleted while TerminationProtection is enabled',
);

/** Returns a `test.each` row for each error, with the error's message as the title. */
const named = (...troubles: readonly StatesError[]) => troubles.map((trouble) => [trouble.message, trouble] as const);

interface StackNamed {
  readonly StackName: string;
}

const reached: string[] = [];

beforeAll(() => {
  jest.useFakeTimers({ now: STARTED_AT, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'] });
});

afterAll(() => {
  jest.useRealTimers();
});

async function run(
  input: unknown,
  script: Script,
  publish?: () => void,
  machineDefinition = definition,
): Promise<Run & { readonly aws: FakeCloudFormation; readonly waits: readonly number[] }> {
  jest.setSystemTime(STARTED_AT);
  const aws = new FakeCloudFormation(script, publish);
  const waits: number[] = [];
  const result = await runDefinition(machineDefinition, input, {
    service: aws.answer,
    wait: (seconds) => {
      waits.push(seconds);
      jest.setSystemTime(Date.now() + seconds * 1_000);
    },
    context: {
      Execution: {
        Id: 'arn:aws:states:eu-central-1:111122223333:execution:remindme-stack-creator:night_shift.1',
        Name: 'night_shift.1',
        StartTime: new Date(STARTED_AT).toISOString(),
      },
    },
  });
  reached.push(...result.ways);
  return { ...result, aws, waits };
}

/** Returns a list of DescribeStacks responses: first `times` responses with the given status, and then `last`. */
const after = (times: number, status: string, last: object) => [...Array(times).fill(described(NAME, status)), last];

describe('a stack that is created', () => {
  const request = {
    stackName: NAME,
    templateBody: template,
    parameters: { Size: '3' },
    capabilities: ['CAPABILITY_IAM'],
    tags: { team: 'x' },
  };
  const outputs = [{ OutputKey: 'Url', OutputValue: 'https://example.com' }];

  test('succeeds with its outputs', async () => {
    const { status, output, aws, states, waits } = await run(request, {
      createStack: [started],
      describeStacks: after(2, 'CREATE_IN_PROGRESS', described(NAME, 'CREATE_COMPLETE', { Outputs: outputs })),
    });

    expect(status).toBe('SUCCEEDED');
    expect(output).toEqual({
      stackName: NAME,
      stackId: stackId(NAME),
      status: 'CREATE_COMPLETE',
      outputs: { Url: 'https://example.com' },
      durationSeconds: 25,
    });
    expect(waits).toEqual([5, 8, 12]);
    expect(states.length).toBe(11 + 3 * 3);
    expect(aws.reports).toHaveLength(1);
  });

  test('is requested with every field, a token and the role', async () => {
    const { aws } = await run(request, {
      createStack: [started],
      describeStacks: [described(NAME, 'CREATE_COMPLETE')],
    });

    expect(aws.argsOf('createStack')).toEqual([
      {
        StackName: NAME,
        ClientRequestToken: `${TOKEN}-create`,
        RoleARN: expect.stringMatching(/^arn:aws:iam::111122223333:role\//),
        OnFailure: 'ROLLBACK',
        TemplateBody: JSON.stringify(template),
        Capabilities: ['CAPABILITY_IAM'],
        Parameters: [{ ParameterKey: 'Size', ParameterValue: '3' }],
        Tags: [{ Key: 'team', Value: 'x' }],
      },
    ]);
    expect(`${TOKEN}-create`).toMatch(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
  });

  test('is requested without the fields that the request leaves out', async () => {
    const templateUrl = 'https://bucket.s3.eu-central-1.amazonaws.com/template.json';
    const { aws } = await run(
      { stackName: NAME, templateUrl, onFailure: 'DO_NOTHING' },
      { createStack: [started], describeStacks: [described(NAME, 'CREATE_COMPLETE')] },
    );

    expect(Object.keys(aws.argsOf('createStack')[0])).toEqual([
      'StackName',
      'ClientRequestToken',
      'RoleARN',
      'OnFailure',
      'TemplateURL',
    ]);
  });

  test('accepts a template as text', async () => {
    const { aws } = await run(
      { stackName: NAME, templateBody: 'Resources: {}' },
      { createStack: [started], describeStacks: [described(NAME, 'CREATE_COMPLETE')] },
    );

    expect(aws.argsOf('createStack')[0].TemplateBody).toBe('Resources: {}');
  });

  test('is reported in words', async () => {
    const { aws } = await run(request, {
      createStack: [started],
      describeStacks: after(12, 'CREATE_IN_PROGRESS', described(NAME, 'CREATE_COMPLETE', { Outputs: outputs })),
    });

    expect(aws.reports[0]).toMatchObject({
      Subject: 'Stack remindme-demo: created',
      Message: `Stack remindme-demo: created (CREATE_COMPLETE) after 5 min 10 s.

Outputs:
  Url = https://example.com

https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/stackinfo?stackId=${encodeURIComponent(stackId(NAME))}

Execution: arn:aws:states:eu-central-1:111122223333:execution:remindme-stack-creator:night_shift.1
`,
    });
  });

  test("fails with CloudFormation's text if it exists already", async () => {
    const { error, cause, aws } = await run(request, { createStack: [exists] });

    expect({ error, cause }).toEqual({ error: 'StackFailed', cause: `Stack [${NAME}] already exists` });
    expect(aws.reports[0]?.Message).toContain(
      `not created (NOT_STARTED) after 0 s.\n\nStack [${NAME}] already exists\n`,
    );
  });

  test('continues if an earlier try arrived and only its answer was lost', async () => {
    const { status, output } = await run(request, {
      createStack: [refusal('TokenAlreadyExistsException', 'A client request token already exists.')],
      describeStacks: [described(NAME, 'CREATE_COMPLETE')],
    });

    expect(status).toBe('SUCCEEDED');
    expect(output.stackId).toBe(stackId(NAME));
  });

  test('fails if the call is too large', async () => {
    expect(await run(request, { createStack: [tooLarge] })).toMatchObject({
      error: 'StackFailed',
      cause: 'States.DataLimitExceeded: too large',
    });
  });

  test('keeps its result even if the report cannot be sent', async () => {
    const publish = () => {
      throw new StatesError('SNS.NotFoundException', 'no topic');
    };
    const well = await run(
      request,
      { createStack: [started], describeStacks: [described(NAME, 'CREATE_COMPLETE')] },
      publish,
    );
    const badly = await run(request, { createStack: [exists] }, publish);

    expect(well.status).toBe('SUCCEEDED');
    expect(badly).toMatchObject({
      error: 'StackFailed',
      cause: `Stack [${NAME}] already exists The report could not be sent: SNS.NotFoundException.`,
    });
  });
});

describe('a stack that fails', () => {
  const request = { stackName: NAME, templateBody: template };
  const failed = { createStack: [started], describeStacks: [described(NAME, 'ROLLBACK_COMPLETE')] };
  const token = `${TOKEN}-create`;
  const begin = event(NAME, token, [NAME, 'CREATE_IN_PROGRESS', 'User Initiated']);
  const first = event(NAME, token, ['Bucket', 'CREATE_FAILED', 'The bucket exists']);
  const cancelled = event(NAME, token, ['Queue', 'CREATE_FAILED', 'Resource creation cancelled']);
  const second = event(NAME, token, ['Topic', 'CREATE_FAILED', 'Another reason']);
  const rollback = event(NAME, token, [NAME, 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed: [Bucket].']);
  const before = event(NAME, 'of somebody else', ['Older', 'CREATE_FAILED', 'Long ago']);

  test('is reported with the first resource that failed and its reason', async () => {
    const { error, cause, aws } = await run(request, {
      ...failed,
      describeStackEvents: [{ StackEvents: [rollback, second, cancelled, first, begin, before] }],
    });

    expect({ error, cause }).toEqual({ error: 'StackFailed', cause: 'Bucket: The bucket exists' });
    expect(aws.reports[0]).toMatchObject({
      Subject: 'Stack remindme-demo: not created',
      Message: expect.stringContaining(
        'The first resource that failed: Bucket (AWS::S3::Bucket), CREATE_FAILED.\nThe bucket exists\n',
      ),
    });
    expect(aws.argsOf('describeStackEvents')).toEqual([{ StackName: stackId(NAME) }]);
  });

  test('has its events read back to the beginning, page by page', async () => {
    const { cause, aws } = await run(request, {
      ...failed,
      describeStackEvents: [
        { StackEvents: [rollback, second], NextToken: 'page 2' },
        { StackEvents: [cancelled, first], NextToken: 'page 3' },
        { StackEvents: [begin, before], NextToken: 'page 4' },
      ],
    });

    expect(cause).toBe('Bucket: The bucket exists');
    expect(aws.argsOf('describeStackEvents')).toEqual([
      { StackName: stackId(NAME) },
      { StackName: stackId(NAME), NextToken: 'page 2' },
      { StackName: stackId(NAME), NextToken: 'page 3' },
    ]);
  });

  test('has at most 20 pages of its events read', async () => {
    const { cause, aws } = await run(request, {
      ...failed,
      describeStackEvents: [{ StackEvents: [second], NextToken: 'more' }],
    });

    expect(cause).toBe('Topic: Another reason');
    expect(aws.argsOf('describeStackEvents')).toHaveLength(20);
  });

  test('may have a failure without a reason', async () => {
    const silent = event(NAME, token, ['Bucket', 'CREATE_FAILED']);
    const { cause } = await run(request, {
      ...failed,
      describeStackEvents: [{ StackEvents: [second, silent, begin] }],
    });

    expect(cause).toBe('Bucket: ');
  });

  test("is reported with the stack's reason if no resource failed", async () => {
    const transform = event(NAME, token, [NAME, 'ROLLBACK_IN_PROGRESS', 'Transform Nope failed']);
    const { cause } = await run(request, { ...failed, describeStackEvents: [{ StackEvents: [transform, begin] }] });

    expect(cause).toBe('Transform Nope failed');
  });

  test.each([
    ['The stack policy forbids it', { StackStatusReason: 'The stack policy forbids it' }],
    ['CloudFormation gives no reason.', {}],
  ])('is reported with "%s" if its events give no reason', async (reason, more) => {
    const { cause } = await run(request, {
      ...failed,
      describeStacks: [described(NAME, 'ROLLBACK_COMPLETE', more)],
      describeStackEvents: [{ StackEvents: [begin] }],
    });

    expect(cause).toBe(reason);
  });

  test.each([
    ['States.DataLimitExceeded', tooLarge],
    ['CloudFormation.CloudFormationException', throttled],
  ])('is reported even if its events cannot be read: %s', async (name, trouble) => {
    const { error, cause, aws } = await run(request, {
      ...failed,
      describeStacks: [described(NAME, 'ROLLBACK_COMPLETE', { StackStatusReason: 'Bucket failed.' })],
      describeStackEvents: [trouble],
    });

    expect(error).toBe('StackFailed');
    expect(cause).toBe(`Bucket failed. (Its events could not be read: ${name})`);
    expect(aws.reports).toHaveLength(1);
  });

  test.each([
    ['States.DataLimitExceeded: too large', tooLarge],
    ['Rate exceeded', throttled],
  ])('is reported even if its status cannot be read: %s', async (said, trouble) => {
    const { error, cause, aws } = await run(request, { createStack: [started], describeStacks: [trouble] });

    expect(error).toBe('StackFailed');
    expect(cause).toBe(`Its status could not be read, and the operation may continue: ${said}`);
    expect(aws.reports).toHaveLength(1);
  });

  test('is reported even if no state can catch its error', async () => {
    const broken = structuredClone(definition);
    const choice = everyState(broken).find(([name]) => name === 'Choose how to start')?.[1];
    Object.assign(choice?.Choices?.[0] ?? {}, { Condition: "{% $error('no way') %}" });
    const { error, cause, aws } = await run(request, {}, undefined, broken);

    expect(error).toBe('StackFailed');
    expect(cause).toMatch(
      /^The operation may continue, but no report will follow: States[.]QueryEvaluationError: no way/,
    );
    expect(aws.reports).toHaveLength(1);
  });
});

describe('a stack that is late', () => {
  test('is reported as late and left alone', async () => {
    const { error, cause, aws, waits } = await run(
      { stackName: NAME, templateBody: template, deadlineMinutes: 0.25 },
      { createStack: [started], describeStacks: [described(NAME, 'CREATE_IN_PROGRESS')] },
    );

    expect({ error, cause }).toEqual({
      error: 'StackTimedOut',
      cause:
        'It was still CREATE_IN_PROGRESS when its deadline passed. CloudFormation continues, but no report will follow.',
    });
    expect(waits).toEqual([5, 8, 2]);
    expect(aws.reports[0]).toMatchObject({ Subject: 'Stack remindme-demo: not created in time' });
    expect(aws.argsOf('deleteStack')).toEqual([]);
  });

  test('is read every half minute after some time', async () => {
    const { waits } = await run(
      { stackName: NAME, templateBody: template, deadlineMinutes: 10 },
      { createStack: [started], describeStacks: [described(NAME, 'CREATE_IN_PROGRESS')] },
    );

    expect(waits.slice(0, 8)).toEqual([5, 8, 12, 18, 27, 30, 30, 30]);
    expect(waits.reduce((sum, wait) => sum + wait)).toBe(600);
  });
});

test('a stack that takes 10 minutes passes through 80 states', async () => {
  const { states, waits } = await run(
    { stackName: NAME, templateBody: template },
    {
      createStack: [started],
      describeStacks: [
        () => described(NAME, Date.now() - STARTED_AT < 600_000 ? 'CREATE_IN_PROGRESS' : 'CREATE_COMPLETE'),
      ],
    },
  );

  expect(waits).toHaveLength(23);
  expect(states.length).toBe(80);
});

describe('a stack that is updated', () => {
  const request = { action: 'update', stackName: NAME, templateBody: template };

  test('succeeds', async () => {
    const { status, aws } = await run(
      { ...request, onFailure: 'DO_NOTHING' },
      { updateStack: [started], describeStacks: [described(NAME, 'UPDATE_COMPLETE')] },
    );

    expect(status).toBe('SUCCEEDED');
    expect(aws.argsOf('updateStack')[0]).toMatchObject({
      ClientRequestToken: `${TOKEN}-update`,
      DisableRollback: true,
    });
    expect(aws.argsOf('updateStack')[0]).not.toHaveProperty('OnFailure');
    expect(aws.argsOf('updateStack')[0]).not.toHaveProperty('Tags');
  });

  test.each(named(unchanged, gone, tooLarge))('fails if CloudFormation refuses the call: %s', async (_, trouble) => {
    const { error, cause } = await run(request, { updateStack: [trouble] });

    expect(error).toBe('StackFailed');
    expect(`${trouble.error}: ${trouble.errorCause}`).toContain(cause);
  });
});

describe('a stack that is deployed', () => {
  const request = { action: 'deploy', stackName: NAME, templateBody: template };

  test('is created if it does not exist', async () => {
    const { output } = await run(request, {
      createStack: [started],
      describeStacks: [described(NAME, 'CREATE_COMPLETE')],
    });
    expect(output.status).toBe('CREATE_COMPLETE');
  });

  // on AWS, the error has its own name; on other endpoints, only the message may be specific
  test.each(named(exists, new StatesError('CloudFormation.ServiceException', `Stack [${NAME}] already exists`)))(
    'is updated if it exists: %s',
    async (_, trouble) => {
      const { output, aws } = await run(request, {
        createStack: [trouble],
        updateStack: [started],
        describeStacks: [described(NAME, 'UPDATE_COMPLETE')],
      });
      expect(output.status).toBe('UPDATE_COMPLETE');
      expect(aws.argsOf('updateStack')[0].TemplateBody).toBe(JSON.stringify(template));
    },
  );

  // CloudFormation API Reference, UpdateStack: "If no updates are to be performed" is a ValidationError
  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])(
    'succeeds without a change if there is nothing to change, whatever its status was: %s',
    async (status) => {
      const { output, aws } = await run(request, {
        createStack: [exists],
        updateStack: [unchanged],
        describeStacks: [described(NAME, status)],
      });
      expect(output).toMatchObject({ stackId: stackId(NAME), status });
      expect(aws.reports[0]?.Subject).toBe('Stack remindme-demo: as it should be, nothing to change');
    },
  );
});

describe('a stack that is deleted', () => {
  const request = { action: 'delete', stackName: NAME };

  test('is read by its id', async () => {
    const { status, output, aws } = await run(request, {
      // the first response is for the search for the stack; the second one does not show the deletion yet
      describeStacks: [
        described(NAME, 'CREATE_COMPLETE'),
        described(NAME, 'CREATE_COMPLETE'),
        described(NAME, 'DELETE_IN_PROGRESS'),
        described(NAME, 'DELETE_COMPLETE', { Outputs: [{ OutputKey: 'Url', OutputValue: 'https://example.com' }] }),
      ],
      deleteStack: [{}],
    });

    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ stackId: stackId(NAME), status: 'DELETE_COMPLETE', outputs: {} });
    expect(aws.argsOf('deleteStack')).toEqual([
      { StackName: stackId(NAME), ClientRequestToken: `${TOKEN}-delete`, RoleARN: expect.any(String) },
    ]);
    expect(aws.argsOf('describeStacks').map(({ StackName }: StackNamed) => StackName)).toEqual([
      NAME,
      ...Array(3).fill(stackId(NAME)),
    ]);
  });

  test('succeeds if it does not exist', async () => {
    const { status, output, aws } = await run(request, { describeStacks: [gone] });

    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ stackId: null, status: 'DELETE_COMPLETE', outputs: {} });
    expect(aws.reports[0]?.Subject).toBe('Stack remindme-demo: not there, nothing to delete');
    expect(aws.reports[0]?.Message).toContain('#/stacks?filteringText=remindme-demo\n');
  });

  test.each([
    ...named(throttled, tooLarge).map((row) => ['describeStacks', ...row] as const),
    ...named(isProtected, tooLarge).map((row) => ['deleteStack', ...row] as const),
  ])('fails if %s fails: %s', async (action, _, trouble) => {
    const { error, cause } = await run(request, {
      describeStacks: [described(NAME, 'CREATE_COMPLETE')],
      [action]: [trouble],
    });

    expect(error).toBe('StackFailed');
    expect(`${trouble.error}: ${trouble.errorCause}`).toContain(cause);
  });

  test('continues if an earlier try arrived', async () => {
    const { output } = await run(request, {
      describeStacks: [described(NAME, 'CREATE_COMPLETE'), described(NAME, 'DELETE_COMPLETE')],
      deleteStack: [refusal('TokenAlreadyExistsException', 'A client request token already exists.')],
    });

    expect(output).toMatchObject({ stackId: stackId(NAME), status: 'DELETE_COMPLETE' });
  });

  test('is reported with the resource that stays if the deletion fails', async () => {
    const { cause } = await run(request, {
      describeStacks: [described(NAME, 'CREATE_COMPLETE'), described(NAME, 'DELETE_FAILED')],
      deleteStack: [{}],
      describeStackEvents: [
        { StackEvents: [event(NAME, `${TOKEN}-delete`, ['Bucket', 'DELETE_FAILED', 'It is not empty'])] },
      ],
    });

    expect(cause).toBe('Bucket: It is not empty');
  });
});

describe('every status that CloudFormation documents', () => {
  const all = Object.values(STACK_STATUSES).flat();
  const { complete, deleted, failed, notDeleted, inProgress } = STACK_STATUSES;

  test('is in the list once', () => {
    expect([...all].sort()).toEqual(Object.values(StackStatus).sort());
  });

  /**
   * Runs an execution whose stack always has the given status. Returns `explained` if the execution reads the stack's events.
   * Otherwise, returns the execution's error or `success`.
   */
  async function fate(action: string, status: string): Promise<string> {
    const { error = 'success', states } = await run(
      { action, stackName: NAME, ...(action !== 'delete' && { templateBody: template }), deadlineMinutes: 1 },
      {
        createStack: [started],
        updateStack: [started],
        deleteStack: [{}],
        describeStacks: [described(NAME, status)],
        describeStackEvents: [{ StackEvents: [] }],
      },
    );
    return states.includes('Read the events') ? 'explained' : error;
  }

  test.each(complete)('%s is a success, except for a deletion', async (status) => {
    expect(await fate('create', status)).toBe('success');
    expect(await fate('update', status)).toBe('success');
    expect(await fate('delete', status)).toBe('StackTimedOut');
  });

  test.each(failed)('%s is a failure, and for a deletion it means that the deletion has not begun', async (status) => {
    expect(await fate('create', status)).toBe('explained');
    expect(await fate('update', status)).toBe('explained');
    expect(await fate('delete', status)).toBe('StackTimedOut');
  });

  test.each(deleted)('%s is a success for a deletion and a failure otherwise', async (status) => {
    expect(await fate('create', status)).toBe('explained');
    expect(await fate('delete', status)).toBe('success');
  });

  test.each(notDeleted)('%s is a failure', async (status) => {
    expect(await fate('create', status)).toBe('explained');
    expect(await fate('delete', status)).toBe('explained');
  });

  test.each(inProgress)('after %s, it reads the status again later', async (status) => {
    expect(await fate('create', status)).toBe('StackTimedOut');
    expect(await fate('delete', status)).toBe('StackTimedOut');
  });

  test('after an unknown status, it reads the status again later', async () => {
    const { error, cause } = await run(
      { stackName: NAME, templateBody: template, deadlineMinutes: 1 },
      { createStack: [started], describeStacks: [described(NAME, 'HIBERNATION_COMPLETE')] },
    );

    expect(error).toBe('StackTimedOut');
    expect(cause).toMatch(/^It was still HIBERNATION_COMPLETE /);
  });
});

describe('several stacks', () => {
  const request = {
    stacks: [
      { stackName: 'remindme-a', templateBody: template },
      { stackName: 'remindme-b', templateBody: template },
      { stackName: 'remindme-c', action: 'delete' },
    ],
  };
  const createStack = [({ StackName }: StackNamed) => ({ StackId: stackId(StackName) })];
  const nameOf = (idOrName: string) => idOrName.split('/')[1] ?? idOrName;

  test('succeed with a list of results', async () => {
    const { status, output, aws } = await run(request, {
      createStack,
      deleteStack: [{}],
      describeStacks: [
        ({ StackName }: StackNamed) =>
          described(nameOf(StackName), nameOf(StackName).endsWith('c') ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE'),
      ],
    });

    expect(status).toBe('SUCCEEDED');
    expect(output.stacks.map(({ stackName }: { stackName: string }) => stackName)).toEqual([
      'remindme-a',
      'remindme-b',
      'remindme-c',
    ]);
    expect(aws.argsOf('createStack').map(({ ClientRequestToken }) => ClientRequestToken)).toEqual([
      `${TOKEN}-create`,
      `${TOKEN.slice(0, -1)}1-create`,
    ]);
    expect(aws.reports).toHaveLength(1);
    expect(aws.reports[0]?.Subject).toBe('All 3 stacks are as requested');
  });

  test('have one report of all failures and late stacks', async () => {
    const { error, cause, aws } = await run(request, {
      createStack,
      deleteStack: [tooLarge],
      describeStacks: [
        ({ StackName }: StackNamed) =>
          described(nameOf(StackName), nameOf(StackName).endsWith('a') ? 'CREATE_IN_PROGRESS' : 'CREATE_COMPLETE'),
      ],
    });

    expect(error).toBe('StackFailed');
    expect(cause).toBe(
      '2 of 3 stacks are not as requested. remindme-a: It was still CREATE_IN_PROGRESS when its deadline passed. CloudFormation continues, but no report will follow. remindme-c: States.DataLimitExceeded: too large',
    );
    expect(aws.reports).toHaveLength(1);
    expect(aws.reports[0]?.Message.match(/^Stack remindme-.*[.]$/gm)).toEqual([
      'Stack remindme-a: not created in time (CREATE_IN_PROGRESS) after 1 h 0 min.',
      'Stack remindme-b: created (CREATE_COMPLETE) after 5 s.',
      'Stack remindme-c: not deleted (NOT_STARTED) after 0 s.',
    ]);
  });

  test('continue if one has a result that is too large, or an unforeseen error', async () => {
    const huge = Array.from({ length: 300 }, (_, n) => ({ OutputKey: `Output${n}`, OutputValue: 'x'.repeat(400) }));
    const { error, cause, aws } = await run(request, {
      createStack: [{}, { StackId: stackId('remindme-b') }],
      deleteStack: [{}],
      describeStacks: [
        ({ StackName }: StackNamed) =>
          nameOf(StackName).endsWith('c')
            ? described('remindme-c', 'DELETE_COMPLETE')
            : described('remindme-b', 'CREATE_COMPLETE', { Outputs: huge }),
      ],
    });

    expect(error).toBe('StackFailed');
    expect(cause).toMatch(/^1 of 3 stacks are not as requested[.] remindme-a: States[.]QueryEvaluationError: /);
    expect(aws.reports[0]?.Message).toMatch(/ {2}and \d+ more, too long for this report\n/);
  });

  test("fit into one report, even 20 stacks with CloudFormation's longest outputs", async () => {
    const outputs = Array.from({ length: 200 }, (_, n) => ({ OutputKey: `Output${n}`, OutputValue: '€'.repeat(300) }));
    const stacks = Array.from({ length: 20 }, (_, n) => ({ stackName: `remindme-${n}`, templateBody: template }));
    const { status, output, aws } = await run(
      { stacks },
      {
        createStack,
        describeStacks: [
          ({ StackName }: StackNamed) => described(nameOf(StackName), 'CREATE_COMPLETE', { Outputs: outputs }),
        ],
      },
    );

    expect(status).toBe('SUCCEEDED');
    expect(output.stacks).toHaveLength(20);
    expect(Buffer.byteLength(aws.reports[0]?.Message ?? '')).toBeLessThan(262_144);
    expect(aws.reports[0]?.Message).toContain('Stack remindme-19: created');
  });
});

test.each([
  [
    'masks outputs that contain the value of a NoEcho parameter',
    { Password: 'correct horse', Empty: '' },
    [
      { ParameterKey: 'Password', ParameterValue: '****' },
      { ParameterKey: 'Empty', ParameterValue: '****' },
    ],
    'Login = **** (it contains the value of a NoEcho parameter)\n  Url = https://example.com\n',
  ],
  [
    'shows outputs that contain the default of a NoEcho parameter, which it does not know',
    {},
    [{ ParameterKey: 'Password', ParameterValue: '****' }],
    'Login = me:correct horse\n  Url = https://example.com\n',
  ],
  [
    'shows outputs that contain the value of another parameter',
    { Password: 'correct horse' },
    [{ ParameterKey: 'Password', ParameterValue: 'correct horse' }],
    'Login = me:correct horse\n  Url = https://example.com\n',
  ],
])('the report %s', async (_, parameters, Parameters, lines) => {
  const outputs = { Login: 'me:correct horse', Url: 'https://example.com' };
  const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  const { status, output, aws } = await run(
    { stackName: NAME, templateBody: template, parameters },
    { createStack: [started], describeStacks: [described(NAME, 'CREATE_COMPLETE', { Outputs, Parameters })] },
  );

  expect(status).toBe('SUCCEEDED');
  // the execution's output has all outputs of the stack, because people who may read it may also read the stack
  expect(output.outputs).toEqual(outputs);
  expect(aws.reports[0]?.Message).toContain(`Outputs:\n  ${lines}`);
});

test('a list of stacks ends with a list of results, whatever other fields the request has', async () => {
  const { status, output } = await run(
    { _jsonata_lambda: true, stacks: [{ stackName: NAME, templateBody: template, _jsonata_function: true }] },
    { createStack: [started], describeStacks: [described(NAME, 'CREATE_COMPLETE')] },
  );

  expect(status).toBe('SUCCEEDED');
  expect(output.stacks).toMatchObject([{ stackName: NAME, status: 'CREATE_COMPLETE' }]);
});

test('an invalid request is refused before any call', async () => {
  const { error, cause, aws, states } = await run({ stackName: 'other', templateBody: template }, {});

  expect({ error, cause }).toEqual({
    error: 'StackRequestRejected',
    cause: 'stackName must be a name that begins with remindme-, but is "other".',
  });
  expect(states).toEqual(['Check the request', 'Refuse the request']);
  expect(aws.calls).toEqual([]);
});

test('data that is too large for a state is reported as the failure of its stack', async () => {
  const { error, cause } = await run(
    { stackName: NAME, templateBody: template, deadlineMinutes: 1 },
    { createStack: [started], describeStacks: [described(NAME, 'X'.repeat(150_000))] },
  );

  expect(error).toBe('StackFailed');
  expect(cause).toMatch(/^The operation may continue, but no report will follow: States[.]DataLimitExceeded: /);
});

test('these tests cover every rule, every default and every Catch', () => {
  expect(waysOf(everyState(definition)).filter((way) => !reached.includes(way))).toEqual([]);
});
