"""Repairs of SNS."""

import json

from ministack.core.arn import parse_arn
from ministack.services import eventbridge, sns

from .functions import invoke_asynchronously

# MiniStack expects message attributes as form fields of an HTTP call. The task sns:publish passes them as a JSON object, as AWS
# documents, and MiniStack loses them. Remove this when messages from a state machine keep their attributes.
parse_form_fields = sns._parse_message_attributes


def parse_message_attributes(parameters):
    attributes = parameters.get("MessageAttributes")
    if not isinstance(attributes, dict):
        return parse_form_fields(parameters)
    fields = {}
    for number, (name, value) in enumerate(attributes.items(), start=1):
        fields[f"MessageAttributes.entry.{number}.Name"] = name
        for key, part in value.items():
            fields[f"MessageAttributes.entry.{number}.Value.{key}"] = part
    return parse_form_fields(fields)


sns._parse_message_attributes = parse_message_attributes

# MiniStack runs a subscribed function once, and drops the message if the function fails. AWS invokes the function asynchronously,
# with retries. If that is impossible, AWS sends the message to the subscription's dead-letter queue. Remove this when MiniStack's
# SNS calls MiniStack's invoke_async_with_retry with the alias's configuration and dead-letter queues.


def deliver_to_function(endpoint, envelope, topic_arn, subscription_arn, *_):
    source = {"EventVersion": "1.0", "EventSubscriptionArn": subscription_arn, "EventSource": "aws:sns"}
    if invoke_asynchronously(endpoint, {"Records": [{**source, "Sns": json.loads(envelope)}]}):
        return
    for subscription in sns._topics[topic_arn]["subscriptions"]:
        policy = subscription["attributes"].get("RedrivePolicy")
        if subscription["arn"] == subscription_arn and policy:
            eventbridge._dispatch_to_sqs(parse_arn(json.loads(policy)["deadLetterTargetArn"]), envelope)


sns._deliver_to_lambda = deliver_to_function
