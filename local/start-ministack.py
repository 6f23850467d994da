"""Runs MiniStack, the local AWS, for as long as the process that started it lives.

Start it with python in a process group of its own, with a pipe as its standard input, in a working folder that nobody else
uses: at the end of the pipe it removes that folder and ends its whole group. BIND_HOST and GATEWAY_PORT say where it
listens.
"""

import contextvars
import copy
import functools
import html
import json
import os
import re
import shutil
import signal
import sys
import threading
import time

import jsonata
from ministack import app
from ministack.core import lambda_runtime
from ministack.services import lambda_svc, pipes, sns, sqs, stepfunctions

# Tasks such as arn:aws:states:::aws-sdk:cloudformation:createStack are not in MiniStack 1.5.33, although its
# CloudFormation would answer them. This can go with the first release whose tables have "cloudformation".
stepfunctions._AWS_SDK_SERVICE_MAP["cloudformation"] = {"protocol": "query"}
stepfunctions._AWS_SDK_ERROR_PREFIX["cloudformation"] = "CloudFormation"

# It calls every error of such a task CloudFormation.ServiceException, with the XML of the answer as the cause. Step Functions
# names them as the AWS SDK for Java does: CloudFormation.AlreadyExistsException, and where CloudFormation has no exception of
# its own, as for a ValidationError, CloudFormation.CloudFormationException. This can go with the lines above.
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
        said = f"{message} (Service: CloudFormation, Status Code: 400, Request ID: 00000000-0000-0000-0000-000000000000)"
        raise stepfunctions._ExecutionError(f"CloudFormation.{name}", said) from None


stepfunctions._dispatch_aws_sdk_query = dispatch_query_with_error_names

# Every error of the task sns:publish is SNS.PublishFailed, and every error that a function throws Runtime.HandlerError, so that
# Retry could not tell them apart. Step Functions names them SNS.NotFoundException, and as the function does. This can go when
# MiniStack does the same.
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

# the program that runs functions tells the message only: the name goes with it
MESSAGE = "String(err.message || err)"
lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(
    MESSAGE, f'JSON.stringify({{ errorType: String(err.name || "Error"), errorMessage: {MESSAGE} }})'
)
execute_function = lambda_svc._execute_function_warm


def execute_function_with_error_names(function, event, request_id):
    result = execute_function(function, event, request_id)
    if result.get("error") and result["body"].get("errorMessage", "").startswith('{"errorType"'):
        result["body"] = json.loads(result["body"]["errorMessage"])
    return result


lambda_svc._execute_function_warm = execute_function_with_error_names

# MiniStack parses an expression anew for each of its evaluations: for the program that checks a request three quarters of the
# time, three times for a refusal. What was parsed is kept, and each evaluation gets a copy, as jsonata itself makes one for
# every thread: evaluating never writes into the syntax tree. This can go when MiniStack keeps parsed expressions.
#
# It also ends an evaluation after 1 s of wall time, as AWS does of an evaluation's own time. Here all evaluations share one
# interpreter lock, so that in a burst a reminder would be lost for the others' work. This can go when MiniStack counts the
# time of the evaluation alone.
EVALUATION_MILLISECONDS = 60_000
parse_expression = functools.lru_cache(maxsize=1_000)(jsonata.Jsonata.jsonata)


def copy_of_parsed_expression(expression, *, timeout=None):
    copied = copy.copy(parse_expression(expression))
    copied.environment = copied.create_frame(jsonata.Jsonata.static_frame)
    if timeout is not None:
        copied.environment.set_runtime_bounds(EVALUATION_MILLISECONDS, None)
    jsonata.Jsonata.CURRENT.jsonata = copied  # what this thread evaluates with, as the constructor sets it
    return copied


jsonata.Jsonata.jsonata = staticmethod(copy_of_parsed_expression)

# Each execution is a thread, and thousands that wake in the same second fight over the one interpreter lock: 5,000 that did
# nothing but wait ended 73 s late. After its first wait an execution works only when it has one of a few turns, which it gives
# back while it waits again. This can go when MiniStack runs executions on a pool of threads.
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
    if getattr(in_turn, "wanted", False):  # not in a thread for a branch, which its execution waits for
        turns.acquire()
        in_turn.yes = True


stepfunctions._run_execution = run_execution_in_turns
stepfunctions._scaled_sleep = sleep_and_take_turn

# The task sns:publish hands its attributes over as AWS documents them, and MiniStack's topic looks for the form fields of
# an HTTP call: the attributes get lost. This can go when a message that a state machine publishes arrives with its own.
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


# A pipe from a queue to a state machine is taken by MiniStack, but only streams of DynamoDB are polled. This polls queues: one message at
# a time for each execution, as our pipes have it, of a FIFO queue one of each group; a message goes when its execution has
# succeeded, and shows again otherwise. This can go when MiniStack's pipes poll queues.
QUEUE_POLL_SECONDS = 0.02
# more than there are lines, so that it is the lines that keep the pace; many more would take the interpreter from a burst
MOST_EXECUTIONS_OF_A_PIPE = 8
register_pipe = pipes.register_pipe


def register_pipe_and_poll_queue(**settings):
    pipe = register_pipe(**settings)
    if ":sqs:" in pipe["Source"]:
        context = contextvars.copy_context()  # the account and the region that it belongs to
        threading.Thread(target=context.run, args=(poll_queue, pipe), daemon=True).start()
    return pipe


def poll_queue(pipe):
    slots = threading.Semaphore(MOST_EXECUTIONS_OF_A_PIPE)
    name = pipe["Source"].split(":")[-1]
    url = sqs._queue_url(name)
    while pipes._pipes.get(pipe["Name"]) is pipe:
        slots.acquire()
        try:
            messages = sqs._receive_messages_for_esm(url, 1) if pipe["CurrentState"] == "RUNNING" else []
        except Exception:  # the queue is gone before its pipe
            messages = []
        if messages:
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(run_for_message, pipe, url, messages[0], slots), daemon=True).start()
        else:
            slots.release()
            time.sleep(QUEUE_POLL_SECONDS)


def run_for_message(pipe, url, message, slots):
    try:
        record = {"messageId": message["id"], "body": message["body"], "eventSource": "aws:sqs", "eventSourceARN": pipe["Source"]}
        request = {"stateMachineArn": pipe["Target"], "input": json.dumps([record])}
        _, _, answer = stepfunctions._start_sync_execution(request)
        execution = json.loads(answer)
        if execution.get("status") == "SUCCEEDED":
            sqs._delete_messages_for_esm(url, {message["receipt_handle"]})
        stepfunctions._executions.pop(execution.get("executionArn"), None)  # AWS keeps no Express executions either
    finally:
        slots.release()


pipes.register_pipe = register_pipe_and_poll_queue


def end_with_parent():
    """Waits for the end of the pipe, which comes even where the parent was killed, and leaves nothing behind."""
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read, whose lock would abort Python where MiniStack ends by itself
        pass
    shutil.rmtree(os.getcwd(), ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
app.main()
