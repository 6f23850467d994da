import { Annotations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';

/** The variable parts of the notes that synth prints about subscriptions. */
export interface SubscriptionRemarks {
  /** The id of the note about missing addresses. Users need it to suppress the note. */
  readonly id: string;
  /** A sentence without its full stop that says what follows if no address is subscribed. */
  readonly meaning: string;
  /** The CDK context key that contains the addresses in this repository's app. */
  readonly setting: string;
  /** The property of `Remindme` that contains the addresses. */
  readonly property: string;
  /** The name of the parameter that holds the topic's ARN. */
  readonly parameterName: string;
  /** True if a removed deployment or another app created the topic, so it may already have subscribers. */
  readonly isAdopted: boolean;
}

/**
 * Subscribes the email addresses to the topic. The owner of each address must confirm the subscription. Without addresses,
 * synth prints how to subscribe later, unless the topic is adopted. If an adopted topic gets addresses, synth prints a note,
 * because a later deployment that leaves out an address unsubscribes it. This can also end a subscription that is older than
 * the deployment.
 */
export function subscribeEmails(topic: ITopic, emails: readonly string[], remarks: SubscriptionRemarks): void {
  const { id, meaning, setting, property, parameterName, isAdopted } = remarks;
  for (const email of emails) {
    topic.addSubscription(new EmailSubscription(email));
  }
  if (emails.length === 0 && !isAdopted) {
    Annotations.of(topic).addInfoV2(
      id,
      `${meaning}: set the property ${property} (in the app of remindme itself: -c ${setting}=you@example.com), or later run aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn with the ARN in the parameter ${parameterName}.`,
    );
  }
  if (emails.length > 0 && isAdopted) {
    Annotations.of(topic).addInfoV2(
      `remindme:adopted-${setting}`,
      `An address of ${property} that is subscribed to the adopted topic already is not subscribed twice, but a later deployment without it unsubscribes it: leave it out of ${property} (in the app of remindme itself: ${setting}) to keep its subscription as it is.`,
    );
  }
}
