import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { keepCompiledCode, warmCache } from '../support/compiled-code.ts';

const MACHINES = ['sns', 'lambda', 'stack-creator'] as const;
type Machine = (typeof MACHINES)[number];

/** An execution in the fake AWS. */
export interface FakeExecution {
  readonly machine: Machine;
  readonly name: string;
  status: string;
  input: string;
  startDate: number;
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
  /** By default, an execution that failed, timed out or was aborted can be redriven, no matter when it ended. */
  redriveStatus?: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  /** The history, as GetExecutionHistory returns it. By default, it is empty. */
  events?: readonly object[];
}

/** A schedule in the fake AWS. */
interface FakeSchedule {
  /** All fields, as GetSchedule returns them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The `ClientToken` of the last call that created or updated the schedule. */
  readonly token?: unknown;
}

/** A message in the queue of undelivered reminders, or in the queue of unhandled events. */
interface FakeMessage {
  readonly id: string;
  readonly body: string;
  /** The ARN of the target that did not receive the event. */
  readonly target?: string | undefined;
  /** The time at which the message becomes visible again, in milliseconds since the epoch. */
  visibleAt: number;
}

/** A call that the command made. */
export interface Call {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/**
 * A behaviour that replaces or delays the usual response. The fake responds with an error or with another HTTP response, or its
 * response is lost. With `until`, the fake first waits for the promise.
 */
export interface Behaviour {
  readonly error?: string;
  readonly message?: string;
  /**
   * A response that {@link FakeAws} does not produce by itself. If `isCut` is true, the connection ends before the end of the
   * body.
   */
  readonly other?: { readonly status: number; readonly type: string; readonly body: string; readonly isCut?: boolean };
  readonly until?: Promise<unknown>;
  /** True if the call is carried out but its response is lost. */
  readonly isLost?: boolean;
}

/** Parses a call to a service with a REST protocol. Returns `undefined` for calls with other protocols. */
function restCallOf({ method, url = '', headers }: IncomingMessage, payload: string): Call | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, schedules, schedule] = /^[/]schedule(s|-groups)(?:[/](.+))?$/.exec(pathname) ?? [];
  if (schedules === '-groups') {
    return { operation: 'GetScheduleGroup', input: { name: schedule } };
  }
  if (schedules) {
    const operations: Record<string, string> = { POST: 'Create', PUT: 'Update', DELETE: 'Delete' };
    const operation = schedule === undefined ? 'ListSchedules' : `${operations[method ?? ''] ?? 'Get'}Schedule`;
    const fields = payload === '' ? {} : (JSON.parse(payload) as object);
    return { operation, input: { name: schedule, ...Object.fromEntries(searchParams), ...fields } };
  }
  const [, functionName] = /[/]functions[/](.+)[/]invocations[?]Qualifier=live$/.exec(url) ?? [];
  if (functionName) {
    return { operation: 'Invoke', input: { functionName, type: headers['x-amz-invocation-type'], payload } };
  }
  const [, pipe] = /^[/]v1[/]pipes[/](.+)$/.exec(url) ?? [];
  if (pipe) {
    return { operation: 'DescribePipe', input: { pipe } };
  }
  return url.endsWith('/account-settings') ? { operation: 'GetAccountSettings', input: {} } : undefined;
}

const ACCOUNT = 'arn:aws:states:eu-west-1:111122223333';

/**
 * A fake of the AWS services that the command calls, according to AWS's documentation. It imitates behaviour of AWS that the
 * local AWS does not have: a repeated start returns the running execution, executions can be redriven, calls can be throttled
 * or denied, and responses can be late. All other behaviour is tested on the local AWS.
 */
