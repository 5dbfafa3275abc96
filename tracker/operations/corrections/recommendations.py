"""Corrects what a published recommendation says, to whom it is addressed and who answers for it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Ending
from tracker.errors import EditConflict, InvalidInput
from tracker.models import Answerable, Answers, Recommendation, RecommendationTheme, Theme
from tracker.operations import history
from tracker.operations.corrections.saving import (
    CHANGED,
    check_something_changed,
    save_changes,
    tell_those_who_answer,
)
from tracker.projections.keeping import atomic
from tracker.queries.corrections import said as queries
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import check_reason, differences
from tracker.rules.published_facts import RecommendationSays

PRINTED = ["short_title", "text", "number", "addressee", "addressee_as_printed", "flagged_repeat", "version"]


@atomic
def correct_recommendation(
    *, recommendation: Recommendation, version: int, says: RecommendationSays, reason: str, by: Actor, at: datetime
) -> Recommendation:
    """Make a published recommendation say what its report says; who answers for it, now and before, is told.

    Raises NotAllowed; InvalidInput (nothing changed, no reason, words missing, a body that answers already); and
    EditConflict when somebody saved meanwhile.
    """
    locked = Recommendation.objects.select_for_update(of=("self",)).select_related("inspection__organisation")
    held: Recommendation = locked.get(pk=recommendation.pk)
    access.check_may(by, Doing.CORRECT_REPORTS, paths=queries.paths_of(held.inspection))
    says.check()
    names, now = queries.names_of_facts(), queries.recommendation_says(held)
    changes = differences(now.facts(names), says.facts(names))
    if not check_something_changed(changes=changes, is_newest=held.version == version):
        return held
    words = check_reason(reason)
    if held.version != version:
        raise EditConflict(CHANGED, current=held)
    answering = list(Organisation.objects.filter(pk__in=now.bodies.values()))
    _write(held, says)
    wrong = {row: body for row, body in says.bodies.items() if now.bodies.get(row) != body}
    _set_bodies(held, wrong, reason=words, by=by, at=at)
    verb = "recommendation.corrected"
    save_changes(verb=verb, subject=held.ref, version=held.version, changes=changes, reason=words, by=by, at=at)
    answering += Organisation.objects.filter(pk__in=says.bodies.values())
    tell_those_who_answer(subject=held.ref, version=held.version, bodies=answering, by=by, at=at)
    return held


def _write(held: Recommendation, says: RecommendationSays) -> None:
    held.short_title, held.text, held.number = says.short_title, says.text, says.number
    held.addressee_id, held.addressee_as_printed = says.addressee, says.addressee_as_printed
    held.flagged_repeat = says.flagged_repeat
    held.version += 1
    held.save(update_fields=PRINTED)
    held.standards.set(says.standards)
    _set_themes(held, says.themes)


def _set_themes(held: Recommendation, codes: tuple[str, ...]) -> None:
    """Make these the themes, the first the main one; a part of the operation that keeps what they were."""
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=codes)}
    links = {link.theme_id: link for link in held.theme_links.all()}
    wanted = {themes[code].pk: place == 0 for place, code in enumerate(codes) if code in themes}
    held.theme_links.exclude(theme__in=wanted).delete()
    held.theme_links.filter(is_primary=True).update(is_primary=False)
    for theme, is_primary in wanted.items():
        if theme not in links:
            RecommendationTheme.objects.create(recommendation=held, theme_id=theme, is_primary=is_primary)
        elif is_primary:
            held.theme_links.filter(theme=theme).update(is_primary=True)


def _set_bodies(held: Recommendation, bodies: Mapping[int, int], *, reason: str, by: Actor, at: datetime) -> None:
    """Give the duty to the body that the report asks.

    What nobody has answered yet is the right body's from the first day. What a body has said or done stays its own: its
    row ends, and the right body's follows it.
    """
    for key, body in bodies.items():
        rows = Answerable.objects.open().of_recommendation(held).select_for_update(of=("self",))
        row = rows.select_related("organisation").filter(pk=key).first()
        if row is None:
            raise InvalidInput("This body no longer answers for it. Open the page again", field=f"body_{key}")
        right = Organisation.objects.get(pk=body)
        if rows.filter(organisation=right).exists():
            raise InvalidInput(f"{right.display_name} answers for it already", field=f"body_{key}")
        if queries.has_answered(row):
            _pass_on(row, right, reason=reason, by=by, at=at)
        else:
            row.organisation = right
            row.save(update_fields=["organisation"])


def _pass_on(row: Answerable, right: Organisation, *, reason: str, by: Actor, at: datetime) -> None:
    wrong, today = row.organisation, timezone.localdate(at)
    row.to_on, row.ending, row.ending_reason = max(today, row.from_on), Ending.PASSED_ON, reason
    row.ended_at, row.ended_by_id = at, by.person_id
    row.save(update_fields=["to_on", "ending", "ending_reason", "ended_at", "ended_by"])
    new = Answerable.objects.create(
        recommendation_id=row.recommendation_id,
        organisation=right,
        from_on=row.to_on,
        follows=row,
        asked_from_on=row.asked_from_on or row.from_on,
    )
    current = list(Answers.objects.current().filter(answerable=row))
    Answers.objects.filter(pk__in=[answer.pk for answer in current]).update(to_on=row.to_on, reason=reason)
    Answers.objects.bulk_create(
        Answers(action_id=answer.action_id, answerable=new, from_on=max(new.from_on, answer.from_on))
        for answer in current
    )
    after = {"organisation": wrong.slug, "from": wrong.display_name, "to": right.display_name}
    history.record(verb="recommendation.passed-on", subject=row.recommendation.ref, by=by, at=at, after=after)
