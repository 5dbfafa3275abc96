"""Where one recommendation stands and what is kept of it there; without a database."""

from datetime import date

import pytest

from tracker.projections.facts import WorkFact
from tracker.projections.places import AnswersAt, Printed, kept_work, places_of
from tracker.projections.tree import Tree

H, N, A, B, S, C = 1, 2, 3, 4, 5, 6
TREE = Tree(
    {"/h/": H, "/h/n/": N, "/h/n/a/": A, "/h/n/b/": B, "/h/s/": S, "/h/s/c/": C}, {"/old/": ["/h/n/b/"], "/h/s/c/": []}
)
SAID = Printed("/h/n/a/", "A", "/h/n/", date(2024, 11, 1))
SOON, LATE = date(2026, 12, 1), date(2027, 1, 1)


def bodies(rows, name):
    return {body for body, columns in rows.items() if columns[name]}


def work(action, *, due_on=SOON, is_open=True, owner="/h/s/c/", seen=()):
    return WorkFact(action, is_open, due_on, "day", owner, tuple(seen))


@pytest.mark.parametrize(
    ("said", "answers", "stands", "concerns", "is_open"),
    [
        # On A, to its region, answered by nobody.
        (SAID, [], {H, N, A}, {H, N, A}, set()),
        # The addressee alone is not concerned.
        (Printed(None, "", "/h/s/c/", None), [], {H, S, C}, set(), set()),
        (Printed(None, "", None, None), [], set(), set(), set()),
        # A body of another region answers: open there, and at the body that the report is on.
        (SAID, [AnswersAt("/h/s/c/", True, False)], {H, N, A, S, C}, {H, N, A, S, C}, {H, N, A, S, C}),
        (SAID, [AnswersAt("/h/s/c/", False, False)], {H, N, A, S, C}, {H, N, A, S, C}, set()),
        # What a predecessor left concerns who came after, and stands there only once they answer.
        (Printed(None, "", None, None), [AnswersAt("/old/", False, False)], set(), {H, N, B}, set()),
        (Printed(None, "", None, None), [AnswersAt("/old/", True, False)], set(), {H, N, B}, {H, N, B}),
        (Printed(None, "", None, None), [AnswersAt("/old/", False, True)], set(), set(), set()),
    ],
)
def test_where_it_stands_and_whom_it_concerns(said, answers, stands, concerns, is_open):
    rows = places_of(said, answers, [], TREE)

    found = (bodies(rows, "stands"), bodies(rows, "concerns"), bodies(rows, "is_open"))
    assert found == (stands, concerns, is_open)
    assert rows.keys() == stands | concerns | is_open


@pytest.mark.parametrize(
    ("facts", "body", "columns"),
    [
        ([], A, (0, None, "", "")),
        ([work(1)], A, (0, None, "", "")),
        ([work(1)], C, (1, SOON, "day", "2026-12-01")),
        ([work(1)], H, (1, SOON, "day", "2026-12-01")),
        ([work(1, seen=("/h/n/a/",))], A, (1, SOON, "day", "2026-12-01")),
        # An action that serves two answers counts once.
        ([work(1, seen=("/h/n/a/",)), work(1, seen=("/h/n/b/",))], N, (1, SOON, "day", "2026-12-01")),
        ([work(1, due_on=LATE), work(2)], S, (2, SOON, "day", "2026-12-01 2027-01-01")),
        # What is done, or has no date, is counted and gives no date.
        ([work(1, is_open=False), work(2, due_on=None)], S, (2, None, "", "")),
    ],
)
def test_the_work_that_is_seen_there(facts, body, columns):
    row = places_of(SAID, [AnswersAt("/h/s/c/", True, False)], facts, TREE)[body]

    assert (row["actions"], row["next_due_on"], row["next_due_precision"], row["open_due"]) == columns


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [work(1)]),
        ([work(1)], []),
        ([work(1)], [work(1, owner="/h/n/b/")]),
        ([work(1, owner="/h/n/b/")], [work(1, due_on=LATE), work(2, seen=("/h/n/b/",))]),
    ],
)
def test_an_action_alone_gives_the_same_as_everything_anew(before, after):
    answers = [AnswersAt("/h/n/a/", True, False)]
    held = {(9, body): row for body, row in places_of(SAID, answers, before, TREE).items()}

    rows = kept_work({9: after}, held, TREE)

    assert rows == {(9, body): row for body, row in places_of(SAID, answers, after, TREE).items()}
