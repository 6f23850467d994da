import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { executionArn } from '../../client/aws/execution-arn.ts';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { EVENT_TYPES, physicalNames } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { FakeAws } from '../cli/fake-aws.ts';
import { CLIENT_CONFIG, inboxOf, parameter, sfn } from '../end-to-end/deployed-service.ts';
import { emptyCache, type Run, rows, runRemindme } from '../support/run-remindme.ts';
import type { FaultyCommand } from './fault-cases.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { COMMANDED } from './services.ts';

/** A run of a command, and the proxy through which the command called AWS. */
export interface Ran {
  readonly run: Run;
  readonly proxy: FaultProxy;
}

/** The result of a scenario. */
export interface Outcome {
  /** How often the command's reminder or report was delivered. */
  readonly delivered: number;
  /** True if the reminder is not lost, even if it was not delivered. */
  readonly isSafe: boolean;
  /** The command's error or note. Missing if the command reported nothing. */
  readonly reported?: string | undefined;
}

/** A command that is ready to run. */
export interface Scenario {
  readonly args: readonly string[];
  /** The deployment's name. If missing, the command uses the deployment {@link COMMANDED}. */
  readonly service?: string;
  /** The command's environment variables. If missing, the command calls the local AWS. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Checks the command's output and its effects. For some commands, also runs the command again without a fault. */
  settle(ran: Ran): Promise<Outcome>;
}

const DAY_MILLISECONDS = 86_400_000;
/** A due time that is too far ahead for an execution to wait. */
const YEARS_AHEAD = '2090-01-27T09:00:00Z';
/** The second occurrence of a reminder that is due at the start of each year. */
const SECOND_YEAR = `${new Date().getUTCFullYear() + 2}-01-01T09:00:00Z`;
/** Enough time to stop an execution before its reminder is due. */
const SOON_MILLISECONDS = 3_000;
const POLL_MILLISECONDS = 250;
/** The time limit for emptying the queue, longer than the visibility timeout that the command sets. */
const IN_SIGHT_MILLISECONDS = 90_000;
const DELIVERY_MILLISECONDS = 15_000;
/** Matches the note about a fault that a successful command prints to stderr. */
const NOTE = /^.*(?:hidden|cannot be followed).*$/m;

const sns = new SNSClient(CLIENT_CONFIG);
const sqs = new SQSClient(CLIENT_CONFIG);
const ssm = new SSMClient(CLIENT_CONFIG);
const { parameters } = physicalNames(COMMANDED);

/** Runs the command without a fault. */
const run = (service: string, ...args: string[]) =>
  runRemindme([...args, '--service', service, '--json'], { env: { XDG_CACHE_HOME: emptyCache() } });

/** Returns the error or note of a run. Returns `undefined` if there is neither, or if a failed run printed a stack trace. */
export function reportOf({ code, stderr }: Run): string | undefined {
  const error = /^error: (.+[.])$/m.exec(stderr)?.[1];
  return code === 0
    ? NOTE.exec(stderr)?.[0]
    : error && !/^ {4}at /m.test(stderr)
      ? `exit ${code}: ${error}`
      : undefined;
}

async function describeExecution(arn: string) {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return undefined;
    }
    throw error;
  }
}

async function stop(arn: string, error: string): Promise<void> {
  await sfn.send(new StopExecutionCommand({ executionArn: arn, error, cause: 'A test stopped it.' }));
}

let services = 0;

/**
 * Creates parameters and queues for another name of the deployment. Adds a reminder to the new queue of undelivered reminders.
 */
