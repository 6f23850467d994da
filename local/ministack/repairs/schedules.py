"""Repairs of EventBridge Scheduler."""

import datetime
import json
import re
import time
import uuid
import zoneinfo

from ministack.core.responses import set_request_account_id, set_request_region
from ministack.services import eventbridge, scheduler, stepfunctions

from .rules import keep_event

UTC = datetime.timezone.utc
START_EXECUTION = ":scheduler:::aws-sdk:sfn:startExecution"


def instant(local, zone):
    """Returns the first moment at which the clocks in the zone show the local time, or None if the clocks skip that time."""
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == local else None


def next_due(schedule, after):
    """Returns the first moment after `after` at which the schedule is due, or None if it is never due again."""
    expression = schedule["ScheduleExpression"].strip()
    zone = zoneinfo.ZoneInfo(schedule.get("ScheduleExpressionTimezone") or "UTC")
    once = re.fullmatch(r"at\((.+)\)", expression)
    if once:
        due = instant(datetime.datetime.fromisoformat(once[1]), zone)
        return due if due and due > after else None
    seconds = eventbridge._parse_rate_seconds(expression)
    if seconds:
        return after + datetime.timedelta(seconds=seconds)
    fields = eventbridge._parse_cron_fields(expression)
    local = after.astimezone(zone).replace(tzinfo=None)
    while fields is not None:
        following = eventbridge._cron_next_fire(fields, local.replace(tzinfo=UTC))
        if following is None:
            return None
        local = following.replace(tzinfo=None)
        due = instant(local, zone)
        if due and due > after:
            return due
    return None


def fill_in(schedule, due):
    """Returns a copy of the schedule's target, with values instead of the context attributes in its input."""
    values = {
        "schedule-arn": schedule["Arn"],
        "scheduled-time": due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }
    text = schedule["Target"].get("Input", "{}")
    for name, value in values.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return {**schedule["Target"], "Input": text}


def start_execution(target):
    """Starts an execution of the target's state machine. Returns False if Step Functions refuses the call."""
    request = {"StateMachineArn": target["Arn"], "Input": target["Input"]}
    if target["Arn"].endswith(START_EXECUTION):
        request = json.loads(target["Input"])
    status, _, _ = stepfunctions._start_execution({key[0].lower() + key[1:]: value for key, value in request.items()})
    return status < 400


def invoke(schedule, due):
    target = fill_in(schedule, due)
    if target["Arn"].endswith(START_EXECUTION) or ":states:" in target["Arn"]:
        dead_letter_queue = target.get("DeadLetterConfig", {}).get("Arn")
        if not start_execution(target) and dead_letter_queue:
            keep_event(dead_letter_queue, json.loads(target["Input"]), target, {})
        return
    event = {"EventId": str(uuid.uuid4()), "Source": "aws.scheduler", "DetailType": "Scheduled Event", "Detail": "{}"}
    eventbridge._invoke_target(target, {**event, "Time": time.time(), "Resources": [schedule["Arn"]]}, schedule)


clocks = {}  # the moment at which the clock of each schedule was first read


def clock_of(schedule):
    """Returns the schedule's tag "clock", or None if the schedule has no such tag. The tag contains the start time and the
    speed of the schedule's clock. Tests use the tag to make time pass faster. AWS does not interpret it."""
    return scheduler._tags.get(schedule["Arn"], {}).get("clock")


def time_of(schedule):
    """Returns the current time by the schedule's clock, or the real time if the schedule has no clock."""
    now, clock = datetime.datetime.now(UTC), clock_of(schedule)
    if clock is None:
        return now
    begin, speed = clock.split()
    since = clocks.setdefault((schedule["Arn"], clock), now)
    return datetime.datetime.fromisoformat(begin) + (now - since) * float(speed)


# MiniStack checks the schedules every 10 s, and reads each time as UTC. It does not replace context attributes, and does not
# support universal targets. If Step Functions refuses to start an execution, MiniStack drops the event. AWS reads times in the
# schedule's time zone. If the clocks skip a local time, AWS does not invoke the target. If a local time occurs twice, AWS uses
# the first. If AWS cannot invoke a target after all retries, it sends the event to the dead-letter queue. AWS may invoke a
# target up to a minute late. This repair may invoke it up to a quarter of a second late. Remove this repair when MiniStack's
# Scheduler behaves like AWS's in all these cases.
planned = {}  # the latest version of each schedule, its clock and its next due time, keyed as in MiniStack


