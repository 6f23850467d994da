"""Repairs of SNS."""

import asyncio
import json
import types
from concurrent.futures import ThreadPoolExecutor

from ministack.core.arn import parse_arn
from ministack.services import eventbridge, sns

from .functions import invoke_asynchronously

# MiniStack expects message attributes as form fields of an HTTP call. The task sns:publish passes them as a JSON object, as on
# AWS, so MiniStack loses them. Remove this repair when messages from a state machine keep their attributes.
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

# MiniStack runs a subscribed function once, and drops the message if the function fails. AWS invokes the function
# asynchronously, with retries. If SNS cannot invoke the function, it sends the message to the subscription's dead-letter queue.
# Remove this repair when MiniStack's SNS supports dead-letter queues and calls invoke_async_with_retry with the alias's
# configuration.


def deliver_to_function(endpoint, envelope, topic_arn, subscription_arn, *_):
    source = {"EventVersion": "1.0", "EventSubscriptionArn": subscription_arn, "EventSource": "aws:sns"}
    if invoke_asynchronously(endpoint, {"Records": [{**source, "Sns": json.loads(envelope)}]}):
        return
    for subscription in sns._topics[topic_arn]["subscriptions"]:
        policy = subscription["attributes"].get("RedrivePolicy")
        if subscription["arn"] == subscription_arn and policy:
            eventbridge._dispatch_to_sqs(parse_arn(json.loads(policy)["deadLetterTargetArn"]), envelope)


sns._deliver_to_lambda = deliver_to_function

# For each message, MiniStack starts three threads and an event loop to deliver it over HTTP, and one more thread to invoke a
# function asynchronously. When thousands of reminders are due at once, MiniStack spends a third of its time on these threads.
# This repair delivers over HTTP on a few permanent threads, and invokes functions without an additional thread. Remove this
# repair when MiniStack delivers messages on a pool of threads.
DELIVERIES_AT_ONCE = 8
deliveries = ThreadPoolExecutor(DELIVERIES_AT_ONCE, thread_name_prefix="deliver")


def deliver_over_http(endpoint, payload):
    try:
        sns._http_post_sync(endpoint, payload, "Notification")
    except Exception as error:
        sns.logger.warning("The delivery to %s failed: %s", endpoint, error)


class Delivery:
    """A replacement for the thread that MiniStack starts for a delivery. For a delivery over HTTP, `start` does nothing,
    because the delivery begins when MiniStack evaluates the thread's arguments."""

    def __init__(self, target, args, daemon):
        self.target = target
        self.args = args

    def start(self):
        if self.target is not asyncio.run:
            self.target(*self.args)


sns._deliver_to_http = lambda endpoint, payload: deliveries.submit(deliver_over_http, endpoint, payload)
sns._threading = types.SimpleNamespace(Thread=Delivery)
