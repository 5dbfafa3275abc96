"""What may become of an earlier recommendation when its body has been inspected again, and what that needs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.choices import Ending, Progress, Relation
from tracker.errors import InvalidInput, WrongState
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long

REASON_LIMIT = 1000  # characters, of a recommendation's ending and of an action's
# Nothing follows these, so each needs the reason of the person who decides (docs/model.md, decision 6).
WITH_A_REASON = frozenset({Ending.OVERTAKEN, Ending.NOT_AGREED, Ending.LAPSED})
STAYS_OPEN = None
OPEN_AGAIN_FOR = timedelta(days=1)  # how long after it was confirmed

# What fits, by the verdict (None: the report does not judge it) and by whether a new recommendation takes it up. What
# was judged and is not sufficient is carried over or ends with a reason; what was not judged may also stay open:
# a later report may judge it (docs/model.md, decision 7). Sufficient progress may be asked to go on.
ENDINGS: Mapping[tuple[Progress | None, bool], frozenset[Ending | None]] = {
    (Progress.SUFFICIENT, False): frozenset({Ending.SUFFICIENT}),
    (Progress.SUFFICIENT, True): frozenset({Ending.SUFFICIENT, Ending.CARRIED_OVER}),
    (Progress.SOME, False): frozenset(WITH_A_REASON),
    (Progress.SOME, True): frozenset({Ending.CARRIED_OVER}),
    (Progress.NONE, False): frozenset(WITH_A_REASON),
    (Progress.NONE, True): frozenset({Ending.CARRIED_OVER}),
    (None, False): frozenset({STAYS_OPEN, *WITH_A_REASON}),
    (None, True): frozenset({Ending.CARRIED_OVER}),
}
# How many new recommendations take one up: the fewest and the most, None for any number.
COUNTS: Mapping[Relation, tuple[int, int | None]] = {
    Relation.REPEATED: (1, 1),
    Relation.REWORDED: (1, 1),
    Relation.MERGED: (1, 1),
    Relation.SPLIT: (2, None),
    Relation.REPLACED: (1, None),
}


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """What is decided on one earlier recommendation of one body; `taken_up_in` are keys of new recommendations.

    `verdict` None: the report does not judge it. `ending` None: it stays open.
    """

    verdict: Progress | None
    ending: Ending | None
    relation: Relation | None = None
    taken_up_in: frozenset[int] = frozenset()
    reason: str = ""
    improvement_still_required: bool | None = None

    @property
    def is_linked(self) -> bool:
        return bool(self.taken_up_in)


def fitting(verdict: Progress | None, *, is_linked: bool) -> tuple[Ending | None, ...]:
    """Return the endings that fit, in the order shown; None (it stays open) comes last."""
    fits = ENDINGS[verdict, is_linked]
    return (*(ending for ending in Ending if ending in fits), *((STAYS_OPEN,) if STAYS_OPEN in fits else ()))


def check_answer(answer: TaskAnswer) -> None:
    """Raise InvalidInput unless verdict, link, ending and reason fit each other."""
    check_links(answer)
    if answer.ending not in ENDINGS[answer.verdict, answer.is_linked]:
        raise InvalidInput(_what_fits(answer), field="ending")
    if answer.ending in WITH_A_REASON and not paragraphs(answer.reason):
        raise InvalidInput(f"Enter why it ends as ‘{answer.ending.label}’", field="reason")
    if len(paragraphs(answer.reason)) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")


def check_links(answer: TaskAnswer) -> None:
    """Raise InvalidInput unless as many new recommendations take it up as the relation says."""
    if answer.relation is None:
        if answer.is_linked:
            raise InvalidInput("Select how the new recommendation takes it up", field="links")
        return
    fewest, most = COUNTS[answer.relation]
    links = len(answer.taken_up_in)
    if links < fewest:
        split = "Select ‘Split’ for each of the new recommendations, at least 2"
        raise InvalidInput(split if fewest > 1 else "Select which new recommendation takes it up", field="links")
    if most is not None and links > most:
        raise InvalidInput(
            f"Only one new recommendation can take it up as ‘{answer.relation.label}’. Select ‘Split’ for several",
            field="links",
        )


def check_can_reopen(*, confirmed_at: datetime, at: datetime, is_noted: bool) -> None:
    """Raise WrongState later than a day after it was confirmed, or where it was not noted what confirming did."""
    if at - confirmed_at > OPEN_AGAIN_FOR or not is_noted:
        raise WrongState(
            "This carry-over was confirmed more than a day ago, so it stays confirmed. Correct its entries instead."
        )


def who_receives(bodies: Sequence[int], *, body: int, addressee: int | None) -> int | None:
    """Return whose work on a new recommendation takes over the actions of `body`; None where nobody answers for it.

    The body's own, where it answers for the new one too; else the addressee's; else the first body's in the order
    given. The owning post of the action stays as it is.
    """
    return next((candidate for candidate in (body, addressee) if candidate in bodies), next(iter(bodies), None))


def alone_in_a_merger(merged: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]] = ()) -> frozenset[int]:
    """Return the new recommendations into which only one earlier one is merged; pairs are (earlier, new).

    `others` are the links of any relation: a recommendation that is repeated in it counts as the second.
    """
    targets = {new for _, new in merged}
    earlier: dict[int, set[int]] = {}
    for before, new in (*merged, *others):
        earlier.setdefault(new, set()).add(before)
    return frozenset(new for new in targets if len(earlier[new]) < 2)


def changes_since(
    *,
    decided_on: Progress | None,
    printed: Progress | None,
    actions_then: frozenset[str],
    actions_now: frozenset[str],
) -> tuple[str, ...]:
    """Return what is no longer as it was decided, in words; actions by reference. Empty: the decision stands."""
    said = []
    if printed is not None and printed is not decided_on:
        said.append(f"The report’s verdict is on record now: {printed.label}.")
    said += [f"{ref} answers it now." for ref in sorted(actions_now - actions_then)]
    said += [f"{ref} is no longer an open action that answers it." for ref in sorted(actions_then - actions_now)]
    return tuple(said)


def sum_up(verdicts: Iterable[Progress | None]) -> str:
    """Return 'Some or sufficient progress against 6 of 8 earlier recommendations. 1 is not yet judged.', or ''."""
    given = list(verdicts)
    if not given:
        return ""
    judged = [verdict for verdict in given if verdict is not None]
    left = len(given) - len(judged)
    if not judged:
        return f"The report judges none of {_earlier(len(given))}."
    moved = sum(verdict is not Progress.NONE for verdict in judged)
    words = f"Some or sufficient progress against {moved} of {_earlier(len(given))}."
    return f"{words} {left} {'is' if left == 1 else 'are'} not yet judged." if left else words


def outcomes(endings: Iterable[Ending | None]) -> str:
    """Return '5 carried over, 2 sufficient progress, 1 stays open'; '' for none at all."""
    counts = Counter(endings)
    words = [f"{counts[ending]} {ending.label.lower()}" for ending in Ending if counts[ending]]
    left = counts[STAYS_OPEN]
    return ", ".join([*words, *([f"{left} {'stays' if left == 1 else 'stay'} open"] if left else [])])


def _earlier(count: int) -> str:
    return f"{count} earlier recommendation{'' if count == 1 else 's'}"


def _what_fits(answer: TaskAnswer) -> str:
    if answer.is_linked:
        return "A new recommendation takes it up, so it is carried over. Take the link out, or the other ending"
    if answer.verdict is Progress.SUFFICIENT:
        return "The inspectorate found sufficient progress. Select ‘Sufficient progress’, or a new recommendation"
    if answer.ending is Ending.SUFFICIENT:
        return "The inspectorate did not find sufficient progress. Select another ending, or a new recommendation"
    if answer.ending is STAYS_OPEN:
        return "The inspectorate judged it, so it cannot stay open. Select how it ends, or a new recommendation"
    return "Select how it ends, or the new recommendation that takes it up"
