"""When those who are to renew stale evidence are told that it is stale, and who was told last."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from tracker.choices import NoticeKind
from tracker.models import EvidenceUse
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.dated_item_reminders import A_MANAGER, MANAGERS_OF
from tracker.notifications.queries.ladder import every_rung
from tracker.notifications.queries.reminders import Reminders, choices_of, is_told, last_of, said
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import LADDER, About, Dated, Told
from tracker.notifications.rules.next_reminder import MailChoice, next_reminder
from tracker.queries.evidence import Listed, Piece

# Told once it is stale, whatever the settings say of other rungs (operations/evidence_notices).
RUNGS = ladder.rungs_about(About.EVIDENCE, LADDER)
ABOUT_WORDS = "that it is stale"


def evidence_part(listed: Listed, *, at: datetime) -> dict[str, Any]:
    """Return what a page shows of evidence that came through the gate, with `of_pieces`."""
    return {"evidence": listed, "evidence_reminders": of_pieces(listed.pieces, at=at)}


def of_pieces(pieces: Iterable[Piece], *, at: datetime) -> dict[int, Reminders]:
    """Return the reminders of each stale piece of evidence, by its number, about the places of its list alone.

    At most 5 queries for any number of pieces, none where nothing is stale.
    """
    stale = {piece.evidence.pk: piece for piece in pieces if piece.is_stale}
    if not stale:
        return {}
    here = {use.pk: use for piece in stale.values() for use in piece.uses}
    people = _told_of(here, on=timezone.localdate(at))
    choices = choices_of((person for told in people.values() for person in told), at=at)
    notices = _notices(stale, here, people)
    return {
        number: _reminders(piece, people.get(number, {}), notices.get(number, []), choices, at=at)
        for number, piece in stale.items()
    }


def _told_of(here: Mapping[int, EvidenceUse], *, on: date) -> dict[int, dict[int, str]]:
    """Return, by evidence, who is told of it for these uses, with who that is in words."""
    told: dict[int, dict[int, str]] = defaultdict(dict)
    uses = EvidenceUse.objects.to_renew(on=on, after_days=settings.EVIDENCE_STALE_DAYS).filter(pk__in=here)
    for use in uses.order_by("pk"):
        told[use.evidence_id].setdefault(use.told_id, _to(here[use.pk]))
    return told


def _to(use: EvidenceUse) -> str:
    if use.answerable:
        return MANAGERS_OF.get(use.answerable.organisation.kind, A_MANAGER)
    return str(use.action.owner_post) if use.action else ""


def _notices(
    stale: Mapping[int, Piece], here: Collection[int], people: Mapping[int, Collection[int]]
) -> dict[int, list[NoticeToTell]]:
    """Return, by evidence, the notices of its newest version.

    Where it is used elsewhere too, they are only those of people who are told here.
    """
    others = EvidenceUse.objects.filter(evidence__in=stale).exclude(pk__in=here)
    elsewhere = set(others.values_list("evidence_id", flat=True))
    rows = NoticeToTell.objects.filter(kind=NoticeKind.STALE_EVIDENCE, number__in=stale)
    by_evidence: dict[int, list[NoticeToTell]] = defaultdict(list)
    for notice in rows.select_related("message", "person"):
        number = notice.number
        is_newest = notice.since_on == stale[number].newest.about_on
        if is_newest and (number not in elsewhere or notice.person_id in people.get(number, ())):
            by_evidence[number].append(notice)
    return by_evidence


def _reminders(
    piece: Piece,
    people: Mapping[int, str],
    notices: list[NoticeToTell],
    choices: Mapping[int, MailChoice],
    *,
    at: datetime,
) -> Reminders:
    [rung] = RUNGS
    dated = Dated(piece.newest.about_on + timedelta(days=settings.EVIDENCE_STALE_DAYS + 1))
    told = [
        Told(rung.code, notice.person_id, dated.due_on, timezone.localdate(notice.created_at))
        for notice in notices
        if is_told(notice)
    ]
    coming = next_reminder(RUNGS, dated, every_rung(frozenset(people)), told, choices, at=at)
    line = said(coming, choices, to=people[coming.person_id], about=ABOUT_WORDS) if coming else None
    return Reminders(next=(line,) if line else (), last=last_of(notices))
