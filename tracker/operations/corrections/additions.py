"""Adds what a report prints and nobody recorded before it was published: a standard's rating, or a key question."""

from datetime import datetime

from django.db.models import F

from inspections.models import Inspection, KeyQuestion, KeyQuestionResult, StandardRating
from inspections.rules.frameworks import normalise_code
from tracker.errors import InvalidInput
from tracker.operations.corrections.saving import save_changes, tell_those_who_answer
from tracker.projections.keeping import atomic
from tracker.queries.corrections import said as queries
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import Facts, check_reason, differences
from tracker.rules.intake.matching import closest
from tracker.rules.published_facts import QuestionAdded, StandardAdded


@atomic
def add_standard(
    *, inspection: Inspection, version: int, adds: StandardAdded, reason: str, by: Actor, at: datetime
) -> Inspection:
    """Record a standard that a published report rates, in its framework's order; who answers is told.

    It overwrites nothing, so that another save meanwhile is no conflict; the same one twice is one. Raises NotAllowed,
    and InvalidInput (no code, title or reason, or recorded already).
    """
    held = _held(inspection, by)
    adds.check()
    standard = {row.pk: row for row in queries.standards_of(held)}.get(adds.standard or 0)
    if adds.standard is not None and standard is None:
        raise InvalidInput("Select the standard from the list", field="standard")
    ratings = queries.ratings_of(held)
    for row in ratings:
        if normalise_code(row.code) == normalise_code(adds.code):
            if held.version != version and (row.rating, row.previous_rating) == (adds.rating, adds.before):
                return held
            raise InvalidInput(f"{row.code} is recorded already. Correct it instead", field="code")
    words = check_reason(reason)
    place = _place(ratings, standard.position if standard else None)
    StandardRating.objects.filter(inspection=held, position__gte=place).update(position=F("position") + 1)
    StandardRating.objects.create(
        inspection=held, standard=standard, code=adds.code, title=adds.title, position=place,
        rating=adds.rating, previous_rating=adds.before,
    )  # fmt: skip
    return _keep(held, adds.facts(), reason=words, by=by, at=at)


@atomic
def add_question(
    *, inspection: Inspection, version: int, adds: QuestionAdded, reason: str, by: Actor, at: datetime
) -> Inspection:
    """Record a key question that a published report answers, after those of its standard; who answers is told.

    It overwrites nothing, so that another save meanwhile is no conflict; the same one twice is one. Raises NotAllowed,
    and InvalidInput (no words, no reason, no such standard, or recorded already).
    """
    held = _held(inspection, by)
    rating = StandardRating.objects.filter(inspection=held, pk=adds.rating).first()
    if rating is None:
        raise InvalidInput("Select the standard from the list", field="standard")
    recorded = list(rating.key_questions.order_by("position"))
    place = max((question.position for question in recorded), default=0) + 1
    says = adds.at(rating.code, place)
    says.check()
    if _plain(says.text) in {_plain(question.text) for question in recorded}:
        if held.version != version:
            return held
        raise InvalidInput(f"{rating.code} has this key question already. Correct it instead", field="text")
    words = check_reason(reason)
    known = {row.pk: row for row in KeyQuestion.objects.filter(standard=rating.standard_id)}
    match = closest(says.text, {key: row.text for key, row in known.items()})
    KeyQuestionResult.objects.create(
        standard_rating=rating, key_question=known[match] if match is not None else None, position=place,
        text=says.text, percent=says.percent, previous_percent=says.before, comparator_percent=says.of_all,
    )  # fmt: skip
    return _keep(held, adds.facts(code=rating.code, place=place), reason=words, by=by, at=at)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _held(inspection: Inspection, by: Actor) -> Inspection:
    """Return the report, held until the end, where the actor may correct it."""
    locked = Inspection.objects.published().select_for_update(of=("self",)).select_related("organisation")
    held: Inspection = locked.get(pk=inspection.pk)
    access.check_may(by, Doing.CORRECT_REPORTS, paths=queries.paths_of(held))
    return held


def _place(ratings: list[StandardRating], position: int | None) -> int:
    """Return where a standard of this place in the framework stands among those recorded; last without one."""
    last = max((row.position for row in ratings), default=0) + 1
    if position is None:
        return last
    after = [row.position for row in ratings if row.standard is not None and row.standard.position > position]
    return min(after, default=last)


def _keep(held: Inspection, facts: Facts, *, reason: str, by: Actor, at: datetime) -> Inspection:
    """Save the report's new version, with what was added and who is told of it."""
    held.version += 1
    held.save(update_fields=["version"])
    changes = differences({}, facts)
    ref, version, verb = held.ref, held.version, "inspection.corrected"
    save_changes(verb=verb, subject=ref, version=version, changes=changes, reason=reason, by=by, at=at)
    tell_those_who_answer(subject=ref, version=version, bodies=queries.who_answers(held), by=by, at=at)
    return held
