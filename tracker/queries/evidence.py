"""Evidence as pages show it: each piece once, with its versions, where it is used and whether it is stale."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from tracker.models import Action, Answerable, Answers, Evidence, EvidenceUse, EvidenceVersion, Recommendation
from tracker.models.statements import Question
from tracker.queries.recommendations import WholeRecommendation
from tracker.rules import access, lifecycle
from tracker.rules.access import Actor, Doing
from tracker.rules.completion import missing_evidence
from tracker.rules.evidence import is_stale


@dataclass(slots=True)
class Piece:
    """A piece of evidence in a list; `uses` are those in the places that the list is of."""

    evidence: Evidence
    is_stale: bool
    can_change: bool = False
    uses: list[EvidenceUse] = field(default_factory=list)

    @property
    def newest(self) -> EvidenceVersion:
        return self.evidence.newest

    @property
    def earlier(self) -> list[EvidenceVersion]:
        return list(self.evidence.versions.all())[1:]


@dataclass(frozen=True, slots=True)
class Listed:
    """The evidence of one action or recommendation (`ref`), and whether the reader may add to it."""

    ref: str
    pieces: list[Piece]
    can_attach: bool

    @property
    def missing(self) -> str:
        """Return, in words, what an action that is completed now lacks."""
        return missing_evidence(pieces=len(self.pieces), stale=sum(piece.is_stale for piece in self.pieces))


def of_action(actor: Actor, action: Action, *, on: date) -> Listed:
    """Return what is used for an action that the caller has taken through the gate.

    2 queries, 1 where there is none.
    """
    pieces = _pieces(actor, _AT_PLACES.rows(answers=[0], actions=[action.pk]), on=on)
    return Listed(action.ref, pieces, lifecycle.can_update(action.state) and can_attach(actor, action))


def of_recommendation(actor: Actor, whole: WholeRecommendation, *, on: date) -> Listed:
    """Return what is used for the answers and actions of a recommendation whose work the reader sees.

    Those came through the gate. 2 queries, 1 where there is none, none where the reader sees no work.
    """
    answers, actions = [answer.pk for answer in whole.seen], [action.pk for action in whole.actions]
    uses = _AT_PLACES.rows(answers=answers or [0], actions=actions or [0]) if answers or actions else []
    pieces = _pieces(actor, uses, on=on)
    may = any(can_attach(actor, answerable) for answerable in whole.answerables if answerable.to_on is None)
    return Listed(whole.recommendation.ref, pieces, may)


def to_reuse(actor: Actor, record: Action | Recommendation, *, limit: int = 20) -> list[Evidence]:
    """Return what is attached to the recommendations of this record or to their actions, and not yet here.

    Newest first.
    """
    current = EvidenceUse.objects.current().filter(evidence=OuterRef("pk"))
    if isinstance(record, Action):
        recommendations = _recommendations(actor, record)
        here = current.filter(action=record)
    else:
        recommendations = [record.pk]
        here = current.filter(answerable__recommendation=record)
    reusable = Evidence.objects.visible_to(actor).for_any(recommendations).exclude(Exists(here))
    return list(reusable.prefetch_related("versions").order_by("-pk")[:limit])


def named(actor: Actor, action: Action, uids: Iterable[UUID]) -> list[Evidence]:
    """Return those of these pieces that are attached to what the action answers, or to its actions. 2 queries."""
    seen = Evidence.objects.visible_to(actor).for_any(_recommendations(actor, action))
    return list(seen.filter(uid__in=list(uids)).prefetch_related("versions").order_by("pk"))


def _recommendations(actor: Actor, action: Action) -> list[int]:
    answers = Answers.objects.current().visible_to(actor).filter(action=action)
    return list(answers.values_list("answerable__recommendation", flat=True))


_AT_PLACES = Question(
    lambda answers, actions: (
        EvidenceUse.objects.current()
        .at_any_place(answerables=answers, actions=actions)
        .with_evidence()
        .order_by("-used_at", "-pk")
    )
)


def _pieces(actor: Actor, uses: Iterable[EvidenceUse], *, on: date) -> list[Piece]:
    pieces: dict[int, Piece] = {}
    for use in uses:
        evidence = use.evidence
        piece = pieces.get(evidence.pk)
        if piece is None:
            days = settings.EVIDENCE_STALE_DAYS
            piece = Piece(evidence, is_stale=is_stale(evidence.newest.about_on, on=on, after_days=days))
            pieces[evidence.pk] = piece
        piece.uses.append(use)
        piece.can_change = piece.can_change or can_attach(actor, use.place)
    return list(pieces.values())


def can_attach(actor: Actor, place: Action | Answerable) -> bool:
    """Return whether the actor may attach evidence there, for links and buttons."""
    if isinstance(place, Action):
        return access.may(actor, Doing.ATTACH_EVIDENCE, paths=place.paths(), post_id=place.owner_post_id)
    return access.may(actor, Doing.ATTACH_EVIDENCE, paths=[place.organisation.path])
