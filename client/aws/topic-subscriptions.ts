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
  /** The protocol, such as `email`. */
  readonly protocol: string;
  readonly endpoint: string;
  /** The subscription's ARN. Missing until the subscription is confirmed. */
  readonly arn: string | undefined;
}

/** The subscriptions of a topic. */
export interface ListedSubscriptions {
  readonly subscriptions: readonly Subscription[];
  /**
   * The endpoints that unsubscribed with the link in an email and have not subscribed again. For 72 hours, SNS lists such a
   * subscription with `Deleted` as its ARN (AWS re:Post Knowledge Center, "Deleted" topic subscription).
   */
  readonly ended: readonly string[];
}

const CONFIRMED = /^arn:/;
const DELETED = 'Deleted';

/** The subscriptions of one topic. */
export class TopicSubscriptions {
  private readonly client: SNSClient;

  constructor(
    connection: Connection,
    private readonly topicArn: string,
  ) {
    this.client = makeClient(SNSClient, connection);
  }

  /** Reads all subscriptions, 100 per call. */
  async list(): Promise<ListedSubscriptions> {
    const subscriptions: Subscription[] = [];
    const deleted: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: this.topicArn, ...(NextToken ? { NextToken } : {}) }),
      );
      for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? []) {
        if (SubscriptionArn === DELETED) {
          deleted.push(Endpoint);
          continue;
        }
        subscriptions.push({
          topicArn: this.topicArn,
          protocol: Protocol,
          endpoint: Endpoint,
          arn: CONFIRMED.test(SubscriptionArn) ? SubscriptionArn : undefined,
        });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    const isBack = (ended: string) => subscriptions.some(({ endpoint }) => endpoint === ended);
    return { subscriptions, ended: deleted.filter((endpoint) => !isBack(endpoint)) };
  }

  /**
   * Subscribes an email address. If the address is already subscribed but not confirmed, SNS sends the confirmation email
   * again. `confirmed` is false until someone follows the link in that email.
   */
  async subscribe(email: string): Promise<{ readonly confirmed: boolean }> {
    const { SubscriptionArn = '' } = await this.client.send(
      new SubscribeCommand({ TopicArn: this.topicArn, Protocol: 'email', Endpoint: email }),
    );
    return { confirmed: CONFIRMED.test(SubscriptionArn) };
  }

  /** Deletes a confirmed subscription. */
  async unsubscribe(arn: string): Promise<void> {
    await this.client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  }

  /** Reads the topic's attributes. */
  async attributes(): Promise<Readonly<Record<string, string>>> {
    const { Attributes = {} } = await this.client.send(new GetTopicAttributesCommand({ TopicArn: this.topicArn }));
    return Attributes;
  }
}
