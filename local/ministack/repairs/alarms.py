"""Repairs of CloudWatch alarms."""

import datetime
import json

from ministack.services import cloudwatch, eventbridge, stepfunctions

# When an alarm changes its state, MiniStack neither puts an event nor stores the time. CloudWatch puts an event onto the
# account's own bus for each change (Amazon CloudWatch User Guide, "Alarm events and EventBridge"), and DescribeAlarms returns
# the time as StateTransitionedTimestamp. Remove this when MiniStack does both.
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

# MiniStack's task aws-sdk:cloudwatch:describeAlarms uses the XML protocol and returns only a few fields of an alarm. With the
# JSON protocol, it returns all fields, as Step Functions does. Remove this when the task returns StateTransitionedTimestamp.
stepfunctions._AWS_SDK_SERVICE_MAP["cloudwatch"] = {
    "target_prefix": "GraniteServiceVersion20100801",
    "protocol": "json",
    "service_key": "monitoring",
}
