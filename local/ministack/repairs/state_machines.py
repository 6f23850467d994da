"""Repairs of Step Functions."""

import copy
import datetime
import functools
import heapq
import html
import itertools
import re
import threading
import time

import jsonata
from jsonata.datetimeutils import DateTimeUtils
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import stepfunctions

# MiniStack has CloudFormation, but does not support tasks such as arn:aws:states:::aws-sdk:cloudformation:createStack. Remove
# this repair when MiniStack's tables of services list "cloudformation".
stepfunctions._AWS_SDK_SERVICE_MAP["cloudformation"] = {"protocol": "query"}
stepfunctions._AWS_SDK_ERROR_PREFIX["cloudformation"] = "CloudFormation"

# MiniStack reports every error of an aws-sdk:cloudformation task as CloudFormation.ServiceException, with the XML of the
# response as the cause. AWS uses the names of the AWS SDK for Java, such as CloudFormation.AlreadyExistsException. For a code
# without an exception class, such as ValidationError, AWS uses CloudFormation.CloudFormationException. Remove this repair
# together with the repair above.
dispatch_query = stepfunctions._dispatch_aws_sdk_query


def dispatch_query_with_error_names(service_info, service_name, action, input_data):
    try:
        return dispatch_query(service_info, service_name, action, input_data)
    except stepfunctions._ExecutionError as error:
        answer = re.search("<Code>(.*?)</Code><Message>(.*?)</Message>", error.cause, re.DOTALL)
        if service_name != "cloudformation" or answer is None:
            raise
        code, message = map(html.unescape, answer.groups())
        name = code if code.endswith("Exception") else "CloudFormationException"
        cause = f"{message} (Service: CloudFormation, Status Code: 400, Request ID: 00000000-0000-0000-0000-000000000000)"
        raise stepfunctions._ExecutionError(f"CloudFormation.{name}", cause) from None


stepfunctions._dispatch_aws_sdk_query = dispatch_query_with_error_names

# MiniStack reports every error of an sns:publish task as SNS.PublishFailed, so a retrier cannot distinguish errors. AWS uses
# names such as SNS.NotFoundException. Remove this repair when MiniStack uses these names.
publish = stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sns:publish"]


def publish_with_error_names(resource, input_data):
    try:
        return publish(resource, input_data)
    except stepfunctions._ExecutionError as error:
        code = re.search("<Code>(.*?)(Exception)?</Code>", error.cause)
        if code is None:  # the error is not from SNS
            raise
        raise stepfunctions._ExecutionError(f"SNS.{code[1]}Exception", error.cause) from None


stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sns:publish"] = publish_with_error_names

# MiniStack starts a thread for each task with TimeoutSeconds. MiniStack publishes to a topic inside its own process, which is
# faster than starting a thread. So this repair publishes without an additional thread, and without a timeout. Remove this
# repair when MiniStack reuses threads for tasks.
invoke_with_timeout = stepfunctions._invoke_resource_with_timeout


def invoke_with_timeout_if_needed(resource, input_data, timeout):
    if resource == "arn:aws:states:::sns:publish":
        return stepfunctions._invoke_resource(resource, input_data)
    return invoke_with_timeout(resource, input_data, timeout)


stepfunctions._invoke_resource_with_timeout = invoke_with_timeout_if_needed

# If the task states:startExecution fails, MiniStack reports the API's error code. AWS reports names such as
# StepFunctions.ExecutionAlreadyExistsException. Remove this repair when MiniStack reports these names.
start_nested_execution = stepfunctions._invoke_nested_start_execution


def start_nested_execution_with_error_names(resource, input_data):
    try:
        return start_nested_execution(resource, input_data)
    except stepfunctions._ExecutionError as error:
        name = error.error.removesuffix("Exception")
        raise stepfunctions._ExecutionError(f"StepFunctions.{name}Exception", error.cause) from None


stepfunctions._invoke_nested_start_execution = start_nested_execution_with_error_names

# If a task such as arn:aws:states:::aws-sdk:sfn:startExecution fails, MiniStack reports the API's error code. AWS uses the
# names of the AWS SDK for Java, such as Sfn.ExecutionAlreadyExistsException. Remove this repair when MiniStack uses the same
# names.
stepfunctions._AWS_SDK_ERROR_CODE_OVERRIDES["sfn"] = {
    code: f"{code}Exception" for code in ("ExecutionAlreadyExists", "ExecutionDoesNotExist", "StateMachineDoesNotExist")
}

# MiniStack checks that an execution's name is free, but stores the name only later. So if two threads start executions with the
# same name at the same moment, both executions start. On AWS, the second StartExecution fails or returns the running execution.
# Remove this repair when MiniStack checks and stores the name in one step.
start_execution = stepfunctions._start_execution
names_being_taken = set()
names_lock = threading.Lock()


