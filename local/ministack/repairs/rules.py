"""Repairs of EventBridge. EventBridge Scheduler uses the same targets, so these repairs also affect its schedules."""

import json

from ministack.core.arn import parse_arn
from ministack.services import eventbridge, sqs, stepfunctions

from .functions import invoke_asynchronously

# If a function is a rule's target, MiniStack runs the function once, and drops the event if the function fails. MiniStack also
# drops the event if the target does not exist. AWS invokes the function asynchronously, with retries. If EventBridge cannot
# deliver an event, it sends the event to the target's dead-letter queue. The message is the whole event, because EventBridge
# does not apply InputPath to the message. The message's attributes name the target (Amazon EventBridge User Guide, "Using
# dead-letter queues to process undelivered events"). Remove this repair when MiniStack's EventBridge supports dead-letter
# queues and calls invoke_async_with_retry with the alias's configuration.
invoke_target = eventbridge._invoke_target


def invoke_target_or_keep_event(target, event, rule, view=None):
    arn = target.get("Arn", "")
    if "Input" in target:  # only the targets of schedules have an Input
        payload = json.loads(target["Input"])
    else:
        payload = (view or eventbridge._pattern_event_view(event)).event_with_detail()
    if ":states:" in arn:
        is_delivered = stepfunctions._resolve_state_machine_arn(arn) is not None
        if is_delivered:
            invoke_target(target, event, rule, view)
    elif ":lambda:" in arn:
        is_delivered = invoke_asynchronously(arn, payload)
    else:
        invoke_target(target, event, rule, view)
        return
    dead_letter_queue = target.get("DeadLetterConfig", {}).get("Arn")
    if not is_delivered and dead_letter_queue:
        keep_event(dead_letter_queue, payload, target, rule)


def keep_event(queue_arn, event, target, rule):
    attributes = {"RULE_ARN": rule.get("Arn"), "TARGET_ARN": target["Arn"], "ERROR_CODE": "NO_RESOURCE"}
    queue = sqs._queue_by_arn(str(parse_arn(queue_arn)))
    if queue:
        sqs._act_send_message(
            {
                "QueueUrl": queue["url"],
                "MessageBody": json.dumps(event),
                "MessageAttributes": {
                    name: {"DataType": "String", "StringValue": value} for name, value in attributes.items() if value
                },
            },
            queue["url"],
        )


eventbridge._invoke_target = invoke_target_or_keep_event

# MiniStack accepts an event without a detail, or with a detail that is not a JSON object. EventBridge refuses such an entry
# (Amazon EventBridge API Reference, PutEvents: Detail is "a valid JSON object", and required like Source and DetailType).
# Remove this repair when MiniStack refuses such an entry.
put_events = eventbridge._put_events


def problem_of(entry):
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            return "InvalidArgument", f"Parameter {name} is not valid. Reason: {name} is a required argument."
    try:
        is_object = isinstance(json.loads(entry["Detail"]), dict)
    except ValueError:
        is_object = False
    return None if is_object else ("MalformedDetail", "Detail is malformed.")


def put_valid_events(request, allow_aws_source=False):
    entries = request.get("Entries", [])
    problems = [problem_of(entry) for entry in entries]
    valid = [entry for entry, problem in zip(entries, problems) if problem is None]
    status, headers, body = put_events({**request, "Entries": valid}, allow_aws_source)
    if status != 200 or not any(problems):
        return status, headers, body
    answer = json.loads(body)
    accepted = iter(answer["Entries"])
    answer["Entries"] = [
        next(accepted) if problem is None else {"ErrorCode": problem[0], "ErrorMessage": problem[1]}
        for problem in problems
    ]
    answer["FailedEntryCount"] += len(entries) - len(valid)
    return status, headers, json.dumps(answer).encode()


eventbridge._put_events = put_valid_events
