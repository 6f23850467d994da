"""Calls MiniStack's functions from several threads at the same time, and prints the results as JSON.

The argument `repaired` applies the repairs in local/ministack. Without it, MiniStack runs as released. To make the races
happen, this program slows down functions that read the clock, generate ids or go through a queue."""

import json
import sys
import threading
import time

sys.dont_write_bytecode = True

if sys.argv[1:] == ["repaired"]:
    import repairs  # noqa: F401
from ministack.services import sqs, stepfunctions

THREADS = 8
MESSAGES = 100


def slow(function):
    def slowly(*arguments):
        time.sleep(0.01)
        return function(*arguments)

    return slowly


def at_once(*actions):
    """Runs each action in its own thread. All threads begin together."""
    barrier = threading.Barrier(len(actions))

    def run(action):
        barrier.wait()
        action()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def queue(name, **attributes):
    return sqs._act_create_queue({"QueueName": name, "Attributes": attributes}, "")["QueueUrl"]


def messages(url):
    return len(sqs._queues[url]["messages"])


def send(url, **more):
    return lambda: sqs._act_send_message({"MessageBody": "a message", **more}, url)


def deduplicate(url, groups):
    at_once(*(send(url, MessageDeduplicationId="one", MessageGroupId=groups[each % len(groups)]) for each in range(THREADS)))
    return messages(url)


def send_while_deleting():
    """Sends 100 messages while 100 others are deleted. Returns how many of the sent messages are left in the queue."""
    url = queue("deleting")
    for _ in range(MESSAGES):
        send(url)()
    received = [message["receipt_handle"] for _ in range(MESSAGES // 10) for message in sqs._collect_msgs(sqs._queues[url], 10, 60)]

    class SlowToEnd(list):
        """A list that pauses at the end of each iteration, so that another thread can change it."""

        def __iter__(self):
            yield from super().__iter__()
            time.sleep(0.001)

    def delete():
        for handle in received:
            sqs._queues[url]["messages"] = SlowToEnd(sqs._queues[url]["messages"])
            sqs._delete_messages_for_esm(url, {handle})

    def send_all():
        for _ in range(MESSAGES):
            send(url)()
            time.sleep(0.001)

    at_once(delete, send_all)
    return messages(url)


def receive_fifo():
    """Receives messages of one message group in several threads. Returns how many messages were received."""
    url = queue("receiving.fifo", FifoQueue="true")
    for number in range(THREADS):
        send(url, MessageGroupId="group", MessageDeduplicationId=str(number))()
    received = []
    at_once(*(lambda: received.extend(sqs._collect_msgs(sqs._queues[url], 1, 60)) for _ in range(THREADS)))
    return len(received)


def start_with_one_name():
    definition = {"StartAt": "Only", "States": {"Only": {"Type": "Succeed"}}}
    _, _, answer = stepfunctions._create_state_machine(
        {"name": "machine", "definition": json.dumps(definition), "roleArn": "arn:aws:iam::000000000000:role/machine"}
    )
    request = {"stateMachineArn": json.loads(answer)["stateMachineArn"], "name": "one", "input": "{}"}
    statuses = []
    at_once(*(lambda: statuses.append(stepfunctions._start_execution(request)[0]) for _ in range(THREADS)))
    return statuses.count(200)


per_group = {"FifoQueue": "true", "DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
sent_while_deleting = send_while_deleting()
sqs.new_uuid = slow(sqs.new_uuid)
stepfunctions.now_iso = slow(stepfunctions.now_iso)
print(
    json.dumps(
        {
            "deduplicated": deduplicate(queue("queue.fifo", FifoQueue="true"), ["group"]),
            "deduplicatedInOneGroup": deduplicate(queue("one.fifo", **per_group), ["group"]),
            "deduplicatedInTwoGroups": deduplicate(queue("two.fifo", **per_group), ["group", "other"]),
            "sentWhileDeleting": sent_while_deleting,
            "receivedOfOneGroup": receive_fifo(),
            "startedWithOneName": start_with_one_name(),
        }
    )
)