def start_execution_once(request):
    if not request.get("name"):
        return start_execution(request)
    name = (get_account_id(), get_region(), request.get("stateMachineArn"), request["name"])
    with names_lock:
        if name in names_being_taken:
            return error_response_json("ExecutionAlreadyExists", f"Execution already exists: '{request['name']}'", 400)
        names_being_taken.add(name)
    try:
        return start_execution(request)
    finally:
        with names_lock:
            names_being_taken.discard(name)


stepfunctions._start_execution = start_execution_once

# MiniStack parses a JSONata expression again for every evaluation. When a request is checked, parsing takes three quarters of
# the time. This repair keeps parsed expressions and gives each evaluation a copy, as jsonata does for each thread. Copies are
# safe, because an evaluation does not change the syntax tree. Remove this repair when MiniStack keeps parsed expressions.
#
# MiniStack also ends an evaluation after 1 s of wall-clock time. AWS counts only the time of the evaluation itself. In
# MiniStack, all evaluations share one interpreter lock. So when many reminders are due at once, evaluations would exceed the
# limit and reminders would fail. With this repair, the limit is 60 s. Remove this repair when MiniStack counts only the
# evaluation's own time.
EVALUATION_MILLISECONDS = 60_000
parse_expression = functools.lru_cache(maxsize=1_000)(jsonata.Jsonata.jsonata)


def copy_of_parsed_expression(expression, *, timeout=None):
    copied = copy.copy(parse_expression(expression))
    copied.environment = copied.create_frame(jsonata.Jsonata.static_frame)
    if timeout is not None:
        copied.environment.set_runtime_bounds(EVALUATION_MILLISECONDS, None)
    jsonata.Jsonata.CURRENT.jsonata = copied  # set the expression that this thread evaluates, as the constructor does
    return copied


jsonata.Jsonata.jsonata = staticmethod(copy_of_parsed_expression)

# MiniStack's $fromMillis uses floating-point numbers for fractions of a second. For times before about 1700, the result can be
# wrong by a millisecond. Remove this repair when MiniStack formats 1028-02-10T08:59:12.870Z exactly.
EPOCH = datetime.datetime(1970, 1, 1)
format_datetime = DateTimeUtils.format_datetime


def format_datetime_exactly(millis, picture, timezone):
    if picture is not None or timezone is not None:
        return format_datetime(millis, picture, timezone)
    return (EPOCH + datetime.timedelta(milliseconds=millis)).isoformat(timespec="milliseconds") + "Z"


DateTimeUtils.format_datetime = staticmethod(format_datetime_exactly)

# MiniStack runs each execution in a thread. Thousands of threads that wake in the same second compete for one interpreter lock.
# For example, 5,000 executions that only waited ended 73 s late. With this repair, an execution continues after a wait only
# when it has a turn, and only a few executions have a turn at once. When an execution waits again, it gives its turn back. One
# thread wakes the waiting executions, in the order of their due times. Remove this repair when MiniStack runs executions on a
# pool of threads.
TURNS = 16
turns = threading.Semaphore(TURNS)
in_turn = threading.local()
waiting = []  # a heap of due times, each with a number and the lock of a thread
numbers = itertools.count()  # the numbers make two threads with the same due time wake in the order in which they began to wait
changed = threading.Condition()
run_execution = stepfunctions._run_execution
sleep = stepfunctions._scaled_sleep


def give_turn_back():
    if getattr(in_turn, "yes", False):
        in_turn.yes = False
        turns.release()


def take_turn(due):
    """Waits until the moment `due`, and then for a turn. `due` is a value of time.monotonic()."""
    woken = threading.Lock()
    woken.acquire()
    with changed:
        heapq.heappush(waiting, (due, next(numbers), woken))
        changed.notify()
    woken.acquire()
    in_turn.yes = True


def wake_in_turns():
    while True:
        with changed:
            while not waiting or waiting[0][0] > time.monotonic():
                changed.wait(waiting[0][0] - time.monotonic() if waiting else None)
            _, _, woken = heapq.heappop(waiting)
        turns.acquire()
        woken.release()


def run_execution_in_turns(*arguments):
    in_turn.wanted = True
    try:
        return run_execution(*arguments)
    finally:
        in_turn.wanted = False
        give_turn_back()


def sleep_and_take_turn(seconds):
    give_turn_back()
    if getattr(in_turn, "wanted", False):
        take_turn(time.monotonic() + seconds * stepfunctions._SFN_WAIT_SCALE)
    else:
        sleep(seconds)  # a branch needs no turn, because it runs during the turn of its execution


threading.Thread(target=wake_in_turns, daemon=True).start()
stepfunctions._run_execution = run_execution_in_turns
stepfunctions._scaled_sleep = sleep_and_take_turn
