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
import { clientConfig } from '../../local/ministack/client-config.ts';

/** The settings with which SDK clients reach the local AWS that startLocalAws has started. */
export const CLIENT_CONFIG = clientConfig(Number(new URL(process.env['AWS_ENDPOINT_URL'] ?? '').port));

/** A Step Functions client. */
export const sfn = new SFNClient(CLIENT_CONFIG);

const ssm = new SSMClient(CLIENT_CONFIG);
const sqs = new SQSClient(CLIENT_CONFIG);

/** Returns the value of a parameter. */
export async function parameter(name: string): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
  return Parameter?.Value ?? '';
}

/** Starts an execution of one of a deployment's reminder state machines. */
export async function start(service: string, via: Via, input: unknown, name?: string): Promise<string> {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: await parameter(physicalNames(service).parameters.stateMachineArn(via)),
      input: JSON.stringify(input),
      ...(name && { name }),
    }),
  );
  return executionArn ?? '';
}

/**
 * Waits until an execution has ended.
 *
 * @param seconds the time limit
 * @throws Error if it is still running after that time
 */
export async function ended(executionArn: string, seconds: number): Promise<DescribeExecutionCommandOutput> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') {
      return execution;
    }
    if (Date.now() > deadline) {
      throw new Error(`${executionArn} is still running after ${seconds} s`);
    }
    await delay(25);
  }
}

/** Returns the names of the states that an execution entered, in order. */
export async function statesOf(executionArn: string): Promise<string[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
}

/** Returns an execution's message in the queue of undelivered reminders. The queue also has messages from other tests. */
export async function keptFor(
  service: string,
  executionArn: string,
): Promise<{ readonly request: unknown; readonly dueAt: string } | undefined> {
  const QueueUrl = await parameter(physicalNames(service).parameters.undeliveredQueueUrl);
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      // other tests search the queue at the same time
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
 * Opens an inbox on one of a deployment's topics: for reminders as they are published, for their emails, or for failure emails
 * and alarms.
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
