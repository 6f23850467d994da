"""Repairs of Step Functions."""

import copy
import functools
import html
import re
import threading

import jsonata
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import stepfunctions

# MiniStack has no tasks such as arn:aws:states:::aws-sdk:cloudformation:createStack, although its CloudFormation would answer
# them. Can go when MiniStack's tables list "cloudformation".
stepfunctions._AWS_SDK_SERVICE_MAP["cloudformation"] = {"protocol": "query"}
stepfunctions._AWS_SDK_ERROR_PREFIX["cloudformation"] = "CloudFormation"

# MiniStack names every error of such a task CloudFormation.ServiceException and gives the XML of the answer as the cause. AWS
# uses the names of the AWS SDK for Java: CloudFormation.AlreadyExistsException, or CloudFormation.CloudFormationException for a
# code that has no exception of its own, such as ValidationError. Can go with the repair above.
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

# MiniStack names every error of the task sns:publish SNS.PublishFailed, so a Retry cannot tell errors apart. AWS uses names such
# as SNS.NotFoundException. Can go when MiniStack does too.
publish = stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sns:publish"]


def publish_with_error_names(resource, input_data):
    try:
        return publish(resource, input_data)
    except stepfunctions._ExecutionError as error:
        code = re.search("<Code>(.*?)(Exception)?</Code>", error.cause)
        if code is None:  # not an answer of SNS
            raise
        raise stepfunctions._ExecutionError(f"SNS.{code[1]}Exception", error.cause) from None


stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sns:publish"] = publish_with_error_names

# MiniStack looks a new execution's name up first and takes it later, so two threads that start executions with the same name at
# the same moment start two. On AWS the second start fails or returns the running execution. Can go when MiniStack takes names
# atomically.
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

# MiniStack parses a JSONata expression again for every evaluation. That takes three quarters of the time of checking a request.
# This keeps parsed expressions and gives each evaluation a copy, as jsonata does for each thread: an evaluation never writes
# into the syntax tree. Can go when MiniStack keeps parsed expressions.
#
# MiniStack also ends an evaluation after 1 s of wall time. AWS counts the time of the evaluation alone, but here all evaluations
# share one interpreter lock, so a burst would lose reminders. Can go when MiniStack counts the evaluation's own time.
EVALUATION_MILLISECONDS = 60_000
parse_expression = functools.lru_cache(maxsize=1_000)(jsonata.Jsonata.jsonata)


def copy_of_parsed_expression(expression, *, timeout=None):
    copied = copy.copy(parse_expression(expression))
    copied.environment = copied.create_frame(jsonata.Jsonata.static_frame)
    if timeout is not None:
        copied.environment.set_runtime_bounds(EVALUATION_MILLISECONDS, None)
    jsonata.Jsonata.CURRENT.jsonata = copied  # the expression that this thread evaluates, as the constructor sets it
    return copied


jsonata.Jsonata.jsonata = staticmethod(copy_of_parsed_expression)

# MiniStack runs each execution in a thread. Thousands of threads that wake in the same second compete for the one interpreter
# lock: 5,000 executions that only waited ended 73 s late. Here an execution works after its first wait only while it has one of
# a few turns, and gives its turn back while it waits again. Can go when MiniStack runs executions on a pool of threads.
turns = threading.Semaphore(16)
in_turn = threading.local()
run_execution = stepfunctions._run_execution
sleep = stepfunctions._scaled_sleep


def give_turn_back():
    if getattr(in_turn, "yes", False):
        in_turn.yes = False
        turns.release()


def run_execution_in_turns(*arguments):
    in_turn.wanted = True
    try:
        return run_execution(*arguments)
    finally:
        in_turn.wanted = False
        give_turn_back()


def sleep_and_take_turn(seconds):
    give_turn_back()
    sleep(seconds)
    if getattr(in_turn, "wanted", False):  # not in the thread of a branch, because its execution waits for it
        turns.acquire()
        in_turn.yes = True


stepfunctions._run_execution = run_execution_in_turns
stepfunctions._scaled_sleep = sleep_and_take_turn