export class FakeAws {
  readonly calls: Call[] = [];
  readonly executions = new Map<string, FakeExecution>();
  /** The definition that every state machine has. */
  definition = '{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":1,"End":true}}}';
  /** The schedules of reminders, keyed by name. */
  readonly schedules = new Map<string, FakeSchedule>();
  /** The messages in the queue of undelivered reminders, keyed by id. */
  readonly undelivered = new Map<string, FakeMessage>();
  /** The setting `holdDays` of the deployment. */
  holdDays = 365;
  /** The messages in the queue of unhandled events, keyed by id. */
  readonly unhandled = new Map<string, FakeMessage>();
  readonly parameters: Record<string, string> = {
    '/remindme/notifyme': 'arn:aws:sns:eu-west-1:111122223333:topic',
    '/remindme/email-topic': 'arn:aws:sns:eu-west-1:111122223333:emails',
    '/remindme/state-machines/sns': `${ACCOUNT}:stateMachine:remindme-sns`,
    '/remindme/state-machines/lambda': `${ACCOUNT}:stateMachine:remindme-lambda`,
    '/remindme/undelivered-queue': 'https://sqs.eu-west-1.amazonaws.com/111122223333/queue',
    '/remindme/unhandled-queue': 'https://sqs.eu-west-1.amazonaws.com/111122223333/unhandled',
    '/remindme/operations-topic': 'arn:aws:sns:eu-west-1:111122223333:operations',
    '/remindme/schedule-role': 'arn:aws:iam::111122223333:role/schedules',
    '/remindme/schedule-queue': 'arn:aws:sqs:eu-west-1:111122223333:unhandled',
  };
  /**
   * Returns the unusual behaviour for a call, if any. `times` is the number of calls of the operation so far, including this
   * call.
   */
  behave: (call: Call, times: number) => Behaviour | undefined = () => undefined;

  /** Responds to an HTTP request. Other servers can use this listener too. */
  readonly listener = (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    this.answer(request, response);
  private readonly server = createServer(this.listener);
  private readonly cache = warmCache();

  /** The environment variables that make the command call this fake. */
  get env(): Record<string, string | undefined> {
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_PROFILE: undefined,
      AWS_MAX_ATTEMPTS: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      NO_COLOR: undefined,
      TZ: 'Europe/London',
      XDG_CACHE_HOME: this.cache,
    };
  }

  /** Listens on a free port. */
  async open(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return this;
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    keepCompiledCode(this.cache);
  }

  /** Waits until all callers have closed their connections. The fake has then carried out every call that they sent. */
  async untilUnused(): Promise<void> {
    const countConnections = promisify(this.server.getConnections.bind(this.server));
    while ((await countConnections()) > 0) {
      await delay(10);
    }
  }

  /** Makes the fake never respond to the given operation. The returned promise resolves when the operation is called. */
  neverAnswer(operation: string): Promise<void> {
    return new Promise((resolve) => {
      this.behave = (call) => {
        if (call.operation !== operation) {
          return undefined;
        }
        resolve();
        return { until: new Promise(() => {}) };
      };
    });
  }

  /** Adds an execution, which by default is running. */
  add(execution: Partial<FakeExecution> & Pick<FakeExecution, 'name'>): FakeExecution {
    const whole: FakeExecution = {
      machine: 'sns',
      status: 'RUNNING',
      input: JSON.stringify({ message: 'call mum', timestamp: '2027-01-27T09:00:00Z', subject: 'Reminder' }),
      startDate: Date.now() - 3_600_000,
      ...execution,
    };
    this.executions.set(this.arn(whole), whole);
    return whole;
  }

  /**
   * Starts an execution. If its reminder is due in more than `holdDays`, the execution moves the reminder to a schedule at
   * once, as the state machine does.
   */
  private start(execution: Pick<FakeExecution, 'machine' | 'name' | 'input' | 'startDate'>): FakeExecution {
    const { timestamp } = JSON.parse(execution.input) as { timestamp?: string };
    if (timestamp === undefined || Date.parse(timestamp) - execution.startDate <= this.holdDays * 86_400_000) {
      return this.add(execution);
    }
    return this.handOver(execution);
  }

  /** Adds an execution that has moved its reminder to a schedule, and adds the schedule. */
  handOver(execution: Pick<FakeExecution, 'machine' | 'name' | 'input' | 'startDate'>): FakeExecution {
    const { machine, name, input } = execution;
    const { timestamp = '' } = JSON.parse(input) as { timestamp?: string };
    const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
    const schedule = /^[0-9A-Za-z_.-]{1,64}$/.test(name) ? name : `${timestamp.replace(/[-:]/g, '')}-${digest}`;
    this.addScheduled(schedule, machine, JSON.stringify({ ...JSON.parse(input), schedule }));
    const output = JSON.stringify({ schedule, dueAt: timestamp });
    return this.add({ ...execution, status: 'SUCCEEDED', stopDate: execution.startDate, output });
  }

