"""Repairs for MiniStack 1.5.33. Importing this package removes differences between MiniStack and AWS that affect this service.

The comment of each repair says what MiniStack does, what AWS does, and when the repair can be removed."""

from . import (
    alarms,
    distributed_maps,
    functions,
    histories,
    pipes,
    queues,
    rules,
    schedules,
    stacks,
    state_machines,
    topics,
)

__all__ = [
    "alarms",
    "distributed_maps",
    "functions",
    "histories",
    "pipes",
    "queues",
    "rules",
    "schedules",
    "stacks",
    "state_machines",
    "topics",
]
