"""What the ladder's notices are about, for many at once: the title and the body that a mail names."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from inspections.models import Inspection, Organisation
from inspections.models.reference import reference
from tracker.choices import NoticeKind
from tracker.models import Action, Answerable, Recommendation, Reorganisation, SustainCheck
from tracker.notifications.models import NoticeToTell, Snooze
from tracker.notifications.queries import bounces
from tracker.notifications.rules.mail_rows import Matter
from tracker.rules.calendar import london_date
from tracker.rules.notices import Identity


def of(notices: Sequence[NoticeToTell], *, on: date) -> dict[Identity, Matter]:
    """By identity; notices about what is no longer there have none. At most 10 queries for any number."""
    found: dict[Identity, Matter] = {}
    for kinds, read in READERS:
        mine = [each for each in notices if each.kind in kinds]
        if mine:
            found |= read(mine, on)
    return found


def _answerables(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    """The number is the answerable body's."""
    held = _by_number(Answerable.objects.select_related("organisation", "recommendation"), notices)
    return {each.identity: _of_answerable(held[each.number], each) for each in notices if each.number in held}


def _checks(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    """The number is the check's."""
    rows = SustainCheck.objects.select_related("answerable__organisation", "answerable__recommendation")
    held = _by_number(rows, notices)
    return {
        each.identity: _of_answerable(held[each.number].answerable, each) for each in notices if each.number in held
    }


def _reports(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    """About a report; for one that was not acknowledged the number is the body's."""
    numbers = {number for each in notices if (number := Inspection.number_of(each.subject))}
    reports = {
        report.ref: report for report in Inspection.objects.filter(pk__in=numbers).select_related("organisation")
    }
    bodies = Organisation.objects.in_bulk([each.number for each in notices if _is_silence(each)])
    found = {}
    for each in notices:
        if each.subject in reports:
            report = reports[each.subject]
            inspected = report.organisation.display_name if report.organisation else report.organisation_as_printed
            body = bodies.get(each.number) if _is_silence(each) else report.organisation
            name, slug = (body.display_name, body.slug) if body else ("", "")
            found[each.identity] = Matter(f"Inspection of {inspected}", name, slug, each.due_on)
    return found


def _recommendations(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    numbers = {number for each in notices if (number := Recommendation.number_of(each.subject))}
    rows = Recommendation.objects.filter(pk__in=numbers).values_list("pk", "short_title")
    titles = {reference(Recommendation.REF_PREFIX, number): title for number, title in rows}
    return {each.identity: Matter(titles[each.subject], on=each.due_on) for each in notices if each.subject in titles}


def _reorganisations(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    """What happened, with the names of the time."""
    held = _by_number(Reorganisation.objects.standing(), notices)
    return {
        each.identity: Matter(held[each.number].words, on=held[each.number].on)
        for each in notices
        if each.number in held
    }


def _snoozes(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    """The number is the snooze's; why reminders were put off is typed, and stays out of mail."""
    rows = Snooze.objects.select_related("action__owner_post__organisation")
    held = _by_number(rows, notices)
    found = {}
    for each in notices:
        if each.number in held:
            action: Action = held[each.number].action
            found[each.identity] = Matter(action.title, str(action.owner_post), on=held[each.number].until_on)
    return found


def _bounces(notices: Sequence[NoticeToTell], on: date) -> dict[Identity, Matter]:
    """While the address does not work, for who leads there."""
    told = bounces.to_tell(on=on)
    found = {}
    for each in notices:
        if each.identity in told:
            bounce, _, body = told[each.identity]
            since_on = london_date(bounce.bounced_at)
            found[each.identity] = Matter(bounce.person.name, body.display_name, _area_slug(body), since_on)
    return found


def _of_answerable(answerable: Answerable, notice: NoticeToTell) -> Matter:
    body = answerable.organisation
    return Matter(answerable.recommendation.short_title, body.display_name, body.slug, notice.due_on)


def _area_slug(body: Organisation) -> str:
    return f"{body.parent.slug}/{body.slug}" if body.kind == "pdu" and body.parent else body.slug


def _is_silence(notice: NoticeToTell) -> bool:
    return notice.kind == NoticeKind.UNACKNOWLEDGED


def _by_number(rows, notices: Iterable[NoticeToTell]):  # type: ignore[no-untyped-def]
    return rows.in_bulk({each.number for each in notices})


READERS: tuple[tuple[frozenset[NoticeKind], Callable[[Sequence[NoticeToTell], date], dict[Identity, Matter]]], ...] = (
    (frozenset({NoticeKind.RESPONSE_DUE}), _answerables),
    (frozenset({NoticeKind.SUSTAIN_CHECK_DUE}), _checks),
    (frozenset({NoticeKind.UNACKNOWLEDGED, NoticeKind.CARRY_OVER_UNFINISHED}), _reports),
    (frozenset({NoticeKind.REVIEW_WAITING}), _recommendations),
    (frozenset({NoticeKind.PROPOSAL_TO_CONFIRM}), _reorganisations),
    (frozenset({NoticeKind.ACTION_SNOOZED}), _snoozes),
    (frozenset({NoticeKind.ADDRESS_BOUNCED}), _bounces),
)
