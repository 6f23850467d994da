"""Repairs of CloudWatch alarms."""

import contextvars
import datetime
import json
import threading

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch, eventbridge, stepfunctions

# When an alarm changes its state, MiniStack sends no event and does not store the time. CloudWatch sends an event to the
# account's default event bus for each change (Amazon CloudWatch User Guide, "Alarm events and EventBridge"), and DescribeAlarms
# returns the time as StateTransitionedTimestamp. Remove this repair when MiniStack does both.
run_actions = cloudwatch._dispatch_alarm_actions


def run_actions_and_put_event(alarm, old_state, new_state, reason):
    now = datetime.datetime.now(datetime.timezone.utc)
    alarm["StateTransitionedTimestamp"] = now.timestamp()
    run_actions(alarm, old_state, new_state, reason)
    timestamp = now.isoformat(timespec="milliseconds").replace("+00:00", "+0000")
    detail = {
        "alarmName": alarm["AlarmName"],
        "configuration": {"description": alarm.get("AlarmDescription", "")},
        "previousState": {"value": old_state},
        "state": {"value": new_state, "reason": reason, "timestamp": timestamp},
    }
    event = {
        "Source": "aws.cloudwatch",
        "DetailType": "CloudWatch Alarm State Change",
        "Resources": [alarm["AlarmArn"]],
        "Detail": json.dumps(detail),
    }
    eventbridge._put_events({"Entries": [event]}, allow_aws_source=True)


cloudwatch._dispatch_alarm_actions = run_actions_and_put_event

# After each data point, MiniStack evaluates all alarms, and reads all data points of their metrics. Each reminder adds a data
# point, so the evaluations become slower and slower with thousands of reminders. CloudWatch evaluates an alarm at intervals
# (Amazon CloudWatch User Guide, "Evaluating an alarm"). This repair evaluates all alarms a second after the first new data
# point. Remove this repair when MiniStack evaluates alarms at intervals.
EVALUATION_DELAY_SECONDS = 1
evaluate_all_alarms = cloudwatch._evaluate_all_alarms
scopes_to_evaluate = set()
scopes_lock = threading.Lock()


def evaluate_all_alarms_soon():
    scope = get_account_id(), get_region()
    with scopes_lock:
        if scope in scopes_to_evaluate:
            return
        scopes_to_evaluate.add(scope)
    timer = threading.Timer(EVALUATION_DELAY_SECONDS, contextvars.copy_context().run, [evaluate_scope, scope])
    timer.daemon = True
    timer.start()


def evaluate_scope(scope):
    with scopes_lock:
        scopes_to_evaluate.discard(scope)
    evaluate_all_alarms()


cloudwatch._evaluate_all_alarms = evaluate_all_alarms_soon

# MiniStack's task aws-sdk:cloudwatch:describeAlarms uses the XML protocol and returns only a few fields of an alarm. With the
# JSON protocol, the task returns all fields, as on AWS. Remove this repair when the task returns StateTransitionedTimestamp
# without it.
stepfunctions._AWS_SDK_SERVICE_MAP["cloudwatch"] = {
    "target_prefix": "GraniteServiceVersion20100801",
    "protocol": "json",
    "service_key": "monitoring",
}
