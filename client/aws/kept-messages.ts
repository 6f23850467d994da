import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Connection, makeClient } from './connection.ts';

/**
 * A message received from the queue. Other consumers cannot see it until `giveBack` is called or its visibility timeout ends.
 */
export interface KeptMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  /**
   * The ARN of the target to which EventBridge or EventBridge Scheduler could not deliver the event. Missing if another service
   * sent the message.
   */
  readonly target: string | undefined;
}

/** The result of `receive`. */
export interface FoundMessages {
  readonly messages: readonly KeptMessage[];
  /** True if `receive` returned the maximum number of messages, so the queue may contain more. */
  readonly isCut: boolean;
  /**
   * The approximate number of messages that `receive` did not return, including messages that other consumers have received.
   */
  readonly others: number;
}

/** The maximum number of messages that `receive` returns. */
const MOST = 1_000;
/** The maximum number of messages in one SQS call. */
const BATCH = 10;
/**
 * The message attribute that contains the target of an undelivered event (Amazon EventBridge User Guide, "Using dead-letter
 * queues to process undelivered events"; EventBridge Scheduler User Guide, "Configuring a schedule's dead-letter queue").
 */
const TARGET_ATTRIBUTE = 'TARGET_ARN';
/** SQS makes a received message visible again after this time, even if the consumer has crashed. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** A queue that keeps messages until a person sends them again. */
export class KeptMessages {
  private readonly client: SQSClient;

  constructor(
    connection: Connection,
    private readonly url: string,
  ) {
    // send calls to the connection's endpoint, because a local AWS may put another host into a queue's URL
    this.client = makeClient(SQSClient, connection, { useQueueUrlAsEndpoint: false });
  }

  /** Receives messages until the queue is empty, at most 1,000. */
  async receive(signal?: AbortSignal): Promise<FoundMessages> {
    const count = await this.count(); // count before receiving: if counting fails, no message has been hidden
    const all = new Map<string, KeptMessage>();
    while (all.size < MOST) {
      const { Messages = [] } = await this.client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: Math.min(BATCH, MOST - all.size),
          VisibilityTimeout: VISIBILITY_TIMEOUT_SECONDS,
          MessageAttributeNames: [TARGET_ATTRIBUTE],
          // long polling queries all of SQS's servers; short polling queries only some of them, and may miss messages
          WaitTimeSeconds: 1,
        }),
        signal ? { abortSignal: signal } : {},
      );
      if (Messages.length === 0) {
        break;
      }
      for (const { MessageId = '', ReceiptHandle = '', Body = '', MessageAttributes = {} } of Messages) {
        const target = MessageAttributes[TARGET_ATTRIBUTE]?.StringValue;
        all.set(MessageId, { id: MessageId, receipt: ReceiptHandle, body: Body, target });
      }
    }
    return { messages: [...all.values()], isCut: all.size === MOST, others: Math.max(0, count - all.size) };
  }

  /**
   * Makes messages visible to other consumers again.
   *
   * @throws Error with SQS's reason if a message stays invisible
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

  /**
   * Deletes a message. Does nothing if the message is already gone. Only endpoints other than AWS return an error in that case.
   */
  async remove(message: KeptMessage): Promise<void> {
    try {
      await this.client.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: message.receipt }));
    } catch (error) {
      if (!(error instanceof ReceiptHandleIsInvalid)) {
        throw error;
      }
    }
  }

  /** Returns the approximate number of messages in the queue, including those that other consumers have received. */
  async count(): Promise<number> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
  }

  /** Returns the name of the queue's dead-letter queue. Returns `undefined` if the queue has none. */
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
