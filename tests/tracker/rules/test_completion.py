"""What is missing of a completed action: evidence at all, or evidence that is not stale."""

import pytest

from tracker.rules.completion import missing_evidence

NONE = "No evidence is attached yet that shows that it worked."
STALE = "All of the evidence that is attached is stale."


@pytest.mark.parametrize(
    ("pieces", "stale", "expected"),
    [(0, 0, NONE), (1, 1, STALE), (3, 3, STALE), (3, 2, ""), (1, 0, "")],
)
def test_what_is_missing(pieces: int, stale: int, expected: str) -> None:
    assert missing_evidence(pieces=pieces, stale=stale) == expected


def test_evidence_counts_as_recent_unless_said_otherwise() -> None:
    assert missing_evidence(pieces=1) == ""