  /** Adds a schedule that starts one execution. */
  addScheduled(name: string, machine: Machine, Input: string): void {
    const StateMachineArn = this.parameters[`/remindme/state-machines/${machine}`];
    const Name = `${name}${this.holdDays < 92 ? '-from-scheduler' : ''}`;
    const Target = {
      Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution',
      Input: JSON.stringify({ StateMachineArn, Name, Input }),
    };
    const CreationDate = Date.now() / 1_000;
    const ScheduleExpression = 'at(2099-01-26T09:00:00)';
    this.schedules.set(name, {
      fields: { ScheduleExpression, State: 'ENABLED', CreationDate, LastModificationDate: CreationDate, Target },
    });
  }

  /** Starts the execution of the given schedule, and deletes the schedule. */
  fire(name: string): FakeExecution {
    const { fields } = this.schedule(name);
    const { StateMachineArn, Name, Input } = JSON.parse((fields['Target'] as { readonly Input: string }).Input);
    this.schedules.delete(name);
    return this.add({ machine: this.machineOf(StateMachineArn), name: Name, input: Input, startDate: Date.now() });
  }

  /** Creates or replaces a schedule. Refuses the same dates as EventBridge Scheduler. */
  private writeSchedule({ name, GroupName, ClientToken: token, ...given }: Record<string, unknown>): void {
    const now = Date.now() / 1_000;
    const { StartDate = now, EndDate = now + 1 } = given as { StartDate?: number; EndDate?: number };
    if (StartDate < now - 300) {
      this.fail('ValidationException', 'The StartDate you specify cannot be earlier than 5 minutes ago.');
    }
    if (EndDate <= now) {
      this.fail('ValidationException', 'The EndDate you specify cannot be in the past.');
    }
    const { CreationDate = now } = this.schedules.get(String(name))?.fields ?? {};
    this.schedules.set(String(name), {
      fields: { Name: name, GroupName, State: 'ENABLED', ...given, CreationDate, LastModificationDate: now },
      token,
    });
  }

  /** Makes DescribeExecution eventually consistent: the next `times` calls return the execution as it is now. */
  tellLate(execution: FakeExecution, times: number): void {
    const executionArn = this.arn(execution);
    const body = JSON.stringify(this.describe(execution));
    let shown = 0;
    const { behave } = this;
    this.behave = (call, all) => {
      if (call.operation !== 'DescribeExecution' || call.input['executionArn'] !== executionArn || shown === times) {
        return behave(call, all);
      }
      shown += 1;
      return { other: { status: 200, type: 'application/x-amz-json-1.0', body } };
    };
  }

  /** Puts a reminder into the queue of undelivered reminders, as its state machine does. */
  keep(name: string, message = 'call mum'): FakeMessage {
    const kept = {
      request: { message, timestamp: '2026-01-27T09:00:00Z' },
      dueAt: '2026-01-27T09:00:00Z',
      execution: this.arn({ machine: 'sns', name }),
      stateMachine: this.parameters['/remindme/state-machines/sns'],
      problem: 'SNS.NotFoundException: Topic does not exist',
    };
    const whole = { id: `message-${this.undelivered.size}`, body: JSON.stringify(kept), visibleAt: 0 };
    this.undelivered.set(whole.id, whole);
    return whole;
  }

  /** Puts an event into the queue of unhandled events. */
  keepEvent(body: unknown, target?: string): FakeMessage {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const whole = { id: `event-${this.unhandled.size}`, body: text, target, visibleAt: 0 };
    this.unhandled.set(whole.id, whole);
    return whole;
  }

  private queueOf(input: Record<string, unknown>): Map<string, FakeMessage> {
    return input['QueueUrl'] === this.parameters['/remindme/unhandled-queue'] ? this.unhandled : this.undelivered;
  }

  /** Returns an execution's ARN. */
  arn({ machine, name }: Pick<FakeExecution, 'machine' | 'name'>): string {
    return `${ACCOUNT}:execution:remindme-${machine}:${name}`;
  }

