"""What the audit must say of a whole way, in its order."""

from tests.journeys.way import Way


def verbs_of(way: Way) -> list[str]:
    """The verbs of the audit, in the order they were written."""
    return [verb for (verb,) in way.stack.rows("SELECT verb FROM workflow_event ORDER BY id")]


def expected(way: Way, *, faults: bool) -> list[str]:
    return []
