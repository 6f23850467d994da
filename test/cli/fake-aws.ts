import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyCache } from '../support/run-remindme.ts';

/** An execution that the fake knows of. */
export interface FakeExecution {
  readonly machine: 'sns' | 'lambda';
  readonly name: string;
  status: string;
  input: string;
  startDate: number;
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
  /** By default that of AWS: what has failed or was stopped in the last 14 days can be redriven. */
  redriveStatus?: 'REDRIVABLE' | 'NOT_REDRIVABLE';
}

/** A message of the queue of undelivered reminders. */
interface FakeMessage {
  readonly id: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  visibleAt: number;
}

/** A call that the command has made. */
export interface Call {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/**
 * An answer in place of the usual one: the name and message of an error, an answer from something other than AWS, or a promise
 * to wait for first.
 */
export interface Behaviour {
  readonly error?: string;
  readonly message?: string;
  /** An answer from something other than AWS. */
  readonly other?: { readonly status: number; readonly type: string; readonly body: string };
  readonly until?: Promise<unknown>;
  /** The call is done, and its answer gets lost. */
  readonly isLost?: boolean;
}

/** A call of a service with a REST protocol. */
function restCallOf({ url = '', headers }: IncomingMessage, payload: string): Call | undefined {
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
 * Step Functions, Parameter Store and a queue as AWS documents them, for what the local AWS does differently: a repeated start answers the running
 * execution, executions can be redriven, calls are throttled, denied or late. All other tests use the local AWS.
 */
export class FakeAws {
  readonly calls: Call[] = [];
  readonly executions = new Map<string, FakeExecution>();
  /** What is in the queue of undelivered reminders, by its id. */
  readonly undelivered = new Map<string, FakeMessage>();
  /** What is in the queue of unhandled events. */
  readonly unhandled = new Map<string, FakeMessage>();
  readonly parameters: Record<string, string> = {
    '/remindme/notifyme': 'arn:aws:sns:eu-west-1:111122223333:topic',
    '/remindme/email-topic': 'arn:aws:sns:eu-west-1:111122223333:emails',
    '/remindme/state-machines/sns': `${ACCOUNT}:stateMachine:remindme-sns`,
    '/remindme/state-machines/lambda': `${ACCOUNT}:stateMachine:remindme-lambda`,
    '/remindme/undelivered-queue': 'https://sqs.eu-west-1.amazonaws.com/111122223333/queue',
    '/remindme/unhandled-queue': 'https://sqs.eu-west-1.amazonaws.com/111122223333/unhandled',
    '/remindme/operations-topic': 'arn:aws:sns:eu-west-1:111122223333:operations',
  };
  /** Asked before each answer; what it returns is answered instead. */
  behave: (call: Call, times: number) => Behaviour | undefined = () => undefined;

  /** Answers a request, also one of another server. */
  readonly listener = (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    this.answer(request, response);
  private readonly server = createServer(this.listener);
  private readonly cache = emptyCache();

  /** The environment in which the command talks to this fake. */
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
  }

  /** Leaves an operation without an answer; resolves when it is called. */
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

  /** Adds an execution. */
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

  /** Makes DescribeExecution, which is eventually consistent, show an execution as it is now for the next `times` calls. */
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

  /** Puts a reminder into the queue of undelivered ones, as its state machine does. */
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
  keepEvent(body: unknown): FakeMessage {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const whole = { id: `event-${this.unhandled.size}`, body: text, visibleAt: 0 };
    this.unhandled.set(whole.id, whole);
    return whole;
  }

  private queueOf(input: Record<string, unknown>): Map<string, FakeMessage> {
    return input['QueueUrl'] === this.parameters['/remindme/unhandled-queue'] ? this.unhandled : this.undelivered;
  }

  /** The ARN of an execution. */
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
      // SNS and STS speak the query protocol
      operation: target ?? /\bAction=(\w+)/.exec(body)?.[1] ?? '',
      input: target ? JSON.parse(body || '{}') : Object.fromEntries(new URLSearchParams(body)),
    };
    const { operation } = call;
    this.calls.push(call);
    const times = this.calls.filter((each) => each.operation === operation).length;
    const behaviour = this.behave(call, times);
    await behaviour?.until;
    if (behaviour?.other) {
      const { status, type, body } = behaviour.other;
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

  private machineOf(arn: unknown): 'sns' | 'lambda' {
    const name = String(arn).split(':').at(6);
    const known = [this.parameters['/remindme/state-machines/sns'], this.parameters['/remindme/state-machines/lambda']];
    if (!known.includes(String(arn))) {
      this.fail('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    }
    return name?.includes('lambda') ? 'lambda' : 'sns';
  }

  private find(arn: unknown): FakeExecution {
    return this.executions.get(String(arn)) ?? this.fail('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
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
          this.add({ machine, name: String(input['name']), input: String(input['input']), startDate: Date.now() });
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
        if (execution.status === 'RUNNING' || execution.status === 'SUCCEEDED' || execution.redriveStatus) {
          this.fail('ExecutionNotRedrivable', `Execution is not redrivable: '${input['executionArn']}'`);
        }
        execution.status = 'RUNNING';
        return { redriveDate: Date.now() / 1_000 };
      }
      case 'ReceiveMessage': {
        const all = [...this.queueOf(input).values()];
        // SQS keeps messages on several servers, and asks only some of them if a call does not wait
        const asked = Number(input['WaitTimeSeconds']) > 0 ? all : all.filter((_, index) => index % 2 === 0);
        const inSight = asked.filter(({ visibleAt }) => visibleAt <= Date.now());
        const received = inSight.slice(0, Number(input['MaxNumberOfMessages']));
        for (const message of received) {
          message.visibleAt = Date.now() + Number(input['VisibilityTimeout']) * 1_000;
        }
        return {
          Messages: received.map(({ id, body }) => ({
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
      case 'GetExecutionHistory':
        return { events: [] };
      default:
        return this.fail('UnknownOperationException', `Unknown operation ${operation}`);
    }
  }
}
