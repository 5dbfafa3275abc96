"""What was corrected in published records, for the digests of those who answer for them."""

from collections import defaultdict
from collections.abc import Iterable

from inspections.models import Alert, Inspection
from inspections.models.reference import Referenced
from tracker.models import Correction, Event, Recommendation
from tracker.notifications import links
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import MailLine
from tracker.rules.calendar import london_date
from tracker.rules.corrections import in_a_row
from tracker.rules.notices import Identity
from tracker.rules.wording import date_long, plain_plural, starts_upper


def still_to_tell(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, MailLine]:
    """Return what these tell, with the words as they are now; at most 4 queries, none for none.

    The number of a notice is the version of its record since. What was withdrawn with its report is told no more.
    """
    wanted = {notice.identity for notice in notices}
    if not wanted:
        return {}
    saves: dict[tuple[str, int], list[Correction]] = defaultdict(list)
    for row in Correction.objects.of_saves({(identity.subject, identity.number) for identity in wanted}):
        saves[row.subject, row.version].append(row)
    titles = _titles({identity.subject for identity in wanted})
    return {
        identity: _line(identity.subject, titles[identity.subject], rows)
        for identity in wanted
        if (rows := saves.get((identity.subject, identity.number))) and identity.subject in titles
    }


def still_withdrawn(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, MailLine]:
    """Return what these tell of reports that were withdrawn and are not published again; at most 2 queries.

    The number of a notice is that of the event, which keeps what the report was.
    """
    wanted = {notice.identity for notice in notices}
    if not wanted:
        return {}
    events = Event.objects.filter(verb="inspection.withdrawn").in_bulk({identity.number for identity in wanted})
    numbers = _numbers(Inspection, {event.subject for event in events.values()})
    again = {report.ref for report in Inspection.objects.published().filter(pk__in=numbers)}
    return {
        identity: _withdrawn(event)
        for identity in wanted
        if (event := events.get(identity.number)) and event.subject not in again
    }


def _withdrawn(event: Event) -> MailLine:
    """Say what went with the report: it has no page any more, so the line leads to what is left to do."""
    ref, after = event.subject, event.after
    counted = (
        (after.get("recommendations", 0), "recommendation", "recommendations"),
        (after.get("judged", 0), "verdict on an earlier one", "verdicts on earlier ones"),
    )
    gone = " and ".join(plain_plural(count, *words) for count, *words in counted if count)
    said = f"{ref}, withdrawn on {date_long(london_date(event.at))}"
    return MailLine(
        ref=ref,
        lines=(f"Inspection of {after.get('body') or ref}", f"{said}, with {gone}" if gone else said),
        link="See what is yours now",
        link_about=f"after {ref} was withdrawn",
        address=links.home(),
    )


def _line(ref: str, title: str, rows: list[Correction]) -> MailLine:
    fields = in_a_row(row.get_field_display() for row in rows)
    return MailLine(
        ref=ref,
        lines=(starts_upper(title), f"{ref}, corrected on {date_long(london_date(rows[0].corrected_at))}: {fields}"),
        link="See what was corrected",
        link_about=ref,
        address=links.page_of(ref),
    )


def _titles(refs: set[str]) -> dict[str, str]:
    """Return what each of these records is called; at most 3 queries."""
    recommendations = Recommendation.objects.filter(pk__in=_numbers(Recommendation, refs))
    reports = Inspection.objects.published().filter(pk__in=_numbers(Inspection, refs)).select_related("organisation")
    alerts = Alert.objects.filter(pk__in=_numbers(Alert, refs)).select_related("organisation")
    return {
        **{recommendation.ref: recommendation.short_title for recommendation in recommendations},
        **{report.ref: f"Inspection of {_inspected(report)}" for report in reports},
        **{alert.ref: f"Organisational alert for {alert.organisation.display_name}" for alert in alerts},
    }


def _inspected(report: Inspection) -> str:
    return report.organisation.display_name if report.organisation else report.organisation_as_printed


def _numbers(model: type[Referenced], refs: set[str]) -> list[int]:
    return [number for ref in refs if (number := model.number_of(ref))]
