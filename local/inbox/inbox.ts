import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfirmSubscriptionCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import type { ClientConfig } from '../ministack/client-config.ts';
import { HOST } from '../ministack/free-port.ts';
import { Problem } from '../terminal/problem.ts';

/** A message that has arrived. */
export interface Arrival {
  /** The message's text. */
  readonly message: string;
  /** The message's subject, or an empty string if the message has none. */
  readonly subject: string;
  /** The message attributes, with their values as strings. A reminder has `dueAt` and `executionName`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageId: string;
  /**
   * The time at which SNS sent the message, by SNS's clock, in milliseconds since the epoch. MiniStack gives only whole
   * seconds.
   */
  readonly sentAt: number;
  /** The time at which the message arrived, in milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** A topic's subscriber, which takes the place of a mailbox. It runs in this process. */
export interface Inbox {
  /** All messages that have arrived, in order. A message that SNS delivers twice appears twice. */
  readonly arrivals: readonly Arrival[];
  /** Calls the listener for each arrival from now on. */
  onArrival(listener: (arrival: Arrival) => void): void;
  /**
   * Waits until the arrived messages meet the condition.
   *
   * @param milliseconds the time limit
   * @returns true if they met the condition within the time limit
   */
  until(condition: (arrivals: readonly Arrival[]) => boolean, milliseconds: number): Promise<boolean>;
  /**
   * Waits until the message of the given execution arrives, such as its reminder or its stack report.
   *
   * @param milliseconds the time limit
   * @returns the message, or `undefined` if it did not arrive within the time limit
   */
  arrivalOf(executionName: string, milliseconds: number): Promise<Arrival | undefined>;
  /** Unsubscribes and stops listening. Does not fail if MiniStack or the topic is gone. */
  close(): Promise<void>;
}

/** The fields of a request from SNS that the inbox reads. */
interface SnsPost {
  readonly Type: string;
  readonly TopicArn: string;
  readonly MessageId: string;
  readonly Timestamp: string;
  readonly Message: string;
  readonly Subject?: string;
  readonly Token?: string;
  readonly MessageAttributes?: Record<string, { readonly Value: string }>;
}

/**
 * The size limit of a request from SNS, in bytes. An SNS message has at most 256 KiB, and an escape in JSON can turn one byte
 * into six.
 */
const LARGEST_POST = 2 * 1024 * 1024;
const CONFIRM_MILLISECONDS = 60_000;
/** The time limit for unsubscribing. MiniStack may be running without answering. */
const UNSUBSCRIBE_MILLISECONDS = 2_000;

/**
 * Starts a listener on 127.0.0.1, and subscribes it to the given MiniStack topic.
 *
 * @returns an inbox whose subscription is confirmed
 * @throws Problem if the topic cannot be subscribed to, or if the subscription is not confirmed within a minute
 */
export async function openInbox(options: {
  readonly clientConfig: ClientConfig;
  readonly topicArn: string;
}): Promise<Inbox> {
  const sns = new SNSClient(options.clientConfig);
  const arrivals: Arrival[] = [];
  const events = new EventEmitter<{ arrival: [Arrival]; confirmed: [] }>();
  events.setMaxListeners(0); // 0 removes the limit, because a test may add one listener for each message

  let subscription: string | undefined;
  const receive = async (post: SnsPost) => {
    if (post.Type === 'SubscriptionConfirmation' && post.Token) {
      const { SubscriptionArn } = await sns.send(
        new ConfirmSubscriptionCommand({ TopicArn: options.topicArn, Token: post.Token }),
      );
      subscription = SubscriptionArn;
      events.emit('confirmed');
    }
    if (post.Type === 'Notification') {
      const arrival: Arrival = {
        message: post.Message,
        subject: post.Subject ?? '',
        attributes: Object.fromEntries(
          Object.entries(post.MessageAttributes ?? {}).map(([name, { Value }]) => [name, Value]),
        ),
        messageId: post.MessageId,
        sentAt: Date.parse(post.Timestamp),
        receivedAt: Date.now(),
      };
      arrivals.push(arrival);
      events.emit('arrival', arrival);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response, options.topicArn, receive).catch(() => response.destroy());
  });
  server.listen(0, HOST);
  await once(server, 'listening');

  const inbox: Inbox = {
    arrivals,
    onArrival: (listener) => {
      events.on('arrival', listener);
    },
    until: async (condition, milliseconds) => {
      const deadline = AbortSignal.timeout(milliseconds);
      while (!condition(arrivals)) {
        try {
          await once(events, 'arrival', { signal: deadline });
        } catch {
          return condition(arrivals);
        }
      }
      return true;
    },
    arrivalOf: async (executionName, milliseconds) => {
      const find = () => arrivals.find(({ attributes }) => attributes['executionName'] === executionName);
      await inbox.until(() => find() !== undefined, milliseconds);
      return find();
    },
    close: async () => {
      if (subscription) {
        // unsubscribe, because otherwise the next program on this port would get the messages; ignore the error if MiniStack is
        // gone
        await sns
          .send(new UnsubscribeCommand({ SubscriptionArn: subscription }), {
            abortSignal: AbortSignal.timeout(UNSUBSCRIBE_MILLISECONDS),
          })
          .catch(() => {});
      }
      sns.destroy();
      server.close();
      server.closeAllConnections();
    },
  };

  try {
    const confirmed = once(events, 'confirmed', { signal: AbortSignal.timeout(CONFIRM_MILLISECONDS) });
    await Promise.all([
      confirmed,
      sns.send(
        new SubscribeCommand({
          TopicArn: options.topicArn,
          Protocol: 'http',
          Endpoint: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
        }),
      ),
    ]);
    return inbox;
  } catch (error) {
    await inbox.close();
    throw new Problem(
      `The inbox could not be subscribed to ${options.topicArn}: ${(error as Error).message}. Start again.`,
    );
  }
}

/** Answers the HTTP request. Refuses a request that is not from the topic. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  topicArn: string,
  receive: (post: SnsPost) => Promise<void>,
): Promise<void> {
  const refuse = (status: number) => {
    response.writeHead(status, { connection: 'close' }).end();
  };
  if (request.method !== 'POST') {
    refuse(405);
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_POST) {
      refuse(413);
      return;
    }
    chunks.push(chunk);
  }
  const post = parse(Buffer.concat(chunks).toString('utf8'));
  if (post?.TopicArn !== topicArn) {
    refuse(400);
    return;
  }
  await receive(post);
  response.writeHead(200).end();
}

function parse(text: string): SnsPost | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as SnsPost) : undefined;
  } catch {
    return undefined;
  }
}
