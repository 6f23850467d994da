import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Connection, makeClient } from './connection.ts';

/** A message of the queue, hidden from other readers until it is given back or its visibility timeout ends. */
export interface KeptMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
}

/** The messages that were received. */
export interface FoundMessages {
  readonly messages: readonly KeptMessage[];
  /** Whether the queue has more messages than are read at once. */
  readonly isCut: boolean;
  /** About how many more there are: not read, or hidden because another reader has received them. */
  readonly others: number;
}

/** The most messages that are received. */
const MOST = 1_000;
/** The most messages in one call of SQS. */
const BATCH = 10;
/** A received message that is never given back is visible again after this: the reader was ended. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** A queue that keeps messages until a person sends them again. */
export class KeptMessages {
  private readonly client: SQSClient;

  constructor(
    connection: Connection,
    private readonly url: string,
  ) {
    // calls the endpoint of the connection: the host in a queue's URL need not be reachable from here
    this.client = makeClient(SQSClient, connection, { useQueueUrlAsEndpoint: false });
  }

  /** Receives messages until the queue is empty, at most 1,000. */
  async receive(signal?: AbortSignal): Promise<FoundMessages> {
    const count = await this.count(); // first: if it fails, no message is hidden yet
    const all = new Map<string, KeptMessage>();
    while (all.size < MOST) {
      const { Messages = [] } = await this.client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: Math.min(BATCH, MOST - all.size),
          VisibilityTimeout: VISIBILITY_TIMEOUT_SECONDS,
          // without waiting, SQS asks only some of its servers and misses messages
          WaitTimeSeconds: 1,
        }),
        signal ? { abortSignal: signal } : {},
      );
      if (Messages.length === 0) {
        break;
      }
      for (const { MessageId = '', ReceiptHandle = '', Body = '' } of Messages) {
        all.set(MessageId, { id: MessageId, receipt: ReceiptHandle, body: Body });
      }
    }
    return { messages: [...all.values()], isCut: all.size === MOST, others: Math.max(0, count - all.size) };
  }

  /**
   * Makes messages visible to other readers again.
   *
   * @throws Error why SQS refuses the first one that is still hidden
   */
  async giveBack(messages: readonly KeptMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += BATCH) {
      const Entries = messages.slice(start, start + BATCH).map(({ receipt }, index) => ({
        Id: String(index),
        ReceiptHandle: receipt,
        VisibilityTimeout: 0,
      }));
      const { Failed = [] } = await this.client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.url, Entries }),
      );
      const failed = Failed.find(({ Code }) => Code !== 'MessageNotInflight');
      if (failed) {
        throw Object.assign(new Error(failed.Message), { name: failed.Code ?? 'Error', $fault: 'client' });
      }
    }
  }

  /** Deletes a message. Endpoints other than AWS refuse that for one that is gone already. */
  async remove(message: KeptMessage): Promise<void> {
    try {
      await this.client.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: message.receipt }));
    } catch (error) {
      if (!(error instanceof ReceiptHandleIsInvalid)) {
        throw error;
      }
    }
  }

  /** Reads about how many messages the queue has, hidden ones included. */
  async count(): Promise<number> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
  }

  /** The name of the queue's dead-letter queue; missing if it has none. */
  async deadLetterQueue(): Promise<string | undefined> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ['RedrivePolicy'] }),
    );
    const { deadLetterTargetArn = '' } = JSON.parse(Attributes['RedrivePolicy'] ?? '{}') as {
      deadLetterTargetArn?: string;
    };
    return deadLetterTargetArn.split(':').at(-1) || undefined;
  }
}
