import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { type Connection, makeClient } from './connection.ts';

/** A subscription to a topic. */
export interface Subscription {
  readonly topicArn: string;
  /** Such as `email`. */
  readonly protocol: string;
  readonly endpoint: string;
  /** Missing until it is confirmed. */
  readonly arn: string | undefined;
}

const CONFIRMED = /^arn:/;

/** The subscriptions of one topic. */
export class TopicSubscriptions {
  private readonly client: SNSClient;

  constructor(
    connection: Connection,
    private readonly topicArn: string,
  ) {
    this.client = makeClient(SNSClient, connection);
  }

  /** Reads all subscriptions, 100 with each call. */
  async list(): Promise<readonly Subscription[]> {
    const all: Subscription[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: this.topicArn, ...(NextToken ? { NextToken } : {}) }),
      );
      for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? []) {
        all.push({
          topicArn: this.topicArn,
          protocol: Protocol,
          endpoint: Endpoint,
          arn: CONFIRMED.test(SubscriptionArn) ? SubscriptionArn : undefined,
        });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return all;
  }

  /** Subscribes an email address, or sends the confirmation email again; returns whether it is confirmed already. */
  async subscribe(email: string): Promise<{ readonly confirmed: boolean }> {
    const { SubscriptionArn = '' } = await this.client.send(
      new SubscribeCommand({ TopicArn: this.topicArn, Protocol: 'email', Endpoint: email }),
    );
    return { confirmed: CONFIRMED.test(SubscriptionArn) };
  }

  /** Ends a confirmed subscription. */
  async unsubscribe(arn: string): Promise<void> {
    await this.client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  }

  /** Reads the attributes of the topic itself. */
  async attributes(): Promise<Readonly<Record<string, string>>> {
    const { Attributes = {} } = await this.client.send(new GetTopicAttributesCommand({ TopicArn: this.topicArn }));
    return Attributes;
  }
}
