"""Repairs of Lambda."""

import json
import threading

from ministack.core import lambda_runtime
from ministack.services import cloudwatch, lambda_svc

# MiniStack names every error that a function throws Runtime.HandlerError, so a Retry cannot tell errors apart. AWS uses the
# name of the error. The program that runs functions reports only the message, so the name travels inside the message.
# Can go when MiniStack reports the name of the error.
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

# Every call at the same time gets a process of its own. AWS runs thousands of them; here a burst would stop the machine. A call waits
# for one of a few slots instead. Can go when MiniStack queues asynchronous calls.
CALLS_AT_ONCE = 8
slots = threading.Semaphore(CALLS_AT_ONCE)
in_slot = threading.local()
execute_function_at_once = lambda_svc._execute_function


def execute_function_in_slot(function, event):
    if getattr(in_slot, "yes", False):  # MiniStack calls this again in the function's account and region
        return execute_function_at_once(function, event)
    with slots:
        in_slot.yes = True
        try:
            return execute_function_at_once(function, event)
        finally:
            in_slot.yes = False


lambda_svc._execute_function = execute_function_in_slot


def invoke_asynchronously(arn, event):
    """Hands an event over to Lambda, which tries the function three times, then sends the event to the OnFailure destination of the
    alias. False if there is no such function."""
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        return False
    base, _, _ = lambda_svc._get_base_func_record_for_ref(arn)
    _, qualifier = lambda_svc._resolve_name_and_qualifier(arn)
    record = lambda_svc._execution_record_for_config(function, config)
    record["event_invoke_config"] = lambda_svc._event_invoke_config(base, qualifier)
    lambda_svc.invoke_async_with_retry(record, event)
    return True


# CloudWatch makes metrics of the log lines that have its embedded metric format; MiniStack does not. Can go when it does.
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
