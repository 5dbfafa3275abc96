"""What may become of an earlier recommendation: truth tables."""

from itertools import product

import pytest

from tests.factories.carry_over import is_accepted
from tracker.choices import Ending, Progress, Relation
from tracker.errors import InvalidInput
from tracker.rules.carry_over import (
    COUNTS,
    ENDINGS,
    REASON_LIMIT,
    WITH_A_REASON,
    TaskAnswer,
    alone_in_a_merger,
    changes_since,
    check_answer,
    fitting,
    outcomes,
    sum_up,
    who_receives,
)

NONE, SOME, SUFFICIENT = Progress.NONE, Progress.SOME, Progress.SUFFICIENT
E = Ending
WITH_REASONS = {E.OVERTAKEN, E.NOT_AGREED, E.LAPSED}

# (verdict, is it linked): what fits. None as a verdict: not yet judged; None as an ending: it stays open.
TABLE = [
    (NONE, False, WITH_REASONS),
    (NONE, True, {E.CARRIED_OVER}),
    (SOME, False, WITH_REASONS),
    (SOME, True, {E.CARRIED_OVER}),
    (SUFFICIENT, False, {E.SUFFICIENT}),
    (SUFFICIENT, True, {E.SUFFICIENT, E.CARRIED_OVER}),
    (None, False, {None, *WITH_REASONS}),
    (None, True, {E.CARRIED_OVER}),
]


@pytest.mark.parametrize("ending", [None, *Ending])
@pytest.mark.parametrize(("verdict", "is_linked", "fits"), TABLE)
def test_which_endings_fit(
    verdict: Progress | None, is_linked: bool, fits: set[Ending | None], ending: Ending | None
) -> None:
    links = (Relation.REPEATED, frozenset({1})) if is_linked else (None, frozenset[int]())

    assert is_accepted(TaskAnswer(verdict, ending, *links, reason="The need went away")) is (ending in fits)
    assert (ending in fitting(verdict, is_linked=is_linked)) is (ending in fits)


def test_every_verdict_is_in_the_table() -> None:
    assert set(ENDINGS) == set(product([None, *Progress], [False, True]))


@pytest.mark.parametrize("ending", sorted(WITH_REASONS))
def test_what_nothing_follows_needs_a_reason(ending: Ending) -> None:
    with pytest.raises(InvalidInput, match=f"Enter why it ends as ‘{ending.label}’") as refusal:
        check_answer(TaskAnswer(SOME, ending, reason="  "))

    assert refusal.value.field == "reason"


@pytest.mark.parametrize("ending", [E.SUFFICIENT, None])
def test_what_speaks_for_itself_needs_none(ending: Ending | None) -> None:
    assert ending not in WITH_A_REASON
    assert is_accepted(TaskAnswer(SUFFICIENT if ending else None, ending))


@pytest.mark.parametrize(
    ("relation", "count", "fits"),
    [
        (None, 0, True), (None, 1, False), (None, 2, False),
        (Relation.REPEATED, 0, False), (Relation.REPEATED, 1, True), (Relation.REPEATED, 2, False),
        (Relation.REWORDED, 0, False), (Relation.REWORDED, 1, True), (Relation.REWORDED, 2, False),
        (Relation.MERGED, 0, False), (Relation.MERGED, 1, True), (Relation.MERGED, 2, False),
        (Relation.SPLIT, 0, False), (Relation.SPLIT, 1, False), (Relation.SPLIT, 2, True), (Relation.SPLIT, 3, True),
        (Relation.REPLACED, 0, False), (Relation.REPLACED, 1, True), (Relation.REPLACED, 3, True),
    ],
)  # fmt: skip
def test_how_many_new_ones_take_it_up(relation: Relation | None, count: int, fits: bool) -> None:
    ending = E.CARRIED_OVER if count else None

    assert is_accepted(TaskAnswer(None, ending, relation, frozenset(range(count)))) is fits


