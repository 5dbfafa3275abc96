"""Each kind of doubt that the reader has belongs to the task that can put it right."""

import ast
from pathlib import Path

import pytest

from inspections import reader
from inspections.reader.draft import READ_ANYWAY
from tracker.rules.intake.doubt_tasks import TASK_OF, task_of
from tracker.rules.intake.proposals import Task

# Codes that the reader puts together, and one of a reader before this one.
PUT_TOGETHER = {READ_ANYWAY, "alert-without-concerns", "alert-without-actions"}
NO_LONGER = {"unknown-organisation"}


def codes_of_the_reader() -> set[str]:
    """Return the code of each doubt that the reader's modules make, where it is written out."""
    codes: set[str] = set()
    for path in sorted(Path(reader.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ReaderDoubt":
                code = node.args[0]
                codes |= {code.value} if isinstance(code, ast.Constant) else set()
    return codes


def test_each_kind_of_doubt_has_a_task_and_nothing_else_has():
    assert codes_of_the_reader() | PUT_TOGETHER | NO_LONGER == set(TASK_OF)


@pytest.mark.parametrize(
    ("code", "task"),
    [
        ("missing-rating", Task.RATINGS),
        ("missing-action-taken", Task.EARLIER),
        ("says-by-when", Task.RECOMMENDATIONS),
        ("alert-not-printed", Task.ALERT),
        ("missing-score", Task.DETAILS),
        ("missing-publication-date", None),
        ("a-code-of-an-older-reader", Task.DETAILS),
    ],
)
def test_a_doubt_stands_with_the_task_whose_page_can_put_it_right(code, task):
    assert task_of(code) is task
