"""Imports the deck's function and creates its clients, as its first invocation does. Prints JSON with the time until the end of
each step, in milliseconds."""

import json
import time

start = time.perf_counter()
import lambda_function  # noqa: E402, F401

imported = time.perf_counter()
lambda_function.boto3.client("ssm")
lambda_function.boto3.client("sns")
ready = time.perf_counter()
print(json.dumps({"imported": (imported - start) * 1000, "ready": (ready - start) * 1000}))
