"""Repairs of EventBridge."""

import json

from ministack.core.arn import parse_arn
from ministack.services import eventbridge

from .functions import invoke_asynchronously

# MiniStack runs the function that is a rule's target once and forgets the event if that fails. EventBridge hands it over to Lambda,
# and sends it to the target's dead-letter queue if it cannot. Can go when MiniStack's EventBridge uses its own
# invoke_async_with_retry with the configuration of the alias, and dead-letter queues.
invoke_target = eventbridge._invoke_target


def invoke_target_or_keep_event(target, event, rule, view=None):
    if ":lambda:" not in target.get("Arn", ""):
        invoke_target(target, event, rule, view)
        return
    payload = (view or eventbridge._pattern_event_view(event)).event_with_detail()
    dead_letter_queue = target.get("DeadLetterConfig", {}).get("Arn")
    if not invoke_asynchronously(target["Arn"], payload) and dead_letter_queue:
        eventbridge._dispatch_to_sqs(parse_arn(dead_letter_queue), json.dumps(payload))


eventbridge._invoke_target = invoke_target_or_keep_event
