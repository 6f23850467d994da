import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Connection, makeClient } from './connection.ts';

/** A message of the queue, ours until it is given back or some minutes have passed. */
export interface KeptMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
}

/** What was found in the queue. */
export interface FoundMessages {
  readonly messages: readonly KeptMessage[];
  /** Whether there were so many that not all were read. */
  readonly isCut: boolean;
  /** How many there are beside them, roughly: not read, or out of sight because somebody reads them or an answer got lost. */
  readonly others: number;
}

/** The most that is read of the queue. */
const MOST = 1_000;
/** The most that SQS hands out, and takes back, with one call. */
const BATCH = 10;
/** So long a received message is out of sight, if nobody gives it back: the command was ended. */
const OUT_OF_SIGHT_SECONDS = 60;

/** The calls of SQS that the command makes. */
export class UndeliveredMessages {
  private readonly client: SQSClient;

  constructor(
    connection: Connection,
    private readonly url: string,
  ) {
    // with an endpoint of one's own the host in the queue's URL need not be reachable from here
    this.client = makeClient(SQSClient, connection, { useQueueUrlAsEndpoint: !process.env['AWS_ENDPOINT_URL'] });
  }

  /** Receives what is in the queue, until it is empty or much was read. */
  async receive(): Promise<FoundMessages> {
    const count = await this.count(); // first: where that fails, nothing is out of sight yet
    const all = new Map<string, KeptMessage>();
    while (all.size < MOST) {
      const { Messages = [] } = await this.client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: Math.min(BATCH, MOST - all.size),
          VisibilityTimeout: OUT_OF_SIGHT_SECONDS,
          // without waiting SQS asks some of its servers only, and finds less than there is
          WaitTimeSeconds: 1,
        }),
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
   * Gives messages back, so that the next reader sees them at once.
   *
   * @throws Error what SQS says of the first that it does not take back; one that is in sight already is no such
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

  /** Takes a message out of the queue for good. Endpoints other than AWS refuse that for one that is not there any more. */
  async remove(message: KeptMessage): Promise<void> {
    try {
      await this.client.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: message.receipt }));
    } catch (error) {
      if (!(error instanceof ReceiptHandleIsInvalid)) {
        throw error;
      }
    }
  }

  /** How many messages are in the queue, roughly, those that somebody is reading included. */
  async count(): Promise<number> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
  }
}
