"""Repairs of Lambda."""

import json

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

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
