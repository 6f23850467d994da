"""Repairs of CloudFormation."""

import uuid

from ministack.services import sns
from ministack.services.cloudformation import provisioners

# MiniStack derives the names of topics and queues only from the stack's name and the logical ID. So a stack that is deleted and
# created again reuses its old topics and queues. AWS generates a new random name for each new resource. With this repair,
# MiniStack adds a random seed to the name and stores the seed with the resource, so that an update keeps the name. Remove this
# repair when MiniStack uses a random seed for topics and queues, as it does for buckets.


def with_new_name(create):
    def create_with_new_name(logical_id, properties, stack_name):
        if not provisioners._NAME_SEED.get():
            provisioners._NAME_SEED.set(uuid.uuid4().hex[:8])
        return create(logical_id, properties, stack_name)

    return create_with_new_name


for resource_type in ("AWS::SNS::Topic", "AWS::SQS::Queue"):
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    handlers["create"] = with_new_name(handlers["create"])

# MiniStack's CloudFormation can subscribe an endpoint twice. On AWS, a topic has one subscription for each endpoint, and
# Subscribe returns the existing subscription. Remove this repair when MiniStack's CloudFormation calls MiniStack's SNS to
# subscribe.
subscription = provisioners._RESOURCE_HANDLERS["AWS::SNS::Subscription"]
create_subscription = subscription["create"]


def create_subscription_once(logical_id, properties, stack_name):
    wanted = (properties.get("Protocol"), properties.get("Endpoint"))
    for existing in sns._topics.get(properties.get("TopicArn"), {}).get("subscriptions", []):
        if (existing["protocol"], existing["endpoint"]) == wanted:
            return existing["arn"], {"Arn": existing["arn"]}
    return create_subscription(logical_id, properties, stack_name)


subscription["create"] = create_subscription_once
