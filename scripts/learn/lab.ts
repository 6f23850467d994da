import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Inbox, openInbox } from '../../local/inbox/inbox.ts';
import type { ClientConfig } from '../../local/ministack/client-config.ts';

/** The result of an execution, and its history. */
export interface Execution {
  readonly input: unknown;
  /** The status. `RUNNING` means that the execution did not end within 30 seconds, and that the lab stopped it. */
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The names of the states that the execution entered, in order. */
  readonly states: readonly string[];
  readonly seconds: number;
  readonly events: readonly HistoryEvent[];
}

const MOST_SECONDS = 30;
/** The ARN of the state machine's role. The local AWS accepts any role. */
const ROLE = 'arn:aws:iam::000000000000:role/learn';

/** A state machine on the local AWS, with a topic, an inbox that is subscribed to the topic, and a queue. */
export class Lab {
  readonly name: string;
  readonly #clientConfig: ClientConfig;
  readonly #sfn: SFNClient;
  readonly #sns: SNSClient;
  readonly #sqs: SQSClient;
  #stateMachineArn = '';
  #topicArn = '';
  #queueUrl = '';
  #inbox: Inbox | undefined;

  private constructor(name: string, clientConfig: ClientConfig) {
    this.name = name;
    this.#clientConfig = clientConfig;
    this.#sfn = new SFNClient(clientConfig);
    this.#sns = new SNSClient(clientConfig);
    this.#sqs = new SQSClient(clientConfig);
  }

  /**
   * Creates the state machine and the resources that it needs.
   *
   * @param name the name for all created resources, which must be unique on this local AWS
   * @param definition a definition in the States Language, which may contain the placeholders `${ReminderTopicArn}` and
   *   `${UndeliveredQueueUrl}`
   */
  static async open(name: string, definition: string, clientConfig: ClientConfig): Promise<Lab> {
    const lab = new Lab(name, clientConfig);
    await lab.restoreTopic();
    const { QueueUrl = '' } = await lab.#sqs.send(new CreateQueueCommand({ QueueName: name }));
    lab.#queueUrl = QueueUrl;
    const { stateMachineArn = '' } = await lab.#sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn: ROLE,
        definition: definition
          .replaceAll(/\$\{ReminderTopicArn\}/g, lab.#topicArn)
          .replaceAll(/\$\{UndeliveredQueueUrl\}/g, QueueUrl),
      }),
    );
    lab.#stateMachineArn = stateMachineArn;
    return lab;
  }

  /** Starts an execution and waits until it has ended. Stops the execution after 30 seconds. */
  async run(input: unknown): Promise<Execution> {
    const begin = Date.now();
    const { executionArn = '' } = await this.#sfn.send(
      new StartExecutionCommand({ stateMachineArn: this.#stateMachineArn, input: JSON.stringify(input) }),
    );
    for (;;) {
      const execution = await this.#sfn.send(new DescribeExecutionCommand({ executionArn }));
      const { status = '', output, error, cause } = execution;
      const isLate = Date.now() - begin > MOST_SECONDS * 1_000;
      if (status === 'RUNNING' && isLate) {
        await this.#sfn.send(new StopExecutionCommand({ executionArn }));
      }
      if (status !== 'RUNNING' || isLate) {
        const { events = [] } = await this.#sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 500 }));
        return {
          input,
          status,
          ...(output !== undefined && { output: JSON.parse(output) }),
          ...(error !== undefined && { error }),
          ...(cause !== undefined && { cause }),
          states: events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
          seconds: (Date.now() - begin) / 1_000,
          events,
        };
      }
      await delay(25);
    }
  }

  /** Waits for a message with the given text. Returns undefined if it does not arrive within two seconds. */
  async arrived(message: string): Promise<{ readonly subject: string } | undefined> {
    const find = () => this.#inbox?.arrivals.find((arrival) => arrival.message === message);
    await this.#inbox?.until(() => find() !== undefined, 2_000);
    return find();
  }

  /** Removes up to ten messages from the queue, and returns their bodies. */
  async takeKept(): Promise<string[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.#queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    for (const { ReceiptHandle } of Messages) {
      await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body = '' }) => Body);
  }

  /** Deletes the topic, so that publishing fails. */
  async breakTopic(): Promise<void> {
    await this.#inbox?.close();
    await this.#sns.send(new DeleteTopicCommand({ TopicArn: this.#topicArn }));
  }

  /** Creates the topic and subscribes an inbox to it. After {@link breakTopic}, the new topic has the same ARN. */
  async restoreTopic(): Promise<void> {
    const { TopicArn = '' } = await this.#sns.send(new CreateTopicCommand({ Name: this.name }));
    this.#topicArn = TopicArn;
    this.#inbox = await openInbox({ clientConfig: this.#clientConfig, topicArn: TopicArn });
  }

  /** Closes the inbox. The created resources remain until the local AWS is stopped. */
  async close(): Promise<void> {
    await this.#inbox?.close();
    for (const client of [this.#sfn, this.#sns, this.#sqs]) {
      client.destroy();
    }
  }
}
