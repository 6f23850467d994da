"""Repairs of EventBridge Pipes."""

import contextvars
import json
import threading
import time

from ministack.services import pipes, sqs, stepfunctions

# MiniStack can create a pipe from a queue to a state machine, but its pipes poll only DynamoDB streams. With this repair, pipes
# also poll queues. Each execution gets one message, and only one message of each group in a FIFO queue is handled at a time. If
# the execution succeeds, the pipe deletes the message. Otherwise, the message becomes visible again. Remove this repair when
# MiniStack's pipes poll queues.
QUEUE_POLL_SECONDS = 0.02
# The maximum number of concurrent executions of a pipe. It exceeds the number of message groups in the throttled queue, so that
# the groups limit the rate. With many more concurrent executions, each would be slower.
MOST_EXECUTIONS_OF_A_PIPE = 8
register_pipe = pipes.register_pipe


def register_pipe_and_poll_queue(**settings):
    pipe = register_pipe(**settings)
    if ":sqs:" in pipe["Source"]:
        context = contextvars.copy_context()  # the pipe's account and region
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
        except sqs._Err:  # the queue was deleted before its pipe
            messages = []
        if messages:
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(run_for_message, pipe, url, messages[0], slots), daemon=True).start()
        else:
            slots.release()
            time.sleep(QUEUE_POLL_SECONDS)


def run_for_message(pipe, url, message, slots):
    try:
        record = {
            "messageId": message["id"],
            "body": message["body"],
            "attributes": {"MessageGroupId": message["group_id"]},
            "eventSource": "aws:sqs",
            "eventSourceARN": pipe["Source"],
        }
        request = {"stateMachineArn": pipe["Target"], "input": json.dumps([record])}
        _, _, answer = stepfunctions._start_sync_execution(request)
        execution = json.loads(answer)
        if execution.get("status") == "SUCCEEDED":
            sqs._delete_messages_for_esm(url, {message["receipt_handle"]})
        stepfunctions._executions.pop(execution.get("executionArn"), None)  # AWS does not list Express executions
    finally:
        slots.release()


pipes.register_pipe = register_pipe_and_poll_queue
