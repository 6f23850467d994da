import { Annotations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';

/** The variable parts of the notes that synth prints about subscriptions. */
export interface SubscriptionRemarks {
  /** The id of the note about missing addresses. Users need it to suppress the note. */
  readonly id: string;
  /** What it means that no address is subscribed, as a sentence without its full stop. */
  readonly meaning: string;
  /** The setting that contains the addresses, in the context of this repository's app. */
  readonly setting: string;
  /** The property of `Remindme` that contains the addresses. */
  readonly property: string;
  /** The name of the parameter that holds the topic's ARN. */
  readonly parameterName: string;
  /** True if the topic is from a removed deployment or another app, and so may already have subscribers. */
  readonly isAdopted: boolean;
}

/**
 * Subscribes the email addresses to the topic. Someone must confirm the subscription of each address. Without addresses, synth
 * prints how to subscribe later, unless the topic is adopted. If an adopted topic gets addresses, synth prints a note: if a
 * later deployment leaves out an address, it ends the address's subscription, even one that is older than this deployment.
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
