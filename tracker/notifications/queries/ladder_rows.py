"""The rows of what is on a ladder and no action, and of notes: each named by its title and body, for many at once."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from inspections.models import Inspection, Organisation
from inspections.models.reference import reference
from tracker.choices import NoticeKind
from tracker.models import Answerable, Recommendation, Reorganisation, SustainCheck
from tracker.notifications.models import NoticeToTell, Snooze
from tracker.notifications.queries import bounces, decisions, ladder
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import MailLine, MailRow, Matter, ladder_line
from tracker.rules.calendar import london_date
from tracker.rules.notices import Identity

Held = TypeVar("Held", bound=Model)


def responses(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each response that is due; whoever is to confirm its draft is led there. 1 query."""
    held = _by_number(Answerable.objects.select_related("organisation", "recommendation"), notices)
    waiting = decisions.by_whose(day)
    rows: dict[Identity, MailRow] = {}
    for notice in notices:
        if notice.number in held:
            decision = waiting.get((notice.person_id, notice.subject))
            confirms = decision is not None and decision.kind is NoticeKind.RESPONSE_TO_CONFIRM
            matter = _of_answerable(held[notice.number], notice.due_on)
            rows[notice.identity] = _line(notice, matter, confirms=confirms)
    return rows


def still_ended(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each answer that ended and has not begun again; 1 query. The number is the answer's."""
    ended = Answerable.objects.select_related("organisation", "recommendation").filter(to_on__isnull=False)
    held = _by_number(ended, notices)
    return {
        notice.identity: _line(notice, _of_answerable(held[notice.number], held[notice.number].to_on))
        for notice in notices
        if notice.number in held
    }


def checks(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each check after closing; 1 query."""
    held = _by_number(
        SustainCheck.objects.select_related("answerable__organisation", "answerable__recommendation"), notices
    )
    return {
        notice.identity: _line(notice, _of_answerable(held[notice.number].answerable, notice.due_on))
        for notice in notices
        if notice.number in held
    }


def silences(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each report that a body has not acknowledged: the number is the body's. 2 queries."""
    bodies = Organisation.objects.in_bulk({notice.number for notice in notices})
    return {
        notice.identity: _line(notice, _of_report(report, bodies.get(notice.number), notice.due_on))
        for notice, report in _with_reports(notices)
    }


def carry_overs(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each report whose carry-over is not finished; 1 query."""
    return {
        notice.identity: _line(notice, _of_report(report, report.organisation, notice.due_on))
        for notice, report in _with_reports(notices)
    }


def reviews(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return the row of what waits for the person's review, or the recommendation's where it is not theirs; 1 query."""
    numbers = {number for notice in notices if (number := Recommendation.number_of(notice.subject))}
    named = Recommendation.objects.filter(pk__in=numbers).values_list("pk", "short_title")
    titles = {reference(Recommendation.REF_PREFIX, number): title for number, title in named}
    lines: dict[Identity, MailRow] = {
        notice.identity: _line(notice, Matter(titles[notice.subject], on=notice.due_on))
        for notice in notices
        if notice.subject in titles
    }
    lines.update(decisions.still_waiting(notices, day))
    return lines


def takeovers(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return what happened, with the names of the time; 1 query."""
    held = _by_number(Reorganisation.objects.standing(), notices)
    return {
        notice.identity: _line(notice, Matter(held[notice.number].words, on=held[notice.number].on))
        for notice in notices
        if notice.number in held
    }


def snoozes(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each snooze that its lead is still to hear of; why it was made is typed, and stays out of mail.

    2 queries.
    """
    still = ladder.holding(notices, day)
    held = _by_number(Snooze.objects.select_related("action__owner_post__organisation"), notices)
    rows: dict[Identity, MailRow] = {}
    for notice in notices:
        if notice.number in held and notice.identity in still:
            snooze = held[notice.number]
            matter = Matter(snooze.action.title, str(snooze.action.owner_post), on=snooze.until_on)
            rows[notice.identity] = _line(notice, matter)
    return rows


def bounced(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row while the address does not work, for whoever leads there; at most 5 queries."""
    told = bounces.to_tell(day)
    rows: dict[Identity, MailRow] = {}
    for notice in notices:
        if notice.identity in told:
            bounce, _, body = told[notice.identity]
            since_on = london_date(bounce.bounced_at)
            rows[notice.identity] = _line(
                notice, Matter(bounce.person.name, body.display_name, _area_slug(body), since_on)
            )
    return rows


def _line(notice: NoticeToTell, matter: Matter, *, confirms: bool = False) -> MailLine:
    return ladder_line(kind=NoticeKind(notice.kind), ref=notice.subject, matter=matter, confirms=confirms)


def _with_reports(notices: Sequence[NoticeToTell]) -> list[tuple[NoticeToTell, Inspection]]:
    numbers = {number for notice in notices if (number := Inspection.number_of(notice.subject))}
    reports = {
        report.ref: report for report in Inspection.objects.filter(pk__in=numbers).select_related("organisation")
    }
    return [(notice, reports[notice.subject]) for notice in notices if notice.subject in reports]


def _of_report(report: Inspection, body: Organisation | None, on: date | None) -> Matter:
    inspected = report.organisation.display_name if report.organisation else report.organisation_as_printed
    name, slug = (body.display_name, body.slug) if body else ("", "")
    return Matter(f"Inspection of {inspected}", name, slug, on)


def _of_answerable(answerable: Answerable, due_on: date | None) -> Matter:
    body = answerable.organisation
    return Matter(answerable.recommendation.short_title, body.display_name, body.slug, due_on)


def _area_slug(body: Organisation) -> str:
    return f"{body.parent.slug}/{body.slug}" if body.kind == "pdu" and body.parent else body.slug


def _by_number(rows: QuerySet[Held, Held], notices: Sequence[NoticeToTell]) -> dict[int, Held]:
    """Return, by number, those of these rows that the notices are about; 1 query."""
    return rows.in_bulk({notice.number for notice in notices})
