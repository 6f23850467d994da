"""Repairs of execution histories."""

import contextvars
import json
import threading

from ministack.services import stepfunctions

# In MiniStack, the history of an execution has no events for states inside a Map or Parallel, except task events. No event has
# a previousEventId. On AWS, the history has an event when a state inside a Map or Parallel is entered and exited, and when a
# Map or Parallel starts, succeeds or fails. An event's previousEventId is the id of the event before it in the same branch. The
# web page of an execution needs all these events. This repair adds no events for a Succeed state inside a Map or Parallel,
# because the service has no such state. Remove this repair when MiniStack's histories have these events.
#
# Every branch runs in a copy of its parent's context. So the first event of a branch follows the parent's event that started
# the branch.
previous = contextvars.ContextVar("previous", default=(None, 1))  # an execution's ARN, and the id of its last event
inside = contextvars.ContextVar("inside", default=None)  # the execution, while a state inside a Map or Parallel runs
item_of = contextvars.ContextVar("item_of", default=None)  # the name of the Map whose items start next

event_lock = threading.Lock()
add_event = stepfunctions._add_event


def add_event_after_previous(execution, event_type, details=None):
    arn, last = previous.get()
    before = {"previousEventId": last if arn == execution["executionArn"] else 1}
    with event_lock:  # an event's id is its position in the list
        event = add_event(execution, event_type, before | (details or {}))
    previous.set((execution["executionArn"], event["id"]))
    return event


def around_branches(kind, run):
    """Wraps `run` so that it also adds the events for the start and end of a Map or a Parallel."""

    def run_with_events(state, state_input, execution, context):
        distributed = state.get("ItemProcessor", {}).get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED"
        if distributed or execution.get("mapRunArn"):
            return run(state, state_input, execution, context)
        stepfunctions._add_event(execution, f"{kind}StateStarted")
        token = item_of.set(context["State"]["Name"] if kind == "Map" else None)
        try:
            result = run(state, state_input, execution, context)
        except stepfunctions._ExecutionError:
            stepfunctions._add_event(execution, f"{kind}StateFailed")
            raise
        finally:
            item_of.reset(token)
        stepfunctions._add_event(execution, f"{kind}StateSucceeded")
        return result

    return run_with_events


run_execution = stepfunctions._run_execution


def run_execution_from_outside(execution_arn):
    inside.set(None)  # a task inside a Map of another execution may have started this one
    item_of.set(None)
    return run_execution(execution_arn)


run_sub_machine = stepfunctions._run_sub_machine


def run_sub_machine_with_events(states, start_at, state_input, execution, context):
    if execution.get("mapRunArn"):
        return run_sub_machine(states, start_at, state_input, execution, context)
    inside.set(execution)
    name = item_of.get()
    if name is None:
        return run_sub_machine(states, start_at, state_input, execution, context)
    details = {"name": name, "index": context["Map"]["Item"]["Index"]}
    stepfunctions._add_event(execution, "MapIterationStarted", {"mapIterationStartedEventDetails": details})
    try:
        result = run_sub_machine(states, start_at, state_input, execution, context)
    except stepfunctions._ExecutionError:
        stepfunctions._add_event(execution, "MapIterationFailed", {"mapIterationFailedEventDetails": details})
        raise
    stepfunctions._add_event(execution, "MapIterationSucceeded", {"mapIterationSucceededEventDetails": details})
    return result


def entered(kind, context, state_input):
    details = {"name": context["State"]["Name"], "input": json.dumps(state_input)}
    stepfunctions._add_event(inside.get(), f"{kind}StateEntered", {"stateEnteredEventDetails": details})


def with_events(kind, execute):
    """Wraps `execute` so that it also adds the events for entering and exiting a state inside a Map or Parallel."""

    def execute_with_events(state, state_input, *more):
        context = more[-1]
        if inside.get() is None:
            return execute(state, state_input, *more)
        name = context["State"]["Name"]
        entered(kind, context, state_input)
        output, following = execute(state, state_input, *more)
        details = {"name": name, "output": json.dumps(output)}
        stepfunctions._add_event(inside.get(), f"{kind}StateExited", {"stateExitedEventDetails": details})
        return output, following

    return execute_with_events


fail_state_error = stepfunctions._fail_state_error


def fail_state_error_with_event(state, state_input, context):
    if inside.get() is not None:
        entered("Fail", context, state_input)
    return fail_state_error(state, state_input, context)


stepfunctions._add_event = add_event_after_previous
stepfunctions._run_execution = run_execution_from_outside
stepfunctions._run_sub_machine = run_sub_machine_with_events
stepfunctions._run_map_items = around_branches("Map", stepfunctions._run_map_items)
stepfunctions._run_parallel_branches = around_branches("Parallel", stepfunctions._run_parallel_branches)
stepfunctions._fail_state_error = fail_state_error_with_event
for kind in ("Pass", "Task", "Choice", "Wait", "Parallel", "Map"):
    name = f"_execute_{kind.lower()}"
    setattr(stepfunctions, name, with_events(kind, getattr(stepfunctions, name)))