def tick_schedules():
    for key, schedule in list(scheduler._schedules._data.items()):
        account, region, _ = key
        set_request_account_id(account)
        set_request_region(region)
        now, clock = time_of(schedule), clock_of(schedule)
        known, known_clock, due = planned.get(key, (None, None, None))
        if known is not schedule or known_clock != clock:
            changed = datetime.datetime.fromtimestamp(schedule["LastModificationDate"], UTC)
            due = next_due(schedule, changed if clock is None else now)
        is_due = due is not None and due <= now
        planned[key] = (schedule, clock, next_due(schedule, now) if is_due else due)
        start, end = scheduler._to_epoch(schedule.get("StartDate")), scheduler._to_epoch(schedule.get("EndDate"))
        is_over = end is not None and now.timestamp() > end
        if is_due and schedule.get("State") == "ENABLED" and (start or 0) <= due.timestamp() <= (end or due.timestamp()):
            invoke(schedule, due)
            is_over = is_over or schedule["ScheduleExpression"].startswith("at(")
        if is_over and schedule.get("ActionAfterCompletion") == "DELETE":
            scheduler._schedules._data.pop(key, None)
            planned.pop(key, None)


scheduler._SCHEDULE_TICK_INTERVAL = 0.25
scheduler._tick_schedules = tick_schedules

# MiniStack has a Scheduler, but does not support tasks such as arn:aws:states:::aws-sdk:scheduler:createSchedule. Remove this
# repair when MiniStack's tables list "scheduler" with its paths.
stepfunctions._AWS_SDK_SERVICE_MAP["scheduler"] = {"protocol": "rest-json"}
dispatch_rest_json = stepfunctions._dispatch_aws_sdk_rest_json


def dispatch_rest_json_or_create_schedule(service_info, service_name, action, input_data):
    if (service_name, action) != ("scheduler", "createSchedule"):
        return dispatch_rest_json(service_info, service_name, action, input_data)
    status, _, body = scheduler._create_schedule(input_data["Name"], input_data)
    answer = json.loads(body)
    if status >= 400:
        raise stepfunctions._ExecutionError(f"Scheduler.{answer['__type']}", answer["Message"])
    return answer


stepfunctions._dispatch_aws_sdk_rest_json = dispatch_rest_json_or_create_schedule

# MiniStack's ListSchedules returns at most MaxResults schedules, and no NextToken for the rest. Remove this repair when
# MiniStack returns a NextToken, as AWS does.
list_schedules = scheduler._list_schedules


def list_schedules_in_pages(query):
    status, headers, body = list_schedules({**query, "MaxResults": 1_000_000})
    schedules = json.loads(body)["Schedules"]
    first, most = int(query.get("NextToken", 0)), int(query.get("MaxResults", 100))
    page = {"Schedules": schedules[first : first + most]}
    if first + most < len(schedules):
        page["NextToken"] = str(first + most)
    return status, headers, json.dumps(page).encode()


scheduler._list_schedules = list_schedules_in_pages


# If the SDK repeats a CreateSchedule call with the same ClientToken, AWS accepts the call, but MiniStack refuses it. MiniStack
# also accepts expressions, time zones and dates that AWS refuses. Remove this repair when MiniStack reads ClientToken and
# checks these fields.
tokens = {}  # the token with which each schedule was created, keyed by the schedule's ARN
create_schedule, update_schedule = scheduler._create_schedule, scheduler._update_schedule


def problem_of(body):
    """Returns the reason why AWS refuses the schedule's fields, or None if AWS accepts them."""
    expression = body.get("ScheduleExpression", "").strip()
    start, end = scheduler._to_epoch(body.get("StartDate")), scheduler._to_epoch(body.get("EndDate"))
    if expression.startswith("cron(") and eventbridge._parse_cron_fields(expression) is None:
        return f"Invalid Schedule Expression {expression}."
    try:
        zoneinfo.ZoneInfo(body.get("ScheduleExpressionTimezone") or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return "The ScheduleExpressionTimezone is not valid."
    if start is not None and start < time.time() - 300:
        return "The StartDate you specify cannot be earlier than 5 minutes ago."
    if end is not None and end <= max(time.time(), start or 0):
        return "The EndDate you specify must be in the future, and after the StartDate."
    return None


def create_schedule_once(name, body):
    arn, token = scheduler._schedule_arn(body.get("GroupName", "default"), name), body.get("ClientToken")
    problem = problem_of(body)
    if problem:
        return scheduler._error(400, "ValidationException", problem)
    answer = create_schedule(name, body)
    if answer[0] == 409 and token is not None and tokens.get(arn) == token:
        return scheduler._json_resp(200, {"ScheduleArn": arn})
    if answer[0] < 400:
        tokens[arn] = token
    return answer


def update_checked_schedule(name, body):
    problem = problem_of(body)
    return scheduler._error(400, "ValidationException", problem) if problem else update_schedule(name, body)


scheduler._create_schedule, scheduler._update_schedule = create_schedule_once, update_checked_schedule
