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
import { physicalNames } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { FakeAws } from '../cli/fake-aws.ts';
import { CLIENT_CONFIG, inboxOf, parameter, sfn } from '../end-to-end/deployed-service.ts';
import { emptyCache, type Run, rows, runRemindme } from '../support/run-remindme.ts';
import type { FaultyCommand } from './fault-cases.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { COMMANDED } from './services.ts';

/** A command that ran through a proxy. */
export interface Ran {
  readonly run: Run;
  readonly proxy: FaultProxy;
}

/** The result. */
export interface Outcome {
  /** How many times the command's reminder was delivered. */
  readonly delivered: number;
  /** Whether nothing can be lost: there is no reminder, or it is still in its place. */
  readonly isSafe: boolean;
  /** What the command reported; missing if nothing failed. */
  readonly reported?: string | undefined;
}

/** A command that is ready to run. */
export interface Scenario {
  readonly args: readonly string[];
  /** The deployment, if it is not the usual one. */
  readonly service?: string;
  /** The environment, if it is not that of the local AWS. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Checks the result: what the command printed is true, and running it again does no harm. */
  settle(ran: Ran): Promise<Outcome>;
}

const DAY_MILLISECONDS = 86_400_000;
/** Enough time to stop an execution before its reminder is due. */
const SOON_MILLISECONDS = 3_000;
const POLL_MILLISECONDS = 250;
/** Longer than the visibility timeout that the command uses. */
const IN_SIGHT_MILLISECONDS = 90_000;
const DELIVERY_MILLISECONDS = 15_000;
/** A note on stderr about a fault, although the command succeeds. */
const NOTE = /^.*(?:out of sight|cannot be followed).*$/m;

const sns = new SNSClient(CLIENT_CONFIG);
const sqs = new SQSClient(CLIENT_CONFIG);
const ssm = new SSMClient(CLIENT_CONFIG);
const { parameters } = physicalNames(COMMANDED);

/** Runs the command without a fault. */
const run = (service: string, ...args: string[]) =>
  runRemindme([...args, '--service', service, '--json'], { env: { XDG_CACHE_HOME: emptyCache() } });

/** Returns what a run reported: a sentence without a stack trace. */
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

/** Makes the same deployment under another name, with its own queues and one undelivered reminder. */
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

/** The scenario of each command, by its name in the table. Each gets a text that no other uses. */
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

  /** How many times a text has arrived so far. */
  copiesOf(text: string): number {
    return this.inbox.arrivals.filter(({ message }) => message.includes(text)).length;
  }

  /** Waits until a text has arrived, if AWS started its execution. */
  private async delivered(text: string, started: number): Promise<number> {
    await this.inbox.until(() => this.copiesOf(text) >= started, DELIVERY_MILLISECONDS);
    return this.copiesOf(text);
  }

  /** Starts a reminder that is pending, by default for a month. */
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

  /** Makes the scenario of a command on a pending reminder, with the status in which it leaves the execution. */
  private about(command: string, after: 'RUNNING' | 'ABORTED') {
    return async (text: string): Promise<Scenario> => {
      const { id, arn } = await this.pending(text);
      return {
        args: [command, ...(command === 'list' ? [] : [id])],
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

  /** Retries a reminder that ended as undelivered: it starts again, with the next name. */
  private async retry(text: string): Promise<Scenario> {
    const { id, arn, due } = await this.pending(text, SOON_MILLISECONDS);
    await stop(arn, 'ReminderUndelivered');
    // before its due time it would be started again for that time
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

  /** Retries a reminder that AWS can redrive. The local AWS cannot. */
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

  /** Runs it again, without a fault, when the visibility timeout is over. */
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
          // after a failure, a person runs it again
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
        expect(findings).toHaveLength(18);
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

  /** Deletes a stack that does not exist, which is quick. The report about it is what is delivered. */
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

  /** Prepares a command. */
  readonly prepare: Readonly<Record<FaultyCommand, (text: string) => Promise<Scenario>>> = {
    add: this.add(),
    'add --wait': this.add('--wait'),
    list: this.about('list', 'RUNNING'),
    show: this.about('show', 'RUNNING'),
    cancel: this.about('cancel', 'ABORTED'),
    move: (text) => this.move(text),
    retry: (text) => this.retry(text),
    'retry of one that timed out': (text) => this.redrive(text),
    undelivered: (text) => this.undelivered(text),
    'undelivered --send': (text) => this.send(text),
    subscribe: this.subscriber('subscribe'),
    unsubscribe: this.subscriber('unsubscribe'),
    subscribers: this.subscriber('subscribers'),
    doctor: () => this.doctor(),
    'stack delete': () => this.stack(),
  };
}