def test_every_relation_has_a_count() -> None:
    assert set(COUNTS) == set(Relation)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (TaskAnswer(SOME, E.SUFFICIENT), "did not find sufficient progress"),
        (TaskAnswer(SUFFICIENT, E.LAPSED, reason="x"), "found sufficient progress"),
        (TaskAnswer(NONE, None), "cannot stay open"),
        (TaskAnswer(None, E.CARRIED_OVER), "Select how it ends, or the new recommendation"),
        (TaskAnswer(SOME, E.LAPSED, Relation.REPEATED, frozenset({1}), "x"), "Take the link out, or the other ending"),
        (TaskAnswer(None, E.CARRIED_OVER, None, frozenset({1})), "Select how the new recommendation takes it up"),
        (TaskAnswer(None, E.CARRIED_OVER, Relation.SPLIT, frozenset({1})), "at least 2"),
        (TaskAnswer(None, E.CARRIED_OVER, Relation.REPEATED, frozenset({1, 2})), "Select ‘Split’ for several"),
        (TaskAnswer(None, E.LAPSED, reason="x" * (REASON_LIMIT + 1)), "1,000 characters or fewer"),
    ],
)
def test_a_refusal_says_what_to_do(answer: TaskAnswer, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        check_answer(answer)


@pytest.mark.parametrize(
    ("bodies", "body", "addressee", "receives"),
    [
        ([], 1, 2, None),
        ([1, 2, 3], 1, 2, 1),
        ([2, 3], 1, 2, 2),
        ([3, 2], 1, 2, 2),
        ([3, 4], 1, 2, 3),
        ([3], 1, None, 3),
    ],
)
def test_who_receives_the_actions(bodies: list[int], body: int, addressee: int | None, receives: int | None) -> None:
    assert who_receives(bodies, body=body, addressee=addressee) == receives


@pytest.mark.parametrize(
    ("merged", "others", "alone"),
    [
        ([], [], set()),
        ([(1, 9)], [], {9}),
        ([(1, 9), (2, 9)], [], set()),
        ([(1, 9), (1, 9)], [], {9}),
        ([(1, 9)], [(2, 9)], set()),
        ([(1, 9), (2, 8), (3, 8)], [], {9}),
    ],
)
def test_a_merger_needs_two(merged: list[tuple[int, int]], others: list[tuple[int, int]], alone: set[int]) -> None:
    assert alone_in_a_merger(merged, others) == alone


@pytest.mark.parametrize(
    ("decided_on", "printed", "then", "now", "said"),
    [
        (None, None, set(), set(), ()),
        (SOME, SOME, {"ACT-1"}, {"ACT-1"}, ()),
        (SOME, None, set(), set(), ()),
        (None, SOME, set(), set(), ("The report’s verdict is on record now: Some progress.",)),
        (NONE, SOME, set(), set(), ("The report’s verdict is on record now: Some progress.",)),
        (None, None, set(), {"ACT-1"}, ("ACT-1 answers it now.",)),
        (None, None, {"ACT-1"}, set(), ("ACT-1 is no longer an open action that answers it.",)),
    ],
)
def test_what_changed_since_it_was_decided(
    decided_on: Progress | None, printed: Progress | None, then: set[str], now: set[str], said: tuple[str, ...]
) -> None:
    found = changes_since(
        decided_on=decided_on, printed=printed, actions_then=frozenset(then), actions_now=frozenset(now)
    )

    assert found == said


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ([], ""),
        ([None], "The report judges none of 1 earlier recommendation."),
        ([None, None], "The report judges none of 2 earlier recommendations."),
        ([NONE], "Some or sufficient progress against 0 of 1 earlier recommendation."),
        (
            [NONE, SOME, SOME, NONE, SOME, SUFFICIENT, SUFFICIENT, SOME],
            "Some or sufficient progress against 6 of 8 earlier recommendations.",
        ),
        ([SOME, None], "Some or sufficient progress against 1 of 2 earlier recommendations. 1 is not yet judged."),
        (
            [SOME, None, None],
            "Some or sufficient progress against 1 of 3 earlier recommendations. 2 are not yet judged.",
        ),
    ],
)
def test_the_earlier_ones_in_words(verdicts: list[Progress | None], words: str) -> None:
    assert sum_up(verdicts) == words


@pytest.mark.parametrize(
    ("endings", "words"),
    [
        ([], ""),
        ([None], "1 stays open"),
        ([None, None, E.LAPSED], "1 lapsed, 2 stay open"),
        ([E.CARRIED_OVER, E.SUFFICIENT, E.CARRIED_OVER], "1 sufficient progress, 2 carried over"),
    ],
)
def test_the_outcomes_in_words(endings: list[Ending | None], words: str) -> None:
    assert outcomes(endings) == words
