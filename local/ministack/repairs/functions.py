"""Repairs of Lambda."""

import contextlib
import contextvars
import json
import queue
import threading
import time

from ministack.core import lambda_runtime
from ministack.services import cloudwatch, lambda_svc

from .state_machines import give_turn_back, take_turn

# MiniStack reports every error in a function as Runtime.HandlerError, so a retrier cannot distinguish errors. AWS uses the
# error's name. MiniStack's worker script reports only the message, so this repair adds the name to the message. Remove this
# repair when MiniStack reports the error's name.
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

# MiniStack starts a process for each concurrent invocation. AWS runs thousands of invocations at once, but thousands of
# processes would overload this computer. With this repair, an invocation waits for one of a few slots. On AWS, asynchronous
# invocations wait in a queue, and delay neither other invocations nor executions. This repair therefore gives each function a
# queue for asynchronous invocations. Like an execution, an invocation from a queue waits for a turn (state_machines.py), behind
# the executions that are already due. A queue has only one thread, because thousands of threads that wait for one lock would
# slow down all others. Remove this repair when MiniStack queues asynchronous invocations.
CALLS_AT_ONCE = 8
slots = threading.Semaphore(CALLS_AT_ONCE)
queues = {}  # the queue of asynchronous invocations of each function, keyed by the function's ARN
queues_lock = threading.Lock()
tried = contextvars.ContextVar("tried", default=None)  # the Event that a queued invocation sets after its first try
in_slot = threading.local()
execute_function_at_once = lambda_svc._execute_function


def execute_function_in_slot(function, event):
    if getattr(in_slot, "yes", False):  # MiniStack calls this function again, in the account and region of the Lambda function
        return execute_function_at_once(function, event)
    after_try = tried.get()
    tried.set(None)  # further tries, and executions that the invocation starts, do not come from the queue
    with turn(after_try) if after_try else slots:
        in_slot.yes = True
        try:
            return execute_function_at_once(function, event)
        finally:
            in_slot.yes = False


@contextlib.contextmanager
def turn(after_try):
    take_turn(time.monotonic())
    try:
        yield
    finally:
        give_turn_back()
        after_try.set()


lambda_svc._execute_function = execute_function_in_slot


# MiniStack ignores an alias's configuration for asynchronous invocation. AWS uses this configuration for invocations of the
# alias. Remove this repair when MiniStack uses the alias's configuration.
invoke_with_retry = lambda_svc.invoke_async_with_retry


def invoke_with_settings_of_alias(record, event):
    arn = record["config"]["FunctionArn"]
    base, _, _ = lambda_svc._get_base_func_record_for_ref(arn)
    _, qualifier = lambda_svc._resolve_name_and_qualifier(arn)
    with_settings = {**record, "event_invoke_config": lambda_svc._event_invoke_config(base, qualifier)}
    with queues_lock:
        if arn not in queues:
            queues[arn] = queue.SimpleQueue()
            threading.Thread(target=work_through, args=(queues[arn],), daemon=True).start()
    queues[arn].put((contextvars.copy_context(), with_settings, event))


def work_through(calls):
    """Makes the first attempt of each invocation, one after the other. MiniStack makes further tries in separate threads."""
    while True:
        context, record, event = calls.get()
        first_try = threading.Event()
        context.run(tried.set, first_try)
        context.run(invoke_with_retry, record, event)
        first_try.wait()


lambda_svc.invoke_async_with_retry = invoke_with_settings_of_alias


def invoke_asynchronously(arn, event):
    """Invokes the function with the given ARN asynchronously. After three failed tries, the event goes to the alias's OnFailure
    destination. Returns False if the function does not exist.
    """
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        return False
    record = lambda_svc._execution_record_for_config(function, {**config, "FunctionArn": arn})
    lambda_svc.invoke_async_with_retry(record, event)
    return True


# CloudWatch extracts metrics from log lines in the embedded metric format. MiniStack ignores these lines. Remove this repair
# when MiniStack extracts metrics from them.
emit_logs = lambda_svc._emit_lambda_logs


def emit_logs_and_metrics(function, request_id, log_text, *arguments, **options):
    emit_logs(function, request_id, log_text, *arguments, **options)
    for line in (log_text or "").splitlines():
        if line.startswith('{"_aws":'):
            put_embedded_metrics(json.loads(line))


def put_embedded_metrics(line):
    seconds = line["_aws"]["Timestamp"] / 1000
    for directive in line["_aws"]["CloudWatchMetrics"]:
        data = [
            {"MetricName": name, "Unit": unit, "Value": line[name], "Timestamp": seconds}
            for name, unit in ((metric["Name"], metric["Unit"]) for metric in directive["Metrics"])
        ]
        request = {"Namespace": directive["Namespace"], "MetricData": data}
        cloudwatch._put_metric_data({}, request, False, is_json=True)


lambda_svc._emit_lambda_logs = emit_logs_and_metrics
