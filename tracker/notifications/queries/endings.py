"""What was decided on requests to end a recommendation, and what is open again, for who asked and who leads there."""

from collections.abc import Sequence

from tracker.choices import EndingDecision, NoticeKind
from tracker.models import EndingRequest
from tracker.notifications import links
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import MailLine, MailRow, Matter, ladder_line
from tracker.rules.calendar import london_date
from tracker.rules.notices import Identity
from tracker.rules.wording import date_long, starts_upper

# A request that was taken back is told to nobody: whoever asks may take it back.
SAYS = {EndingDecision.CONFIRMED: "confirmed", EndingDecision.REFUSED: "refused"}


def still_decided(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each request that was confirmed or refused; 1 query. Why is typed, and stays out of mail."""
    held = _by_number(notices)
    return {
        notice.identity: _decided(held[notice.number])
        for notice in notices
        if notice.number in held and held[notice.number].decision in SAYS
    }


def still_reopened(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each recommendation that is open again, while it is; 1 query."""
    held = _by_number(notices)
    return {
        notice.identity: _reopened(held[notice.number])
        for notice in notices
        if notice.number in held and _is_open_again(held[notice.number])
    }


def _is_open_again(request: EndingRequest) -> bool:
    return request.reopened is not None and request.reopened.to_on is None


def _decided(request: EndingRequest) -> MailLine:
    answerable, at = request.answerable, request.decided_at
    ref, body = answerable.recommendation.ref, answerable.organisation.display_name
    on = f" on {date_long(london_date(at))}" if at else ""
    said = f"ending ‘{request.get_ending_display()}’ {SAYS[EndingDecision(request.decision)]}{on}"
    if request.decision == EndingDecision.REFUSED:
        said += "; it stays open"
    elif request.reopened_id:
        said += "; it is open again since"
    return MailLine(
        ref=ref,
        lines=(starts_upper(answerable.recommendation.short_title), f"{ref}, {body}: {said}"),
        link="See the recommendation",
        link_about=f"{ref}, {body}",
        address=links.recommendation(ref),
    )


def _reopened(request: EndingRequest) -> MailLine:
    answerable, at = request.answerable, request.reopened_at
    body = answerable.organisation
    on = london_date(at) if at else None
    matter = Matter(answerable.recommendation.short_title, body.display_name, body.slug, on)
    return ladder_line(kind=NoticeKind.ENDING_REOPENED, ref=answerable.recommendation.ref, matter=matter)


def _by_number(notices: Sequence[NoticeToTell]) -> dict[int, EndingRequest]:
    rows = EndingRequest.objects.select_related("answerable__organisation", "answerable__recommendation", "reopened")
    return rows.in_bulk({notice.number for notice in notices})
