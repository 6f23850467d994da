import { Annotations } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';

/** What synth says if nobody is subscribed. */
export interface NobodySubscribed {
  /** Identifies the message, for anyone who wants to acknowledge it. */
  readonly id: string;
  /** What it means: a sentence without its full stop. */
  readonly meaning: string;
  /** The setting that names the addresses. */
  readonly setting: string;
  /** The stack's output that holds the topic's ARN. */
  readonly output: string;
}

/** Subscribes email addresses to a topic; each has to confirm. Without addresses, synth says how to subscribe later. */
export function subscribeEmails(topic: Topic, emails: readonly string[], nobody: NobodySubscribed): void {
  for (const email of emails) {
    topic.addSubscription(new EmailSubscription(email));
  }
  if (emails.length === 0) {
    Annotations.of(topic).addInfoV2(
      nobody.id,
      `${nobody.meaning}: deploy with -c ${nobody.setting}=you@example.com, or later run aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn with the output ${nobody.output}.`,
    );
  }
}
