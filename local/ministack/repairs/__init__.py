"""Repairs for MiniStack 1.5.33: importing this package changes MiniStack where it differs from AWS in a way that matters here.

Each repair says what MiniStack does, what AWS does, and when the repair can go. A difference that the service does not meet
is not repaired.
"""

from . import functions, pipes, queues, rules, state_machines, topics

__all__ = ["functions", "pipes", "queues", "rules", "state_machines", "topics"]
