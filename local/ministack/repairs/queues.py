"""Repairs of SQS."""

import functools
import threading

from ministack.services import eventbridge, s3, sns, sqs

# MiniStack reads and writes a queue without a lock, although executions and pipes use the queue from separate threads. If two
# threads send with the same deduplication ID at the same moment, both find the ID unused, and the queue gets two messages. A
# message can get lost if it is sent while another message is deleted, because the deletion replaces the list of messages. On
# AWS, each call is atomic. Remove this repair when MiniStack locks its queues.
LOCK = threading.RLock()
sqs._queues_lock = LOCK  # MiniStack's own lock is not reentrant, and only some callers use it

USES_OF_QUEUES = {
    sqs: (
        "_act_change_visibility",
        "_act_change_visibility_batch",
        "_act_delete_message",
        "_act_delete_message_batch",
        "_act_purge_queue",
        "_act_send_message",
        "_act_send_message_batch",
        # lock only these steps of ReceiveMessage, which must not hold the lock while it waits for messages
        "_collect_msgs",
        "_dlq_sweep",
        "_expire_retained",
        "_refresh_counts",
    ),
    eventbridge: ("_dispatch_to_sqs",),
    s3: ("_deliver_event_to_sqs",),
    sns: ("_deliver_to_sqs",),
}


def locked(function):
    @functools.wraps(function)
    def with_lock(*arguments, **options):
        with LOCK:
            return function(*arguments, **options)

    return with_lock


for module, names in USES_OF_QUEUES.items():
    for name in names:
        setattr(module, name, locked(getattr(module, name)))

for action, handler in sqs._HANDLERS.items():
    sqs._HANDLERS[action] = getattr(sqs, handler.__name__)
