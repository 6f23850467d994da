import { type ReminderSchedule, readSchedule, type ScheduleFields } from '../../client/aws/schedule-fields.ts';
import type { Schedules } from '../../client/aws/schedules.ts';
import { EXECUTION_STATUSES } from '../../core/reminder/reminder-status.ts';
import type { HttpEvent } from '../../lambda/http-api/http-event.ts';
import { differences, operations } from '../support/openapi.ts';

const NOW = Date.parse('2027-01-26T09:00:00Z');
const ARNS = {
  sns: 'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-sns',
  lambda: 'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-lambda',
};
const ID = '20270127T090000Z-5ba0a3a5d8a14d6c';
const REQUEST = { message: 'call mum', timestamp: '2027-01-27T09:00:00Z' };

const executionOf = (via: keyof typeof ARNS, name: string) =>
  `${ARNS[via].replace(':stateMachine:', ':execution:')}:${name}`;

interface Execution {
  readonly input: string;
  readonly startedAt: number;
  status: string;
  stopDate?: Date;
  output?: string;
  error?: string;
  cause?: string;
}

/** A due time that is too far ahead for an execution to wait. */
const IN_YEARS = '2040-01-27T09:00:00Z';

const schedules = new Map<string, ReminderSchedule>();

/** A fake of the class `Schedules`, which stores schedules in `schedules`. */
class FakeSchedules implements Pick<Schedules, 'find' | 'create' | 'replace' | 'delete' | 'page' | 'throttles'> {
  readonly throttles = 0;
  find = async (name: string) => schedules.get(name);
  create = async (name: string, fields: ScheduleFields) => !schedules.has(name) && this.replace(name, fields);
  replace = async (name: string, fields: ScheduleFields) => {
    const schedule = readSchedule(name, { ...fields, CreationDate: Date.now() / 1_000 });
    return schedule !== undefined && schedules.set(name, schedule) !== undefined;
  };
  delete = async (name: string) => schedules.delete(name);
  page = async (limit: number, nextToken = '0') => {
    const [all, start] = [[...schedules.keys()], Number(nextToken)];
    const end = start + limit;
    const shown = all.slice(start, end).map((name) => ({ name, modifiedAt: 0, isPaused: false }));
    return { schedules: shown, nextToken: end < all.length ? String(end) : undefined };
  };
}

beforeAll(() => {
  jest.doMock('../../client/aws/schedules.ts', () => ({ Schedules: FakeSchedules }));
});

/** Returns an error as the SDK throws it. */
const awsError = (name: string, status: number) =>
  Object.assign(new Error(`The message of ${name}.`), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status, requestId: '1' },
  });