  /** The names of the operations that were called, in order. */
  get operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const target = request.headers['x-amz-target']?.toString().split('.').at(-1);
    const call = restCallOf(request, body) ?? {
      // SNS and STS use the query protocol
      operation: target ?? /\bAction=(\w+)/.exec(body)?.[1] ?? '',
      input: target ? JSON.parse(body || '{}') : Object.fromEntries(new URLSearchParams(body)),
    };
    const { operation } = call;
    this.calls.push(call);
    const times = this.calls.filter((each) => each.operation === operation).length;
    const behaviour = this.behave(call, times);
    await behaviour?.until;
    if (behaviour?.other) {
      const { status, type, body, isCut } = behaviour.other;
      if (isCut) {
        response.writeHead(status, { 'content-type': type, 'content-length': body.length + 1 });
        response.write(body, () => response.destroy());
        return;
      }
      response.writeHead(status, { 'content-type': type }).end(body);
      return;
    }
    try {
      if (behaviour?.error) {
        throw Object.assign(new Error(behaviour.message ?? 'as the test wants it'), { name: behaviour.error });
      }
      const answer = operation === 'Invoke' ? '' : JSON.stringify(this.operate(operation, call.input));
      if (behaviour?.isLost) {
        response.destroy();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(answer);
    } catch (error) {
      const { name, message } = error as Error;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: name, message }));
    }
  }

  private fail(name: string, message: string): never {
    throw Object.assign(new Error(message), { name });
  }

  private machineOf(arn: unknown): Machine {
    return (
      MACHINES.find((machine) => this.parameters[`/remindme/state-machines/${machine}`] === arn) ??
      this.fail('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
    );
  }

  private find(arn: unknown): FakeExecution {
    return this.executions.get(String(arn)) ?? this.fail('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  private schedule(name: unknown): FakeSchedule {
    return (
      this.schedules.get(String(name)) ?? this.fail('ResourceNotFoundException', `Schedule ${name} does not exist.`)
    );
  }

  private describe(execution: FakeExecution): object {
    const { name, status, input, output, error, cause, startDate, stopDate } = execution;
    const isAlive = status === 'RUNNING' || status === 'SUCCEEDED';
    const { redriveStatus = isAlive ? 'NOT_REDRIVABLE' : 'REDRIVABLE' } = execution;
    const executionArn = this.arn(execution);
    const dates = { startDate: startDate / 1_000, ...(stopDate ? { stopDate: stopDate / 1_000 } : {}) };
    return { executionArn, name, status, input, output, error, cause, redriveStatus, ...dates };
  }

  private operate(operation: string, input: Record<string, unknown>): object {
    switch (operation) {
      case 'GetParameters': {
        const names = input['Names'] as string[];
        const Parameters = names
          .filter((name) => this.parameters[name])
          .map((Name) => ({ Name, Value: this.parameters[Name], Type: 'String' }));
        return { Parameters, InvalidParameters: names.filter((name) => !this.parameters[name]) };
      }
      case 'StartExecution': {
        const machine = this.machineOf(input['stateMachineArn']);
        const arn = this.arn({ machine, name: String(input['name']) });
        const existing = this.executions.get(arn);
        if (existing && (existing.status !== 'RUNNING' || existing.input !== input['input'])) {
          this.fail('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
        }
        const { startDate } =
          existing ??
          this.start({ machine, name: String(input['name']), input: String(input['input']), startDate: Date.now() });
        return { executionArn: arn, startDate: startDate / 1_000 };
      }
      case 'DescribeExecution':
        return this.describe(this.find(input['executionArn']));
      case 'ListExecutions': {
        const machine = this.machineOf(input['stateMachineArn']);
        const all = [...this.executions.values()].filter(
          (each) => each.machine === machine && (!input['statusFilter'] || each.status === input['statusFilter']),
        );
        const start = Number(input['nextToken'] ?? 0);
        const size = Number(input['maxResults'] ?? 100);
        return {
          executions: all.slice(start, start + size).map((each) => this.describe(each)),
          ...(start + size < all.length ? { nextToken: String(start + size) } : {}),
        };
      }
      case 'StopExecution': {
        const execution = this.find(input['executionArn']);
        if (execution.status === 'RUNNING') {
          const { error, cause } = input as { error: string; cause: string };
          Object.assign(execution, { status: 'ABORTED', stopDate: Date.now(), error, cause });
        }
        return { stopDate: (execution.stopDate ?? 0) / 1_000 };
      }
      case 'RedriveExecution': {
        const execution = this.find(input['executionArn']);
        if (['RUNNING', 'SUCCEEDED'].includes(execution.status) || execution.redriveStatus === 'NOT_REDRIVABLE') {
          this.fail('ExecutionNotRedrivable', `Execution is not redrivable: '${input['executionArn']}'`);
        }
        execution.status = 'RUNNING';
        return { redriveDate: Date.now() / 1_000 };
      }
      case 'ReceiveMessage': {
        const all = [...this.queueOf(input).values()];
        // SQS stores messages on several servers; a call without long polling asks only some of them
        const asked = Number(input['WaitTimeSeconds']) > 0 ? all : all.filter((_, index) => index % 2 === 0);
        const inSight = asked.filter(({ visibleAt }) => visibleAt <= Date.now());
        const received = inSight.slice(0, Number(input['MaxNumberOfMessages']));
        for (const message of received) {
          message.visibleAt = Date.now() + Number(input['VisibilityTimeout']) * 1_000;
        }
        return {
          Messages: received.map(({ id, body, target }) => ({
            ...(target !== undefined &&
              (input['MessageAttributeNames'] as string[])?.includes('TARGET_ARN') && {
                MessageAttributes: { TARGET_ARN: { DataType: 'String', StringValue: target } },
              }),
            MessageId: id,
            ReceiptHandle: id,
            Body: body,
            MD5OfBody: createHash('md5').update(body).digest('hex'),
          })),
        };
      }
      case 'ChangeMessageVisibilityBatch': {
        const entries = input['Entries'] as { Id: string; ReceiptHandle: string }[];
        for (const { ReceiptHandle } of entries) {
          Object.assign(this.queueOf(input).get(ReceiptHandle) ?? {}, { visibleAt: 0 });
        }
        return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
      }
      case 'DeleteMessage':
        this.queueOf(input).delete(String(input['ReceiptHandle']));
        return {};
      case 'GetQueueAttributes': {
        const all = [...this.queueOf(input).values()];
        const inSight = all.filter(({ visibleAt }) => visibleAt <= Date.now()).length;
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(inSight),
            ApproximateNumberOfMessagesNotVisible: String(all.length - inSight),
          },
        };
      }
      case 'GetScheduleGroup':
        return { Name: input['name'], State: 'ACTIVE' };
      case 'ListSchedules': {
        const all = [...this.schedules];
        const start = Number(input['NextToken'] ?? 0);
        const end = start + Number(input['MaxResults']);
        const rest = end < all.length ? { NextToken: String(end) } : {};
        const Schedules = all.slice(start, end).map(([Name, { fields }]) => {
          const { State, CreationDate, LastModificationDate, Target } = fields;
          return { Name, State, CreationDate, LastModificationDate, Target: { Arn: (Target as { Arn: string }).Arn } };
        });
        return { Schedules, ...rest };
      }
      case 'GetSchedule':
        return this.schedule(input['name']).fields;
      case 'CreateSchedule': {
        const existing = this.schedules.get(String(input['name']));
        if (existing && existing.token !== input['ClientToken']) {
          this.fail('ConflictException', `Schedule ${input['name']} already exists.`);
        }
        this.writeSchedule(input);
        return { ScheduleArn: `arn of ${input['name']}` };
      }
      case 'UpdateSchedule':
        this.schedule(input['name']);
        this.writeSchedule(input);
        return { ScheduleArn: `arn of ${input['name']}` };
      case 'DeleteSchedule':
        this.schedule(input['name']);
        this.schedules.delete(String(input['name']));
        return {};
      case 'GetExecutionHistory': {
        const { events = [] } = this.find(input['executionArn']);
        return { events: input['reverseOrder'] ? events.toReversed() : events };
      }
      case 'DescribeStateMachine':
      case 'DescribeStateMachineForExecution':
        return { status: 'ACTIVE', definition: this.definition };
      default:
        return this.fail('UnknownOperationException', `Unknown operation ${operation}`);
    }
  }
}