async function withOwnQueue(text: string) {
  services += 1;
  const service = `${COMMANDED}-${services}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: service }));
  const unhandled = await sqs.send(new CreateQueueCommand({ QueueName: `${service}-unhandled` }));
  const own = physicalNames(service).parameters;
  const stateMachine = await parameter(parameters.stateMachineArn('sns'));
  const values = {
    [own.topicArn]: await parameter(parameters.topicArn),
    [own.emailTopicArn]: await parameter(parameters.emailTopicArn),
    [own.operationsTopicArn]: await parameter(parameters.operationsTopicArn),
    [own.stateMachineArn('sns')]: stateMachine,
    [own.stateMachineArn('lambda')]: await parameter(parameters.stateMachineArn('lambda')),
    [own.undeliveredQueueUrl]: QueueUrl,
    [own.unhandledQueueUrl]: unhandled.QueueUrl,
  };
  for (const [Name, Value] of Object.entries(values)) {
    await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  }
  const dueAt = formatInstant(Date.now() - (Date.now() % 1_000) - DAY_MILLISECONDS);
  const arn = executionArn(stateMachine, executionName({ message: text, subject: 'Reminder', dueAt }));
  const kept = {
    request: { message: text, timestamp: dueAt },
    dueAt,
    execution: arn,
    stateMachine,
    problem: 'A test.',
  };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(kept) }));

  const count = async () => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const inSight = Number(Attributes['ApproximateNumberOfMessages']);
    return { inSight, all: inSight + Number(Attributes['ApproximateNumberOfMessagesNotVisible']) };
  };
  return { service, arn, count };
}

/**
 * The scenarios of the commands in the fault tests. A scenario has its command's arguments, and a function that checks the
 * result. A scenario that adds a reminder gets a unique message.
 */
export class CommandScenarios {
  private constructor(
    private readonly inbox: Inbox,
    private readonly stateMachineArn: string,
  ) {}

  static async open(): Promise<CommandScenarios> {
    return new CommandScenarios(await inboxOf(COMMANDED), await parameter(parameters.stateMachineArn('sns')));
  }

  close(): Promise<void> {
    return this.inbox.close();
  }

  /** Returns how often the given message has arrived so far. */
  copiesOf(text: string): number {
    return this.inbox.arrivals.filter(({ message }) => message.includes(text)).length;
  }

  /**
   * Waits until a message has arrived once for each started execution, or until the time limit. Returns how often the message
   * has arrived.
   */
  private async delivered(text: string, started: number): Promise<number> {
    await this.inbox.until(() => this.copiesOf(text) >= started, DELIVERY_MILLISECONDS);
    return this.copiesOf(text);
  }

  /** Starts a reminder, which is due in a month by default. */
  private async pending(
    text: string,
    ahead = 30 * DAY_MILLISECONDS,
  ): Promise<{ readonly id: string; readonly arn: string; readonly due: number }> {
    const due = Math.ceil(Date.now() / 1_000) * 1_000 + ahead;
    const timestamp = formatInstant(due);
    const id = executionName({ message: text, subject: 'Reminder', dueAt: timestamp });
    const { executionArn: arn = '' } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: this.stateMachineArn,
        name: id,
        input: JSON.stringify({ message: text, timestamp, subject: 'Reminder' }),
      }),
    );
    return { id, arn, due };
  }

  private add(...options: string[]) {
    return async (text: string): Promise<Scenario> => ({
      args: ['add', text, 'in 1 second', ...options],
      settle: async ({ run, proxy }) => {
        const delivered = await this.delivered(text, proxy.done('StartExecution'));
        if (run.code === 0) {
          expect(rows(run)[0]).toMatchObject({ message: text });
          expect(delivered).toBe(1);
        } else if (delivered > 0) {
          expect(run.stderr + run.stdout).toMatch(/It may have been started: look with remindme show|"created":true/);
        }
        return { delivered, isSafe: false };
      },
    });
  }

  /** Imports a file with one reminder. Then imports it again, as a person does after a failure. */
  private async import(text: string): Promise<Scenario> {
    const timestamp = formatInstant(Math.ceil(Date.now() / 1_000) * 1_000 + 2_000);
    const file = join(await mkdtemp(join(tmpdir(), 'remindme-import-')), 'reminders.jsonl');
    await writeFile(file, JSON.stringify({ message: text, timestamp }));
    return {
      args: ['import', file],
      settle: async ({ run: ran, proxy }) => {
        const delivered = await this.delivered(text, proxy.done('StartExecution'));
        if (ran.code === 0) {
          expect(rows(ran)[0]).toMatchObject({ line: 1, problem: null });
          expect(delivered).toBe(1);
        }
        const again = await run(COMMANDED, 'import', file);
        expect(rows(again)[0]).toMatchObject({ status: delivered > 0 ? 'existing' : 'started' });
        expect(await this.delivered(text, 1)).toBe(1);
        return { delivered, isSafe: false };
      },
    };
  }

  /**
   * Exports the deployment's pending reminders. The scenario checks two of them: one in an execution, and one in EventBridge
   * Scheduler.
   */
  private async export(text: string): Promise<Scenario> {
    const { arn, due } = await this.pending(text);
    const { scheduled, cancel } = await this.scheduled(text);
    return {
      args: ['export'],
      settle: async ({ run: ran }) => {
        if (ran.code === 0) {
          expect(rows(ran)).toContainEqual(expect.objectContaining({ message: text, timestamp: formatInstant(due) }));
          expect(rows(ran)).toContainEqual(expect.objectContaining({ message: scheduled, timestamp: YEARS_AHEAD }));
        } else {
          expect(ran.stdout).toBe(''); // nobody could distinguish a part of the export from the whole export
        }
        await stop(arn, NO_INCIDENT.cancelled);
        await cancel();
        return { delivered: 0, isSafe: true };
      },
    };
  }

  /**
   * Lists the deployment's pending reminders. The scenario checks two of them: one in an execution, and one in EventBridge
   * Scheduler.
   */
  private async list(text: string): Promise<Scenario> {
    const { id, arn } = await this.pending(text);
    const { scheduled, cancel } = await this.scheduled(text);
    return {
      args: ['list'],
      settle: async ({ run: ran }) => {
        if (ran.code === 0) {
          expect(rows(ran)).toContainEqual(expect.objectContaining({ id, status: 'pending' }));
          expect(rows(ran)).toContainEqual(expect.objectContaining({ message: scheduled, status: 'pending' }));
        }
        await stop(arn, NO_INCIDENT.cancelled);
        await cancel();
        return { delivered: 0, isSafe: true };
      },
    };
  }

  /** Adds a reminder that waits in EventBridge Scheduler. Returns its message, and a function that cancels it. */
  private async scheduled(text: string) {
    const scheduled = `${text}, in years`;
    const [added] = rows(await run(COMMANDED, 'add', scheduled, YEARS_AHEAD));
    return { scheduled, cancel: () => run(COMMANDED, 'cancel', String(added?.['id'])) };
  }

  /**
   * Returns a function that prepares the scenario of a command. The command gets the id of a pending reminder. `after` is the
   * status that the reminder's execution must have if the command succeeds.
   */
  private about(command: string, after: 'RUNNING' | 'ABORTED') {
    return async (text: string): Promise<Scenario> => {
      const { id, arn } = await this.pending(text);
      return {
        args: [command, id],
        settle: async ({ run }) => {
          if (run.code === 0) {
            expect(rows(run).find((row) => row['id'] === id)).toBeDefined();
            expect(await describeExecution(arn)).toMatchObject({ status: after });
          }
          await stop(arn, NO_INCIDENT.cancelled);
          return { delivered: 0, isSafe: true };
        },
      };
    };
  }

  /**
   * Returns a function that prepares the scenario of a command. The command gets the id of a reminder that waits in EventBridge
   * Scheduler.
   */
  private aboutScheduled(command: 'show' | 'cancel') {
    return async (text: string): Promise<Scenario> => {
      const added = await run(COMMANDED, 'add', text, YEARS_AHEAD);
      const id = String(rows(added)[0]?.['id']);
      return {
        args: [command, id],
        settle: async ({ run: ran }) => {
          const after = rows(await run(COMMANDED, 'show', id))[0]?.['status'];
          if (ran.code === 0) {
            expect(rows(ran)[0]).toMatchObject({ id, status: command === 'show' ? 'pending' : 'cancelled' });
            expect(after).toBe(command === 'show' ? 'pending' : 'cancelled');
          }
          await run(COMMANDED, 'cancel', id);
          expect(rows(await run(COMMANDED, 'show', id))[0]).toMatchObject({ status: 'cancelled' });
          return { delivered: 0, isSafe: true };
        },
      };
    };
  }

  /** Adds a reminder that waits in EventBridge Scheduler. Then adds it again, as a person does after a failure. */
  private async addScheduled(text: string): Promise<Scenario> {
    return {
      args: ['add', text, YEARS_AHEAD],
      settle: async () => {
        const again = rows(await run(COMMANDED, 'add', text, YEARS_AHEAD))[0];
        const listed = rows(await run(COMMANDED, 'list')).filter(({ message }) => message === text);
        expect(listed).toEqual([expect.objectContaining({ id: again?.['id'], status: 'pending' })]);
        return { delivered: 0, isSafe: true };
      },
    };
  }

  /** Adds a repeated reminder. Then adds it again, as a person does after a failure. */
  private async addRepeated(text: string): Promise<Scenario> {
    const args = ['add', text, '--every', 'day at 9am'];
    return {
      args,
      settle: async () => {
        const id = rows(await run(COMMANDED, ...args))[0]?.['id'];
        const listed = rows(await run(COMMANDED, 'list')).filter(({ message }) => message === text);
        expect(listed).toEqual([expect.objectContaining({ id, status: 'pending' })]);
        await run(COMMANDED, 'cancel', String(id));
        return { delivered: 0, isSafe: true };
      },
    };
  }

  private async move(text: string): Promise<Scenario> {
    const { id, arn } = await this.pending(text);
    return {
      args: ['move', id, 'in 1 second'],
      settle: async ({ run, proxy }) => {
        const delivered = await this.delivered(text, proxy.done('StartExecution'));
        const isPending = (await describeExecution(arn))?.status === 'RUNNING';
        if (run.code === 0) {
          expect({ delivered, isPending }).toEqual({ delivered: 1, isPending: false });
        } else if (delivered > 0) {
          expect(run.stderr).toMatch(
            /may have been started too: .* cancel one|and \S+ may both be pending: run remindme cancel/,
          );
        }
        await stop(arn, NO_INCIDENT.cancelled);
        return { delivered, isSafe: isPending };
      },
    };
  }

  /** Creates a reminder that is due at the start of each year, and returns its id. */
  private async repeated(text: string): Promise<string> {
    const added = await run(COMMANDED, 'add', text, '--every', 'year on 1 january at 9am', '--tz', 'UTC');
    return String(rows(added)[0]?.['id']);
  }

  /**
   * Returns a function that prepares the scenario of a command that changes a repeated reminder. `before` is a command to run
   * first. `change` has the fields that `show` must print after a success.
   */
  private changed(
    [command, ...options]: readonly [string, ...string[]],
    change: Readonly<Record<string, unknown>>,
    before?: string,
  ) {
    return async (text: string): Promise<Scenario> => {
      const id = await this.repeated(text);
      if (before !== undefined) {
        await run(COMMANDED, before, id);
      }
      return {
        args: [command, id, ...options],
        settle: async ({ run: ran }) => {
          const [shown] = rows(await run(COMMANDED, 'show', id));
          if (ran.code === 0) {
            expect(shown).toMatchObject(change);
          }
          await run(COMMANDED, 'cancel', id);
          return { delivered: 0, isSafe: shown?.['id'] === id };
        },
      };
    };
  }

  /**
   * Moves the next occurrence of a repeated reminder. Even after a failure, the old occurrence is still due, or the new
   * reminder has been started.
   */
  private async moveRepeated(text: string): Promise<Scenario> {
    const id = await this.repeated(text);
    return {
      args: ['move', id, 'in 1 second'],
      settle: async ({ run: ran, proxy }) => {
        const delivered = await this.delivered(text, proxy.done('StartExecution'));
        const [shown] = rows(await run(COMMANDED, 'show', id));
        const isSkipped = shown?.['due'] === SECOND_YEAR;
        if (ran.code === 0) {
          expect({ delivered, isSkipped }).toEqual({ delivered: 1, isSkipped: true });
        } else if (delivered > 0) {
          expect(ran.stderr).toMatch(/It may have been started|is pending, and \S+ may still be due on/);
        }
        await run(COMMANDED, 'cancel', id);
        return { delivered, isSafe: !isSkipped };
      },
    };
  }

  /** Snoozes a reminder that was sent. The arrival before the snooze does not count as delivered. */
  private async snooze(text: string): Promise<Scenario> {
    const { id } = await this.pending(text, 0);
    expect(await this.delivered(text, 1)).toBe(1);
    return {
      args: ['snooze', id, 'in 1 second'],
      settle: async ({ run, proxy }) => {
        const delivered = (await this.delivered(text, 1 + proxy.done('StartExecution'))) - 1;
        if (run.code === 0) {
          expect(delivered).toBe(1);
        } else if (delivered > 0) {
          expect(run.stderr).toMatch(/It may have been started: look with remindme show/);
        }
        return { delivered, isSafe: false };
      },
    };
  }

  /** Retries a reminder whose execution was stopped with `ReminderUndelivered`. Starts a new execution with the suffix `-2`. */
  private async retry(text: string): Promise<Scenario> {
    const { id, arn, due } = await this.pending(text, SOON_MILLISECONDS);
    await stop(arn, 'ReminderUndelivered');
    // wait until the reminder is due, because an execution that starts earlier would wait for the due time
    await delay(Math.max(0, due - Date.now()));
    return {
      args: ['retry', id],
      settle: async ({ proxy }) => {
        const delivered = await this.delivered(text, proxy.done('StartExecution'));
        const again = await run(COMMANDED, 'retry', id);
        expect(rows(again)).toEqual([
          expect.objectContaining({ id: `${id}-2`, retryOf: id, created: delivered === 0 }),
        ]);
        expect(await this.delivered(text, 1)).toBe(1);
        expect(await describeExecution(`${arn}-3`)).toBeUndefined();
        return { delivered, isSafe: false };
      },
    };
  }

  /** Retries a reminder whose execution AWS can redrive. Uses a fake AWS, because the local AWS cannot redrive. */
  private async redrive(text: string): Promise<Scenario> {
    const aws = await new FakeAws().open();
    const name = executionName({ message: text, subject: 'Reminder', dueAt: '2099-01-27T09:00:00Z' });
    const execution = aws.add({ name, status: 'TIMED_OUT' });
    return {
      args: ['retry', name],
      service: 'remindme',
      env: aws.env,
      settle: async ({ run, proxy }) => {
        const isRedriven = proxy.done('RedriveExecution') > 0;
        if (run.code === 0) {
          expect(rows(run)).toEqual([expect.objectContaining({ id: name, how: 'redrive', status: 'pending' })]);
        }
        const again = await runRemindme(['retry', name], { env: aws.env });
        expect(again.code).toBe(isRedriven ? 1 : 0);
        expect(again.stdout + again.stderr).toMatch(isRedriven ? /is still pending/ : /goes on from where it failed/);
        expect({ status: execution.status, started: aws.executions.size - 1 }).toEqual({
          status: 'RUNNING',
          started: 0,
        });
        await aws.close();
        return { delivered: 0, isSafe: isRedriven };
      },
    };
  }

  private async undelivered(text: string): Promise<Scenario> {
    const { service, count } = await withOwnQueue(text);
    return {
      args: ['undelivered'],
      service,
      settle: async ({ run }) => {
        if (run.code === 0 && !NOTE.test(run.stderr)) {
          expect(rows(run)).toEqual([expect.objectContaining({ message: text })]);
        }
        expect((await count()).all).toBe(1);
        return { delivered: this.copiesOf(text), isSafe: true };
      },
    };
  }

  private async send(text: string): Promise<Scenario> {
    const { service, arn, count } = await withOwnQueue(text);
    return {
      args: ['undelivered', '--send'],
      service,
      settle: async ({ run: ran, proxy }) => {
        const delivered = await this.delivered(text, proxy.done('StartExecution'));
        const isSafe = (await count()).all === 1;
        if (ran.code === 0 && !NOTE.test(ran.stderr)) {
          expect({ delivered, isSafe }).toEqual({ delivered: 1, isSafe: false });
        }
        await this.sendTheRest(service, count);
        expect(await this.delivered(text, 1)).toBe(1);
        expect(await describeExecution(`${arn}-3`)).toBeUndefined();
        return { delivered, isSafe };
      },
    };
  }

  /**
   * Sends an unhandled event to its function again. A fake AWS counts the invocations, because {@link withOwnQueue} creates no
   * functions.
   */
  private async sendEvent(text: string): Promise<Scenario> {
    const aws = await new FakeAws().open();
    aws.keepEvent({
      Type: 'Notification',
      MessageId: text,
      Message: text,
      Timestamp: new Date().toISOString(),
    });
    const invoked = () => aws.operations.filter((operation) => operation === 'Invoke').length;
    return {
      args: ['undelivered', '--send'],
      service: 'remindme',
      env: aws.env,
      settle: async ({ run: ran }) => {
        const delivered = Math.min(invoked(), 1); // SQS drops copies of an email, so several invocations lead to one email
        const isSafe = aws.unhandled.size === 1;
        if (ran.code === 0 && !NOTE.test(ran.stderr)) {
          expect({ delivered, isSafe }).toEqual({ delivered: 1, isSafe: false });
        }
        for (const message of aws.unhandled.values()) {
          message.visibleAt = 0; // as if the visibility timeout had ended
        }
        await runRemindme(['undelivered', '--send'], { env: aws.env });
        expect({ isInvoked: invoked() > 0, left: aws.unhandled.size }).toEqual({ isInvoked: true, left: 0 });
        await aws.close();
        return { delivered, isSafe };
      },
    };
  }

  /** Starts the reminder of an event that EventBridge could not deliver. A fake AWS counts the started executions. */
  private async sendRequest(text: string): Promise<Scenario> {
    const aws = await new FakeAws().open();
    aws.keepEvent(
      {
        id: '7bf73129-1428-4cd3-a780-95db273d1602',
        source: 'com.example.orders',
        'detail-type': EVENT_TYPES.requested,
        time: new Date().toISOString(),
        detail: { message: text, seconds: 3_600 },
      },
      aws.parameters['/remindme/state-machines/sns'],
    );
    return {
      args: ['undelivered', '--send'],
      service: 'remindme',
      env: aws.env,
      settle: async ({ run: ran }) => {
        const delivered = aws.executions.size;
        const isSafe = aws.unhandled.size === 1;
        if (ran.code === 0 && !NOTE.test(ran.stderr)) {
          expect({ delivered, isSafe }).toEqual({ delivered: 1, isSafe: false });
        }
        for (const message of aws.unhandled.values()) {
          message.visibleAt = 0; // as if the visibility timeout had ended
        }
        await runRemindme(['undelivered', '--send'], { env: aws.env });
        expect({ started: aws.executions.size, left: aws.unhandled.size }).toEqual({ started: 1, left: 0 });
        await aws.close();
        return { delivered, isSafe };
      },
    };
  }

  /** Runs `undelivered --send` without a fault until the queue is empty. Hidden messages become visible in the meantime. */
  private async sendTheRest(service: string, count: () => Promise<{ inSight: number; all: number }>): Promise<void> {
    const deadline = Date.now() + IN_SIGHT_MILLISECONDS;
    for (let left = await count(); left.all > 0; left = await count()) {
      expect(Date.now()).toBeLessThan(deadline);
      if (left.inSight > 0) {
        expect(await run(service, 'undelivered', '--send')).toMatchObject({ code: 0 });
      }
      await delay(POLL_MILLISECONDS);
    }
  }

  private subscriber(command: 'subscribe' | 'unsubscribe' | 'subscribers') {
    return async (): Promise<Scenario> => {
      services += 1;
      const email = `somebody-${services}@example.com`;
      const TopicArn = await parameter(parameters.emailTopicArn);
      const find = async () => {
        const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        return Subscriptions.filter(({ Endpoint }) => Endpoint === email);
      };
      if (command !== 'subscribe') {
        await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: email }));
      }
      return {
        args: [command, ...(command === 'subscribers' ? [] : [email])],
        settle: async ({ run: ran }) => {
          const found = (await find()).length;
          if (ran.code === 0) {
            expect(rows(ran)).toContainEqual(
              expect.objectContaining(command === 'subscribers' ? { endpoint: email } : { email }),
            );
            expect(found).toBe(command === 'unsubscribe' ? 0 : 1);
          }
          // run the command again, as a person does after a failure
          if (command === 'subscribe') {
            expect(await run(COMMANDED, 'subscribe', email)).toMatchObject({ code: 0 });
            expect(await find()).toHaveLength(1);
          }
          for (const { SubscriptionArn } of await find()) {
            await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
          }
          return { delivered: 0, isSafe: true };
        },
      };
    };
  }

  private async doctor(): Promise<Scenario> {
    return {
      args: ['doctor'],
      settle: async ({ run }) => {
        const findings = rows(run);
        expect(findings).toHaveLength(21);
        expect(run.stderr).toBe('');
        const failed = findings.find(({ status }) => status === 'fail');
        expect({ code: run.code, failed }).toEqual({
          code: failed ? 1 : 0,
          failed: failed && expect.objectContaining({ detail: expect.any(String), fix: expect.any(String) }),
        });
        return {
          delivered: 0,
          isSafe: true,
          reported: failed && `exit 1: ${failed['check']}: ${failed['detail']} ${failed['fix']}`,
        };
      },
    };
  }

  /** Deletes a stack that does not exist, because this is quick. The scenario counts the deliveries of the stack's report. */
  private async stack(): Promise<Scenario> {
    services += 1;
    const name = `${COMMANDED}-none-${services}`;
    return {
      args: ['stack', 'delete', name],
      settle: async ({ run, proxy }) => {
        const delivered = await this.delivered(`Stack ${name}:`, proxy.done('StartExecution'));
        if (run.code === 0) {
          expect(rows(run)).toEqual([expect.objectContaining({ stackName: name })]);
          expect(delivered).toBe(1);
        }
        return { delivered, isSafe: false };
      },
    };
  }

  /** For each command, a function that prepares its scenario. The function gets the scenario's message. */
  readonly prepare: Readonly<Record<FaultyCommand, (text: string) => Promise<Scenario>>> = {
    add: this.add(),
    'add --wait': this.add('--wait'),
    'add of one due in years': (text) => this.addScheduled(text),
    'add of a repeated one': (text) => this.addRepeated(text),
    list: (text) => this.list(text),
    show: this.about('show', 'RUNNING'),
    'show of one due in years': this.aboutScheduled('show'),
    cancel: this.about('cancel', 'ABORTED'),
    'cancel of one due in years': this.aboutScheduled('cancel'),
    move: (text) => this.move(text),
    'move of a repeated one': (text) => this.moveRepeated(text),
    'move --all': this.changed(['move', '10am', '--all'], { due: expect.stringMatching(/-01-01T10:00:00Z$/) }),
    'edit of a repeated one': this.changed(['edit', '--message', 'another text'], { message: 'another text' }),
    pause: this.changed(['pause'], { status: 'paused' }),
    resume: this.changed(['resume'], { status: 'pending' }, 'pause'),
    skip: this.changed(['skip'], { status: 'pending', due: SECOND_YEAR }),
    'snooze of one that was sent': (text) => this.snooze(text),
    retry: (text) => this.retry(text),
    'retry of one that timed out': (text) => this.redrive(text),
    undelivered: (text) => this.undelivered(text),
    'undelivered --send': (text) => this.send(text),
    'undelivered --send of an event': (text) => this.sendEvent(text),
    'undelivered --send of a request': (text) => this.sendRequest(text),
    import: (text) => this.import(text),
    export: (text) => this.export(text),
    subscribe: this.subscriber('subscribe'),
    unsubscribe: this.subscriber('unsubscribe'),
    subscribers: this.subscriber('subscribers'),
    doctor: () => this.doctor(),
    'stack delete': () => this.stack(),
  };
}