/** Loads the function with a fake Step Functions, which stores its executions in `executions`, keyed by their ARNs. */
async function startFunction(executions: Record<string, Execution> = {}) {
  schedules.clear();
  process.env['SNS_STATE_MACHINE_ARN'] = ARNS.sns;
  process.env['LAMBDA_STATE_MACHINE_ARN'] = ARNS.lambda;
  process.env['SCHEDULE_ROLE_ARN'] = 'a role';
  process.env['SCHEDULE_QUEUE_ARN'] = 'a queue';
  const { mockClient } = await import('aws-sdk-client-mock');
  const sdk = await import('@aws-sdk/client-sfn');
  const sfn = mockClient(sdk.SFNClient);
  sfn.on(sdk.StartExecutionCommand).callsFake(({ stateMachineArn, name, input }) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = executions[executionArn];
    // as on AWS, a repeated start returns the running execution
    if (known && (known.status !== 'RUNNING' || known.input !== input)) {
      throw new sdk.ExecutionAlreadyExists({ message: 'It exists.', $metadata: {} });
    }
    executions[executionArn] ??= { input, startedAt: Date.now(), status: 'RUNNING' };
    if (JSON.parse(input).timestamp === IN_YEARS) {
      const output = JSON.stringify({ schedule: name, dueAt: IN_YEARS });
      Object.assign(executions[executionArn] ?? {}, { status: 'SUCCEEDED', stopDate: new Date(), output });
      const withSchedule = JSON.stringify({ ...JSON.parse(input), schedule: name });
      schedules.set(name, { name, stateMachineArn, input: withSchedule, createdAt: Date.now() });
    }
    return { executionArn, startDate: new Date(executions[executionArn]?.startedAt ?? 0) };
  });
  sfn.on(sdk.DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const found = executions[executionArn];
    if (!found) {
      throw new sdk.ExecutionDoesNotExist({ message: 'There is none.', $metadata: {} });
    }
    return { ...found, executionArn, name: executionArn.split(':').at(-1), startDate: new Date(found.startedAt) };
  });
  sfn.on(sdk.StopExecutionCommand).callsFake(({ executionArn, error, cause }) => {
    const found = executions[executionArn];
    if (found?.status === 'RUNNING') {
      Object.assign(found, { status: 'ABORTED', error, cause });
    }
    return {};
  });
  sfn.on(sdk.ListExecutionsCommand).callsFake(({ stateMachineArn, statusFilter, maxResults, nextToken = '0' }) => {
    const prefix = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:`;
    const all = Object.entries(executions)
      .filter(([arn, { status }]) => arn.startsWith(prefix) && (!statusFilter || status === statusFilter))
      .map(([executionArn, { status, stopDate }]) => ({
        executionArn,
        name: executionArn.split(':').at(-1),
        status,
        stopDate,
      }));
    const start = Number(nextToken);
    if (Number.isNaN(start)) {
      throw awsError('InvalidToken', 400);
    }
    const end = start + maxResults;
    return { executions: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) };
  });
  const { handler } = await import('../../lambda/http-api/handler.ts');

  /** Sends a request to the function. Fails if the response differs from docs/openapi.yaml. */
  const ask = async (method: string, path: string, body?: unknown, more: Partial<HttpEvent> = {}) => {
    const [rawPath = '', query] = path.split('?');
    const { statusCode, headers, ...result } = await handler({
      rawPath,
      requestContext: { http: { method } },
      headers: { 'content-type': 'application/json' },
      ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...more,
    });
    // biome-ignore lint/suspicious/noExplicitAny: the tests read parts of any answer
    const answer: { status: number; headers: Readonly<Record<string, string>>; body: any } = {
      status: statusCode,
      headers,
      body: JSON.parse(result.body),
    };
    const described = rawPath.replace(/^\/reminders\/.*/, '/reminders/{id}');
    if (operations.some(([known, at]) => known === method && at === described)) {
      expect(differences(method, described, answer)).toEqual([]);
    }
    expect(headers['cache-control']).toBe('no-store');
    return answer;
  };
  return { ask, sfn, sdk, executions, schedules };
}

let now: number;
beforeEach(() => {
  now = NOW;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

describe('POST /reminders', () => {
  test('starts a reminder and says where it is', async () => {
    const { ask, executions } = await startFunction();

    const { status, headers, body } = await ask('POST', '/reminders', { ...REQUEST, subject: 'Family', own: 'field' });

    expect(status).toBe(201);
    expect(headers['location']).toBe(`./reminders/${body.id}`);
    expect(body).toEqual({
      id: expect.stringMatching(/^20270127T090000Z-[0-9a-f]{16}$/),
      due: '2027-01-27T09:00:00Z',
      status: 'pending',
      via: 'sns',
      message: 'call mum',
      subject: 'Family',
      executionArn: executionOf('sns', body.id),
    });
    expect(JSON.parse(executions[body.executionArn]?.input ?? '')).toEqual({ ...REQUEST, subject: 'Family' });
  });

  test.each([20, 60_000])('answers 200 and the same id if the request is repeated after %d ms', async (later) => {
    const { ask, executions } = await startFunction();
    const first = await ask('POST', '/reminders', REQUEST);
    now += later;

    const second = await ask('POST', '/reminders', REQUEST);

    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(second.headers).not.toHaveProperty('location');
    expect(Object.keys(executions)).toHaveLength(1);
  });

  test('answers 200 if the same reminder was sent', async () => {
    const { ask, executions } = await startFunction();
    const { body } = await ask('POST', '/reminders', REQUEST);
    Object.assign(executions[body.executionArn] ?? {}, { status: 'SUCCEEDED' });

    expect(await ask('POST', '/reminders', REQUEST)).toMatchObject({ status: 200, body: { status: 'sent' } });
  });

  test('starts a reminder again that was cancelled', async () => {
    const { ask } = await startFunction();
    const { body } = await ask('POST', '/reminders', REQUEST);
    await ask('DELETE', `/reminders/${body.id}`);

    expect(await ask('POST', '/reminders', REQUEST)).toMatchObject({ status: 201, body: { id: `${body.id}-2` } });
  });

  test('counts seconds from the request, and sends through the machine that the request names', async () => {
    const { ask } = await startFunction();

    expect(await ask('POST', '/reminders', { message: 'stretch', seconds: 90, via: 'lambda' })).toMatchObject({
      status: 201,
      body: { due: '2027-01-26T09:01:30Z', via: 'lambda', subject: 'Reminder' },
    });
  });

  test('reads a body that API Gateway has encoded', async () => {
    const { ask } = await startFunction();
    const body = Buffer.from(JSON.stringify({ ...REQUEST, message: 'Grüße ☕' })).toString('base64');

    expect(await ask('POST', '/reminders', body, { isBase64Encoded: true })).toMatchObject({
      status: 201,
      body: { message: 'Grüße ☕' },
    });
  });
});

const PAST = '2027-01-26T08:00:00Z';

test.each<[what: string, status: number, body: unknown, detail: string]>([
  ['no JSON', 400, '{"message":', 'The body must be JSON in UTF-8, but is not.'],
  ['no body', 400, undefined, 'The body must be JSON in UTF-8, but is empty.'],
  ['a list', 400, [], 'The input must be a JSON object with a message and a timestamp or seconds, but is a list.'],
  ['null', 400, null, 'The input must be a JSON object with a message and a timestamp or seconds, but is null.'],
  [
    'no time',
    400,
    { message: 'call mum' },
    'The input must have exactly one of timestamp and seconds, but has neither.',
  ],
  [
    'a message that is a number',
    400,
    { message: 7, seconds: 1 },
    'message must be a string of 1 to 8,192 characters that is not blank, but is 7.',
  ],
  [
    'a time that is past',
    400,
    { message: 'call mum', timestamp: PAST },
    `timestamp must be at most 60 seconds in the past, but is "${PAST}" (it is 2027-01-26T09:00:00Z).`,
  ],
  [
    '30 February',
    400,
    { message: 'call mum', timestamp: '2027-02-30 09:00:00' },
    'timestamp must be a date and time that exist, but is "2027-02-30 09:00:00".',
  ],
  ['another machine', 400, { ...REQUEST, via: 'stack-creator' }, 'via must be sns or lambda, but is "stack-creator".'],
  ['no machine', 400, { ...REQUEST, via: null }, 'via must be sns or lambda, but is null.'],
  [
    'a body of 1 MB',
    413,
    { ...REQUEST, message: 'x'.repeat(1_000_000) },
    'The body must be at most 262144 bytes long, but is 1000049 bytes long.',
  ],
])('POST refuses %s', async (_, status, body, detail) => {
  const { ask, sfn } = await startFunction();

  expect((await ask('POST', '/reminders', body)).body).toMatchObject({ status, detail });
  expect(sfn.calls()).toEqual([]);
});

test('refuses text that is not UTF-8', async () => {
  const { ask } = await startFunction();
  const body = Buffer.from('{"message":"Gr\xfc\xdfe","seconds":1}', 'latin1').toString('base64');

  expect(await ask('POST', '/reminders', body, { isBase64Encoded: true })).toMatchObject({ status: 400 });
});

test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
  'refuses the content type %s',
  async (type) => {
    const { ask } = await startFunction();

    expect(await ask('POST', '/reminders', REQUEST, { headers: { 'content-type': type } })).toMatchObject({
      status: 415,
    });
  },
);

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
  'accepts the content type %s',
  async (type) => {
    const { ask } = await startFunction();

    expect(await ask('POST', '/reminders', REQUEST, { headers: { 'content-type': type } })).toMatchObject({
      status: 201,
    });
  },
);

/** Loads the function, and adds a reminder. Also returns the reminder's id and the execution's ARN. */
async function withReminder(request: object = REQUEST) {
  const started = await startFunction();
  const { body } = await started.ask('POST', '/reminders', request);
  return { ...started, id: String(body.id), arn: String(body.executionArn) };
}

describe('GET /reminders/{id}', () => {
  test('shows a pending reminder', async () => {
    const { ask, id } = await withReminder();

    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({
      status: 200,
      body: {
        id,
        due: '2027-01-27T09:00:00Z',
        status: 'pending',
        via: 'sns',
        message: 'call mum',
        subject: 'Reminder',
        sent: null,
        error: null,
        cause: null,
      },
    });
  });

  test('says when a reminder was sent, or why it was not sent', async () => {
    const { ask, id, arn, executions } = await withReminder();
    Object.assign(executions[arn] ?? {}, { status: 'SUCCEEDED', output: '{"sentAt":"2027-01-27T09:00:01Z"}' });
    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({ body: { sent: '2027-01-27T09:00:01Z' } });

    Object.assign(executions[arn] ?? {}, { status: 'FAILED', error: 'ReminderUndelivered', cause: 'No topic.' });
    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({
      body: { status: 'failed', sent: null, error: 'ReminderUndelivered', cause: 'No topic.' },
    });
  });

  test('shows a reminder that another program started under a name of its own', async () => {
    const { ask } = await startFunction({
      [executionOf('lambda', 'invoice-42')]: { input: '"no object"', startedAt: NOW, status: 'RUNNING' },
    });

    expect(await ask('GET', '/reminders/invoice-42')).toMatchObject({
      body: { id: 'invoice-42', due: null, message: null, subject: null, via: 'lambda' },
    });
  });

  test('asks which one is meant if both machines have it, and shows the pending one if there is one', async () => {
    const { ask, id, arn, executions } = await withReminder();
    await ask('POST', '/reminders', { ...REQUEST, via: 'lambda' });

    expect((await ask('GET', `/reminders/${id}`)).body).toMatchObject({
      status: 409,
      detail: `Both state machines have the reminder ${id}: add ?via=sns or ?via=lambda to say which one is meant.`,
    });
    expect(await ask('GET', `/reminders/${id}?via=lambda`)).toMatchObject({ status: 200, body: { via: 'lambda' } });
    Object.assign(executions[arn] ?? {}, { status: 'SUCCEEDED' });
    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({ status: 200, body: { via: 'lambda' } });
  });
});

describe.each(['GET', 'PATCH', 'DELETE'])('%s /reminders/{id}', (method) => {
  test.each([
    ['an unknown id', '20270127T090000Z-0123456789abcdef'],
    ['a shortened id', '20270127T0900'],
    ['an ARN', executionOf('sns', '20270127T090000Z-0123456789abcdef')],
    ['an id of another machine', 'arn:aws:states:eu-central-1:111122223333:execution:remindme-stack-creator:create'],
    ['what cannot be an id', 'a%25b c*👋'],
    ['what is too long for an id', 'x'.repeat(81)],
    ['a name of every object', 'constructor'],
  ])('answers 404 for %s, and reads no list', async (_, id) => {
    const { ask, sfn, sdk } = await withReminder();

    const answer = await ask(method, `/reminders/${id}`, method === 'PATCH' ? { seconds: 60 } : undefined);

    expect(answer).toMatchObject({ status: 404, body: { title: 'Not Found' } });
    expect(sfn.commandCalls(sdk.ListExecutionsCommand)).toEqual([]);
  });
});

describe('PATCH /reminders/{id}', () => {
  test.each<[changes: object, expected: object]>([
    [{ timestamp: '2027-01-28T09:00:00Z' }, { due: '2027-01-28T09:00:00Z', message: 'call mum', subject: 'Family' }],
    [{ seconds: 3_600 }, { due: '2027-01-26T10:00:00Z', message: 'call mum' }],
    [{ message: 'call dad' }, { due: '2027-01-27T09:00:00Z', message: 'call dad', subject: 'Family' }],
    [{ subject: 'Mum' }, { message: 'call mum', subject: 'Mum' }],
    [
      { timestamp: '2027-01-28 09:00:00', message: 'a', subject: 'b', own: 'field' },
      { due: '2027-01-28T09:00:00Z', message: 'a', subject: 'b' },
    ],
  ])('replaces the reminder with one that has %j', async (changes, expected) => {
    const { ask, id, sfn, sdk } = await withReminder({ ...REQUEST, subject: 'Family', via: 'lambda' });

    const { status, body } = await ask('PATCH', `/reminders/${id}`, changes);

    expect({ status, body }).toMatchObject({ status: 200, body: { ...expected, status: 'pending', via: 'lambda' } });
    expect(body.id).not.toBe(id);
    expect(await ask('GET', `/reminders/${body.id}`)).toMatchObject({ body: { status: 'pending' } });
    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({ body: { status: 'cancelled' } });
    const order = sfn.calls().map(({ args: [command] }) => command);
    const start = order.findLastIndex((command) => command instanceof sdk.StartExecutionCommand);
    expect(start).toBeLessThan(order.findIndex((command) => command instanceof sdk.StopExecutionCommand));
  });

  test('changes nothing if the reminder already has these values', async () => {
    const { ask, id } = await withReminder();

    expect(await ask('PATCH', `/reminders/${id}`, { message: 'call mum' })).toMatchObject({
      status: 200,
      body: { id },
    });
    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({ body: { status: 'pending' } });
  });

  test.each<[changes: unknown, detail: RegExp]>([
    [{}, /^The input must be a JSON object with at least one of .*, but is an object without them[.]$/],
    [{ via: 'lambda' }, /^The input must be .* at least one of/],
    [[], /but is a list[.]$/],
    ['"text"', /but is "text"[.]$/],
    [{ message: null }, /^message must be .*, but is null[.]$/],
    [{ subject: 'Grüße' }, /^subject must be /],
    [{ timestamp: PAST }, /^timestamp must be at most 60 seconds in the past/],
    [{ timestamp: PAST, seconds: 1 }, /^The input must have exactly one of timestamp and seconds, but has both[.]$/],
    [{ seconds: 1.5 }, /^seconds must be a whole number/],
  ])('refuses %j and leaves the reminder as it is', async (changes, detail) => {
    const { ask, id } = await withReminder();

    expect((await ask('PATCH', `/reminders/${id}`, changes)).body).toMatchObject({
      status: 400,
      detail: expect.stringMatching(detail),
    });
    expect(await ask('GET', `/reminders/${id}`)).toMatchObject({ body: { status: 'pending' } });
  });

  test.each([
    ['SUCCEEDED', 'was sent'],
    ['FAILED', 'has failed'],
    ['ABORTED', 'was cancelled'],
  ])('answers 409 if the execution is %s', async (status, fate) => {
    const { ask, id, arn, executions } = await withReminder();
    Object.assign(executions[arn] ?? {}, { status });

    expect((await ask('PATCH', `/reminders/${id}`, { seconds: 60 })).body).toMatchObject({
      status: 409,
      detail: `The reminder ${id} ${fate}, so it is no longer pending.`,
    });
  });

  test('answers 409 with the new id if the reminder was moved', async () => {
    const { ask, id } = await withReminder();
    const { body } = await ask('PATCH', `/reminders/${id}`, { seconds: 60 });

    expect((await ask('PATCH', `/reminders/${id}`, { seconds: 120 })).body).toMatchObject({
      status: 409,
      detail: `The reminder ${id} was moved to ${body.id}.`,
    });
  });

  test('one of two requests at once gets 409, and the reminders in both answers are pending', async () => {
    const { ask, id } = await withReminder();

    const answers = await Promise.all([60, 120].map((seconds) => ask('PATCH', `/reminders/${id}`, { seconds })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const ids = answers.flatMap(({ body }) => body.id ?? /The reminder (\S+) is pending/.exec(body.detail)?.[1]);
    expect(new Set(ids).size).toBe(2);
    for (const each of ids) {
      expect(await ask('GET', `/reminders/${each}`)).toMatchObject({ body: { status: 'pending' } });
    }
  });

  test('two equal requests at once leave one reminder', async () => {
    const { ask, id, executions } = await withReminder();

    await Promise.all([60, 60].map((seconds) => ask('PATCH', `/reminders/${id}`, { seconds })));

    expect(Object.values(executions).filter(({ status }) => status === 'RUNNING')).toHaveLength(1);
  });
});

describe('DELETE /reminders/{id}', () => {
  test('cancels a reminder, and gives the same answer when the request is repeated', async () => {
    const { ask, id } = await withReminder();

    for (const _ of [1, 2]) {
      expect(await ask('DELETE', `/reminders/${id}`)).toMatchObject({ status: 200, body: { id, status: 'cancelled' } });
    }
  });

  test('cancels both if both machines have it', async () => {
    const { ask, id, executions } = await withReminder();
    await ask('POST', '/reminders', { ...REQUEST, via: 'lambda' });

    expect(await ask('DELETE', `/reminders/${id}`)).toMatchObject({ status: 200 });
    expect(Object.values(executions).map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });

  test.each([
    ['SUCCEEDED', 'was sent'],
    ['FAILED', 'has failed'],
  ])('answers 409 if the execution is %s', async (status, fate) => {
    const { ask, id, arn, executions } = await withReminder();
    Object.assign(executions[arn] ?? {}, { status });

    expect((await ask('DELETE', `/reminders/${id}`)).body).toMatchObject({
      status: 409,
      detail: `The reminder ${id} ${fate}, so it is no longer pending.`,
    });
  });
});

describe('GET /reminders', () => {
  /** Loads the function with the given number of executions for each state machine and status. */
  async function withMany(numbers: Readonly<Record<'sns' | 'lambda', Readonly<Record<string, number>>>>) {
    const executions: Record<string, Execution> = {};
    for (const via of ['sns', 'lambda'] as const) {
      for (const [status, number] of Object.entries(numbers[via])) {
        for (let each = 0; each < number; each += 1) {
          const name = `20270127T090000Z-${String(Object.keys(executions).length).padStart(16, '0')}`;
          executions[executionOf(via, name)] = { input: '{}', startedAt: NOW, status };
        }
      }
    }
    return startFunction(executions);
  }

  test('lists the pending reminders on one page if they fit', async () => {
    const { ask } = await withMany({ sns: { RUNNING: 2, SUCCEEDED: 3 }, lambda: { RUNNING: 1 } });

    const { body } = await ask('GET', '/reminders');

    expect(body).not.toHaveProperty('next');
    expect(body.reminders).toHaveLength(3);
    expect(body.reminders[0]).toEqual({
      id: '20270127T090000Z-0000000000000000',
      due: '2027-01-27T09:00:00Z',
      status: 'pending',
      via: 'sns',
    });
  });

  test('answers an empty page if there are none', async () => {
    const { ask } = await startFunction();

    expect((await ask('GET', '/reminders?status=all')).body).toEqual({ reminders: [] });
  });

  test.each(['pending', 'sent', 'failed', 'cancelled', 'all'] as const)(
    'leads through all %s reminders, each once',
    async (status) => {
      const numbers = { RUNNING: 5, SUCCEEDED: 4, FAILED: 3, TIMED_OUT: 4, ABORTED: 1 };
      const { ask } = await withMany({ sns: numbers, lambda: numbers });
      const ids: string[] = [];
      let next: string | undefined;
      do {
        const page = await ask('GET', `/reminders?status=${status}&limit=2${next ? `&next=${next}` : ''}`);
        expect(page.body.reminders.length).toBeLessThanOrEqual(2);
        ids.push(...page.body.reminders.map(({ id }: { id: string }) => id));
        next = page.body.next;
      } while (next);

      const names = Object.keys(numbers) as (keyof typeof numbers)[];
      const wanted = status === 'all' ? names : names.filter((n) => EXECUTION_STATUSES[status].includes(n as never));
      expect(ids).toHaveLength(2 * wanted.reduce((sum, name) => sum + numbers[name], 0));
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  test('next alone continues with the same status and limit', async () => {
    const { ask } = await withMany({ sns: { SUCCEEDED: 5 }, lambda: {} });
    const { body } = await ask('GET', '/reminders?status=sent&limit=3');

    expect((await ask('GET', `/reminders?next=${body.next}`)).body.reminders).toHaveLength(2);
  });

  test.each([
    ['status=done', 'status must be pending, sent, failed, cancelled or all, but is "done".'],
    ['status=', 'status must be pending, sent, failed, cancelled or all, but is "".'],
    ['limit=0', 'limit must be a whole number from 1 to 1,000, but is "0".'],
    ['limit=1001', 'limit must be a whole number from 1 to 1,000, but is "1001".'],
    ['limit=ten', 'limit must be a whole number from 1 to 1,000, but is "ten".'],
    ['next=x', 'next must be the next of an earlier answer to the same request, but is "x".'],
    ['stauts=all', 'The query has the parameter "stauts"; accepted are: status, limit, next.'],
  ])('refuses ?%s', async (query, detail) => {
    const { ask } = await startFunction();

    expect((await ask('GET', `/reminders?${query}`)).body).toMatchObject({ status: 400, detail });
  });

  test('refuses a value of next that has another status or was changed', async () => {
    const { ask } = await withMany({ sns: { SUCCEEDED: 5 }, lambda: {} });
    const { body } = await ask('GET', '/reminders?status=sent&limit=3');
    const changed = (change: object) =>
      Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(body.next, 'base64url').toString()), ...change }),
      ).toString('base64url');

    for (const query of [
      `status=all&next=${body.next}`,
      `limit=4&next=${body.next}`,
      ...[{ token: 'other' }, { token: 7 }, { list: -1 }, { limit: 5_000 }, { status: 'x' }].map(
        (change) => `next=${changed(change)}`,
      ),
    ]) {
      expect(await ask('GET', `/reminders?${query}`)).toMatchObject({ status: 400 });
    }
  });
});

test.each([
  ['GET', '/', 404, undefined],
  ['GET', '/reminders/', 404, undefined],
  ['GET', `/reminders/${ID}/history`, 404, undefined],
  ['PUT', '/reminders', 405, 'GET, POST'],
  ['DELETE', '/reminders', 405, 'GET, POST'],
  ['toString', '/reminders', 405, 'GET, POST'],
  ['POST', `/reminders/${ID}`, 405, 'GET, PATCH, DELETE'],
])('%s %s is answered with %d', async (method, path, status, allow) => {
  const { ask } = await startFunction();

  const answer = await ask(method, path);

  expect(answer).toMatchObject({ status, body: { status } });
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.headers['allow']).toBe(allow);
});

describe('if AWS fails', () => {
  test.each([
    ['ThrottlingException', 400, 429, '1'],
    ['ServiceUnavailable', 503, 503, '5'],
    ['InternalServerError', 500, 503, '5'],
    ['TimeoutError', 0, 503, '5'],
    ['AccessDeniedException', 400, 502, undefined],
    ['StateMachineDoesNotExist', 400, 502, undefined],
    ['ExpiredTokenException', 400, 502, undefined],
  ])('%s with status %d is answered with %d', async (name, http, status, retryAfter) => {
    const { ask, sfn, sdk } = await startFunction();
    sfn.on(sdk.StartExecutionCommand).rejects(awsError(name, http));

    const answer = await ask('POST', '/reminders', REQUEST);

    expect(answer).toMatchObject({ status });
    expect(answer.headers['retry-after']).toBe(retryAfter);
  });

  test('the log has the error and no text', async () => {
    const { ask, sfn, sdk } = await startFunction();
    sfn.on(sdk.StartExecutionCommand).rejects(awsError('AccessDeniedException', 400));

    await ask('POST', '/reminders', { ...REQUEST, message: 'a secret' });

    expect(console.error).toHaveBeenCalledWith(
      expect.objectContaining({ event: 'request failed', kind: 'not-allowed', error: 'AccessDeniedException' }),
    );
    expect(JSON.stringify((console.error as jest.Mock).mock.calls)).not.toContain('secret');
  });

  test('a bug is answered with 500 in problem details, without its message', async () => {
    const { ask, sfn, sdk } = await startFunction();
    sfn.on(sdk.ListExecutionsCommand).rejects(new TypeError('a secret'));

    const { statusCode, headers, body } = await import('../../lambda/http-api/handler.ts').then(({ handler }) =>
      handler({ rawPath: '/reminders', requestContext: { http: { method: 'GET' } } }),
    );

    expect(ask).toBeDefined();
    expect(statusCode).toBe(500);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).not.toContain('secret');
  });

  test('a machine that refuses a request by its own clock is answered with its sentence', async () => {
    const { ask, sfn, sdk } = await startFunction();
    const startDate = new Date('2027-01-27T10:00:00Z');
    sfn.on(sdk.StartExecutionCommand).resolves({ executionArn: executionOf('sns', ID), startDate });

    expect((await ask('POST', '/reminders', REQUEST)).body).toMatchObject({
      status: 400,
      detail:
        'timestamp must be at most 60 seconds in the past, but is "2027-01-27T09:00:00Z" (it is 2027-01-27T10:00:00Z).',
    });
  });

  test('if AWS never answers, the function answers before API Gateway stops waiting', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    const { ask, sfn, sdk } = await startFunction();
    sfn.on(sdk.StartExecutionCommand).callsFake(() => new Promise(() => {}));

    const answer = ask('POST', '/reminders', REQUEST);
    await jest.advanceTimersByTimeAsync(25_000);
    jest.useRealTimers();

    expect(await answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });
});

describe('a reminder that is due in years', () => {
  const request = { message: 'renew the passport', timestamp: IN_YEARS };

  test('is pending as soon as its schedule exists, and is added only once', async () => {
    const { ask, schedules } = await startFunction();

    const { status, body } = await ask('POST', '/reminders', request);
    now += 1_000;
    const again = await ask('POST', '/reminders', request);

    expect({ status, body }).toMatchObject({ status: 201, body: { due: IN_YEARS, status: 'pending' } });
    expect(again).toMatchObject({ status: 200, body: { id: body.id, status: 'pending' } });
    expect([...schedules.keys()]).toEqual([body.id]);
    expect((await ask('GET', `/reminders/${body.id}`)).body).toMatchObject({
      status: 'pending',
      due: IN_YEARS,
      message: 'renew the passport',
      sent: null,
    });
  });

  test('is found even if Step Functions has deleted the execution that handed it over', async () => {
    const { ask, executions } = await startFunction();
    const { body } = await ask('POST', '/reminders', { ...request, via: 'lambda' });
    delete executions[executionOf('lambda', body.id)];

    const found = await ask('GET', `/reminders/${body.id}`);

    expect(found).toMatchObject({ status: 200, body: { status: 'pending', via: 'lambda', due: IN_YEARS } });
  });

  test('is on the last page of the pending reminders', async () => {
    const { ask } = await startFunction();
    await ask('POST', '/reminders', REQUEST);
    for (const message of ['a', 'b', 'c']) {
      await ask('POST', '/reminders', { ...request, message });
    }
    const ids: string[] = [];
    const dues: (string | null)[] = [];
    let next: string | undefined;
    do {
      const page = await ask('GET', `/reminders?limit=2${next ? `&next=${next}` : ''}`);
      expect(page.body.reminders.length).toBeLessThanOrEqual(2);
      ids.push(...page.body.reminders.map(({ id }: { id: string }) => id));
      dues.push(...page.body.reminders.map(({ due }: { due: string }) => due));
      next = page.body.next;
    } while (next);

    expect(new Set(ids).size).toBe(4);
    expect(dues).toEqual([REQUEST.timestamp, IN_YEARS, IN_YEARS, IN_YEARS]);
    expect((await ask('GET', '/reminders?status=sent')).body).toEqual({ reminders: [] });
  });

  test('is cancelled by deleting its schedule', async () => {
    const { ask, schedules } = await startFunction();
    const { body } = await ask('POST', '/reminders', request);

    expect((await ask('DELETE', `/reminders/${body.id}`)).body).toEqual({ id: body.id, status: 'cancelled' });

    expect(schedules.size).toBe(0);
    expect((await ask('GET', `/reminders/${body.id}`)).body).toMatchObject({ status: 'cancelled' });
    expect((await ask('DELETE', `/reminders/${body.id}`)).status).toBe(200);
  });

  test('is moved to an earlier time: the execution starts before the schedule is deleted', async () => {
    const { ask, schedules, executions } = await startFunction();
    const { body } = await ask('POST', '/reminders', request);

    const moved = await ask('PATCH', `/reminders/${body.id}`, { timestamp: REQUEST.timestamp });

    expect(moved).toMatchObject({ status: 200, body: { due: REQUEST.timestamp, status: 'pending' } });
    expect(schedules.size).toBe(0);
    const execution = executions[executionOf('sns', moved.body.id)];
    expect(execution).toMatchObject({ status: 'RUNNING' });
    expect(JSON.parse(execution?.input ?? '')).not.toHaveProperty('schedule');
  });

  test("is refused with the state machine's reason if Scheduler does not accept its date", async () => {
    const { ask, sfn, sdk } = await startFunction();
    const cause = 'EventBridge Scheduler does not accept a reminder due at 2040-01-27T09:00:00Z. No.';
    sfn.on(sdk.DescribeExecutionCommand).resolves({ status: 'FAILED', error: 'ReminderNotScheduled', cause });

    expect(await ask('POST', '/reminders', request)).toMatchObject({ status: 400, body: { detail: cause } });
  });
});

describe('a repeated reminder', () => {
  const REPEAT = { every: '2 weeks on friday at 17:00', zone: 'Europe/London', skip: ['2027-02-12'] };
  const REPEATED = { message: 'retrospective', subject: 'Team', repeat: REPEAT };
  const EXPECTED = {
    due: '2027-01-29T17:00:00Z',
    status: 'pending',
    via: 'sns',
    message: 'retrospective',
    subject: 'Team',
    sent: null,
    error: null,
    cause: null,
    every: 'every 2 weeks on Friday at 17:00, Europe/London',
    repeat: {
      rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
      zone: 'Europe/London',
      until: null,
      skip: [{ from: '2027-02-12T00:00:00Z', to: '2027-02-13T00:00:00Z' }],
    },
  };

  test('is created once, as a schedule with the role and the queue of the deployment', async () => {
    const { ask, sfn, schedules } = await startFunction();
    const first = await ask('POST', '/reminders', REPEATED);
    now += 60_000;
    const again = await ask('POST', '/reminders', REPEATED);

    expect(first).toMatchObject({ status: 201, headers: { location: `./reminders/${first.body.id}` } });
    expect(first.body).toEqual({ id: expect.stringMatching(/^20270129T170000Z-[0-9a-f]{16}$/), ...EXPECTED });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(schedules.get(first.body.id)?.recurrence?.fields.Target).toMatchObject({
      Arn: ARNS.sns,
      RoleArn: 'a role',
      DeadLetterConfig: { Arn: 'a queue' },
    });
    expect(sfn.commandCalls((await import('@aws-sdk/client-sfn')).StartExecutionCommand)).toEqual([]);
  });

  test('is shown and listed with its next occurrence, and cancelled', async () => {
    const { ask, schedules } = await startFunction();
    const rrule = 'FREQ=DAILY;BYHOUR=9;BYMINUTE=0';
    const { body } = await ask('POST', '/reminders', {
      message: 'stretch',
      via: 'lambda',
      repeat: { rrule, zone: 'UTC', count: 3 },
    });
    now += 30 * 3_600_000;

    const expected = { id: body.id, due: '2027-01-28T09:00:00Z', status: 'pending', via: 'lambda', every: body.every };
    expect(await ask('GET', `/reminders/${body.id}`)).toMatchObject({ body: { ...expected, message: 'stretch' } });
    expect((await ask('GET', '/reminders')).body.reminders).toEqual([{ ...expected, repeat: body.repeat }]);
    expect(await ask('DELETE', `/reminders/${body.id}`)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(schedules.size).toBe(0);
    expect(await ask('GET', `/reminders/${body.id}`)).toMatchObject({ status: 404 });
  });

  test('keeps its id if its text or its rule changes', async () => {
    const { ask } = await startFunction();
    const { body } = await ask('POST', '/reminders', REPEATED);
    const path = `/reminders/${body.id}`;

    expect((await ask('PATCH', path, { message: 'look back' })).body).toEqual({ ...body, message: 'look back' });
    const repeat = { every: 'friday at 17:00', zone: 'Europe/London' };
    expect(await ask('PATCH', path, { repeat })).toMatchObject({
      status: 200,
      body: { id: body.id, message: 'look back', every: 'every Friday at 17:00, Europe/London', repeat: { skip: [] } },
    });
    expect(await ask('PATCH', path, { message: '' })).toMatchObject({ status: 400 });
    expect(await ask('PATCH', path, { seconds: 5 })).toMatchObject({
      status: 409,
      body: { detail: 'The reminder is repeated: send repeat, not seconds.' },
    });
  });

  test('shows why an occurrence was skipped', async () => {
    const input = JSON.stringify({ message: 'a', seconds: 0, repeat: { name: 'a', at: '2027-01-26T08:00:00Z' } });
    const skipped = 'Nothing is due at 2027-01-26T08:00:00Z, because the reminder skips this time.';
    const execution = { input, startedAt: NOW, status: 'SUCCEEDED', output: JSON.stringify({ skipped }) };
    const { ask } = await startFunction({ [executionOf('sns', 'f81d4fae')]: execution });

    expect(await ask('GET', '/reminders/f81d4fae')).toMatchObject({
      body: { status: 'cancelled', due: '2027-01-26T08:00:00Z', sent: null, cause: skipped },
    });
  });

  test('a list of sent reminders has the occurrences that were sent, and none that was skipped', async () => {
    const at = '2027-01-26T08:00:00Z';
    const input = JSON.stringify({ message: 'a', seconds: 0, repeat: { name: 'a', at } });
    const ended = { input, startedAt: NOW, status: 'SUCCEEDED', stopDate: new Date(NOW) };
    const { ask } = await startFunction({
      [executionOf('sns', 'f81d4fae')]: { ...ended, output: '{"skipped":"Nothing is due."}' },
      [executionOf('sns', '7dec11d0')]: { ...ended, output: JSON.stringify({ messageId: 'an id', sentAt: at }) },
    });

    expect((await ask('GET', '/reminders?status=sent')).body).toEqual({
      reminders: [{ id: '7dec11d0', due: at, status: 'sent', via: 'sns' }],
    });
  });

  test('cannot be made from a reminder that is due once', async () => {
    const { ask, id } = await withReminder();
    expect(await ask('PATCH', `/reminders/${id}`, { repeat: REPEAT })).toMatchObject({ status: 409 });
  });

  test.each([
    [null, 'repeat must be an object with every or rrule, zone, and perhaps until, count or skip, but is null.'],
    [{ zone: 'UTC' }, 'repeat must have exactly one of every and rrule, but has neither.'],
    [
      { every: 'day at 9', rrule: 'FREQ=DAILY', zone: 'UTC' },
      'repeat must have exactly one of every and rrule, but has both.',
    ],
    [{ every: 7, zone: 'UTC' }, 'repeat.every must be a string such as weekday at 9am, but is 7.'],
    [{ every: 'day at 9am' }, 'repeat.zone must be an IANA zone such as Europe/London, but is missing.'],
    [
      { every: 'day at 9am', zone: 'Mars/X' },
      'repeat.zone must be an IANA zone such as Europe/London, but is "Mars/X".',
    ],
    [
      { every: 'day at 9am', zone: 'UTC', skip: '2027' },
      'repeat.skip must be a list of strings such as 2027-12-25, but is "2027".',
    ],
    [{ every: 'day at 9am', zone: 'UTC', count: '3' }, 'repeat.count must be a number, but is "3".'],
    [
      { every: 'day at 9am', zone: 'UTC', count: 0 },
      'The number of reminders must be a whole number from 1 to 99,999, but is 0.',
    ],
    [
      { name: 'a', at: PAST, zone: 'UTC' },
      'repeat has the field "name"; accepted are: every, rrule, zone, until, count, skip.',
    ],
  ])('%j is refused', async (repeat, detail) => {
    const { ask, schedules } = await startFunction();
    expect(await ask('POST', '/reminders', { message: 'a', repeat })).toMatchObject({ status: 400, body: { detail } });
    expect(schedules.size).toBe(0);
  });

  test.each([
    [
      { repeat: REPEAT, timestamp: '2027-01-27T09:00:00Z' },
      'The input must have either repeat or timestamp, but has both.',
    ],
    [
      { repeat: REPEAT, message: ' ' },
      'message must be a string of 1 to 8,192 characters that is not blank, but is blank: " ".',
    ],
    [{ repeat: REPEAT, via: 'fax' }, 'via must be sns or lambda, but is "fax".'],
  ])('a request with %j is refused', async (fields, detail) => {
    const { ask } = await startFunction();
    expect(await ask('POST', '/reminders', { message: 'a', ...fields })).toMatchObject({
      status: 400,
      body: { detail },
    });
  });
});
