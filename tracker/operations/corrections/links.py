"""Links an earlier and a later recommendation outside a carry-over, or undoes a link, with the reason."""

from collections.abc import Iterable
from datetime import datetime

from tracker.choices import CorrectedField, Relation
from tracker.errors import WrongState
from tracker.models import Answerable, Link, Recommendation
from tracker.operations.corrections.saving import save_changes, tell_those_who_answer
from tracker.projections.keeping import atomic
from tracker.queries.corrections.links import carry_over_that_says, dated, links_said
from tracker.queries.corrections.said import paths_of
from tracker.rules import access, recurrence
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import FactOf, Said, check_reason, differences

Facts = dict[FactOf, Said]


@atomic
def add_link(
    *, one: Recommendation, other: Recommendation, relation: Relation, reason: str, by: Actor, at: datetime
) -> Link:
    """Say that the later of these two takes up the earlier one; who answers for either is told.

    Who answers, endings, checks and actions stay as they are. The same person's same link again is the same. Raises
    NotAllowed; InvalidInput (no reason, itself, dates that do not run forward, a loop); WrongState (linked already).
    """
    pair = _locked(one, other)
    _check_may(pair, by=by)
    earlier, later = recurrence.in_order(*(dated(row) for row in pair))
    words = check_reason(reason, missing="Enter why they belong together")
    held = Link.objects.pair(*pair).first()
    if held is not None:
        if (held.inspection_id, held.linked_by_id, held.relation) == (None, by.person_id, relation):
            return held
        raise WrongState(f"{held.earlier.ref} and {held.later.ref} are linked already. Nothing was changed.")
    recurrence.check_can_link(Link.objects.pairs(), earlier=earlier, later=later)
    before = _facts(pair)
    rows = {row.pk: row for row in pair}
    link = Link.objects.create(
        earlier=rows[earlier.key],
        later=rows[later.key],
        relation=relation,
        is_flagged=rows[later.key].flagged_repeat,
        reason=words,
        linked_at=at,
        linked_by_id=by.person_id,
    )
    _keep("recommendation.link-added", pair, before, reason=words, by=by, at=at)
    return link


@atomic
def remove_link(*, one: Recommendation, other: Recommendation, reason: str, by: Actor, at: datetime) -> bool:
    """Delete the link of these two, and return whether there was one; what it said stays in the corrections.

    Raises NotAllowed; InvalidInput (no reason); WrongState where a confirmed carry-over says it.
    """
    pair = _locked(one, other)
    _check_may(pair, by=by)
    words = check_reason(reason, missing="Enter why this link is undone")
    held = Link.objects.pair(*pair).first()
    if held is None:
        return False
    check_can_remove(link=held)
    before = _facts(pair)
    held.delete()
    _keep("recommendation.link-removed", pair, before, reason=words, by=by, at=at)
    return True


def check_can_remove(*, link: Link) -> None:
    """Raise WrongState where a confirmed carry-over says so: its entry is what is to be corrected. 1 query."""
    said_by = carry_over_that_says(link)
    if said_by is not None:
        raise WrongState(f"The carry-over of {said_by.ref} made this link. Correct its entry instead.")


def _locked(one: Recommendation, other: Recommendation) -> list[Recommendation]:
    """Hold both, always in this order; one alone where they are the same, which the rules refuse."""
    rows = Recommendation.objects.select_for_update(of=("self",)).filter(pk__in={one.pk, other.pk})
    held = {row.pk: row for row in rows.select_related("inspection__organisation").order_by("pk")}
    return [held[one.pk], held[other.pk]]


def _check_may(pair: Iterable[Recommendation], *, by: Actor) -> None:
    places = [path for row in pair for path in paths_of(row.inspection)]
    access.check_may(by, Doing.CORRECT_REPORTS, paths=places)


def _facts(pair: Iterable[Recommendation]) -> dict[int, Facts]:
    """Return what each of them says of its links now, by its key."""
    said = {}
    for row in pair:
        earlier, later = links_said(row)
        said[row.pk] = {
            FactOf(CorrectedField.TAKES_UP): earlier,
            FactOf(CorrectedField.TAKEN_UP_IN): later,
        }
    return said


def _keep(
    verb: str, pair: list[Recommendation], before: dict[int, Facts], *, reason: str, by: Actor, at: datetime
) -> None:
    """Keep on both what was said before and is since, and tell who answers for either."""
    after = _facts(pair)
    for row in pair:
        row.version += 1
        row.save(update_fields=["version"])
        changes = differences(before[row.pk], after[row.pk])
        save_changes(verb=verb, subject=row.ref, version=row.version, changes=changes, reason=reason, by=by, at=at)
        rows = Answerable.objects.open().of_recommendation(row).select_related("organisation").by_body()
        bodies = [answerable.organisation for answerable in rows]
        tell_those_who_answer(subject=row.ref, version=row.version, bodies=bodies, by=by, at=at)
