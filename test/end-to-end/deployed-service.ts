import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { type Inbox, openInbox } from '../../local/inbox/inbox.ts';
import { ACCOUNT, clientConfig, REGION } from '../../local/ministack/client-config.ts';

/** The configuration of SDK clients for the local AWS of the end-to-end tests. */
export const CLIENT_CONFIG = clientConfig(Number(new URL(process.env['AWS_ENDPOINT_URL'] ?? '').port));

/** A Step Functions client for the local AWS. */
export const sfn = new SFNClient(CLIENT_CONFIG);

const ssm = new SSMClient(CLIENT_CONFIG);
const sqs = new SQSClient(CLIENT_CONFIG);

/** Returns the value of the given parameter in Parameter Store. */
export async function parameter(name: string): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
  return Parameter?.Value ?? '';
}

/** Starts an execution of one of the deployment's reminder state machines. Returns the execution's ARN. */
export async function start(service: string, via: Via, input: unknown, name?: string): Promise<string> {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${physicalNames(service).stateMachines[via]}`,
      input: JSON.stringify(input),
      ...(name && { name }),
    }),
  );
  return executionArn ?? '';
}

/** The pauses between the calls that {@link poll} makes. They grow, because each call takes CPU time from other tests. */
const PAUSE = { milliseconds: 25, longestMilliseconds: 200 } as const;

/**
 * Calls a function until it returns a value other than `undefined`. Returns that value, or `undefined` after the time limit.
 *
 * @param seconds the time limit
 */
export async function poll<Value>(read: () => Promise<Value | undefined>, seconds: number): Promise<Value | undefined> {
  const deadline = Date.now() + seconds * 1_000;
  for (let pause: number = PAUSE.milliseconds; ; pause = Math.min(pause * 1.5, PAUSE.longestMilliseconds)) {
    const value = await read();
    if (value !== undefined || Date.now() > deadline) {
      return value;
    }
    await delay(pause);
  }
}

/**
 * Waits until an execution has ended, and returns its description.
 *
 * @param seconds the time limit
 * @throws Error if the execution is still running after that time
 */
export async function ended(executionArn: string, seconds: number): Promise<DescribeExecutionCommandOutput> {
  const execution = await poll(async () => {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return described.status === 'RUNNING' ? undefined : described;
  }, seconds);
  if (!execution) {
    throw new Error(`${executionArn} is still running after ${seconds} s`);
  }
  return execution;
}

/** Returns the names of the states that the given execution entered, in order. */
export async function statesOf(executionArn: string): Promise<string[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
}

/** Returns an execution's message in the queue of undelivered reminders, or `undefined` if there is none after 20 s. */
export async function keptFor(
  service: string,
  executionArn: string,
): Promise<{ readonly request: unknown; readonly dueAt: string } | undefined> {
  const QueueUrl = await parameter(physicalNames(service).parameters.undeliveredQueueUrl);
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      // the visibility timeout is short, because other tests search the queue at the same time
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5, VisibilityTimeout: 1 }),
    );
    const found = Messages.map(({ Body }) => JSON.parse(Body ?? '')).find(
      ({ execution }) => execution === executionArn,
    );
    if (found || Date.now() > deadline) {
      return found;
    }
  }
}

/**
 * Subscribes an inbox to one of a deployment's topics: the reminder topic (by default), the email topic or the operations
 * topic.
 */
export async function inboxOf(
  service: string,
  topic: 'topicArn' | 'emailTopicArn' | 'operationsTopicArn' = 'topicArn',
): Promise<Inbox> {
  return openInbox({
    clientConfig: CLIENT_CONFIG,
    topicArn: await parameter(physicalNames(service).parameters[topic]),
  });
}
