"""Which bodies answer for a recommendation, which ask to end that, and what becomes of a body's actions then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.choices import Confirmer, EndingDecision
from tracker.models import Action, AlertAction, Answerable, Answers, EndingRequest, Post, Recommendation
from tracker.models.first_ones import Found, Part, Parts, first_ones
from tracker.models.statements import Question
from tracker.queries.intake import body_choices
from tracker.rules import endings
from tracker.rules.access import Actor, Doing, may

EVERY_REGION = "regions"
ROWS = 10
PARTS: Parts = {
    "endings": Part(lambda actor, *_: EndingRequest.objects.to_confirm(actor), ROWS, is_counted=True),
}
_REQUESTS = Question(lambda keys: EndingRequest.objects.for_row().filter(pk__in=keys).order_by("asked_at", "pk"))


@dataclass(frozen=True, slots=True)
class ActionsAfter:
    """The open actions: those that answer nothing else, and those that go on for something else."""

    withdrawn: list[Action]
    going_on: list[Action]


def actions_after(answerable: Answerable) -> ActionsAfter:
    """Return what becomes of the open actions once this duty ends; 3 queries.

    Completed and withdrawn actions stay as they are. What an alert asks for goes on.
    """
    return actions_after_each([answerable])[answerable.pk]


def actions_after_each(answerables: Iterable[Answerable]) -> dict[int, ActionsAfter]:
    """Return the same for each of these duties by its key, as if it alone ended; 3 queries for any number."""
    duties = [answerable.pk for answerable in answerables]
    current = Answers.objects.current()
    open_ones = Action.objects.open().filter(pk__in=current.filter(answerable__in=duties).values("action"))
    actions = {action.pk: action for action in open_ones.select_related("owner_post__organisation").order_by("pk")}
    pairs = list(current.filter(action__in=list(actions)).values_list("action_id", "answerable_id"))
    alerted = set(AlertAction.objects.filter(action__in=list(actions)).values_list("action_id", flat=True))
    duties_of: dict[int, set[int]] = {key: set() for key in actions}
    for action, duty in pairs:
        duties_of[action].add(duty)
    after = {duty: ActionsAfter([], []) for duty in duties}
    for key, action in actions.items():
        goes_on = key in alerted or len(duties_of[key]) > 1
        for duty in duties_of[key] & after.keys():
            (after[duty].going_on if goes_on else after[duty].withdrawn).append(action)
    return after


@dataclass(frozen=True, slots=True)
class EndingsToConfirm:
    """The requests that wait for the actor: the first ones, and how many there are."""

    count: int = 0
    requests: list[EndingRequest] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.requests)


@dataclass(frozen=True, slots=True)
class ShownEnding:
    """A request on a recommendation's page, and what the reader may do about it."""

    request: EndingRequest
    can_decide: bool
    can_take_back: bool
    can_reopen: bool


@dataclass(frozen=True, slots=True)
class EndingPart:
    """What the page of a recommendation shows of requests to end it; `to_ask` are the bodies the reader may ask for."""

    shown: list[ShownEnding]
    to_ask: list[Answerable]


def to_confirm(found: Mapping[str, Found]) -> EndingsToConfirm:
    """Return what waits for the actor, of whom PARTS were `found` before; 1 query."""
    there = found["endings"]
    return EndingsToConfirm(there.count, _REQUESTS.rows(keys=there.keys) if there else [])


def waiting_for(actor: Actor, *, on: date) -> EndingsToConfirm:
    """Return the same for the page of reviews; 1 query, and one more where something waits."""
    return to_confirm(first_ones(actor, PARTS, on=on)[0])


def ending_part(actor: Actor, recommendation: Recommendation, answerables: Iterable[Answerable]) -> EndingPart:
    """Return the requests of today on the page, and the bodies for which the reader may ask.

    `answerables` say `is_seen` and `is_ending_asked`. 1 query, none where nothing was asked or ended in such a way.
    """
    rows = list(answerables)
    open_bodies = {row.organisation_id for row in rows if row.to_on is None}
    requests = requests_of(actor, recommendation) if may_have_requests(rows) else []
    may_ask = [
        row
        for row in rows
        if row.to_on is None
        and not row.is_ending_asked
        and may(actor, Doing.ASK_ENDINGS, paths=[row.organisation.path])
    ]
    shown = [_shown(actor, request, open_bodies) for request in requests if _is_of_now(request)]
    return EndingPart(shown, may_ask)


def may_have_requests(answerables: Iterable[Answerable]) -> bool:
    """Return whether somebody asks to end one of these now, or one ended so, as far as the reader sees its work."""
    return any(row.is_seen and (row.is_ending_asked or row.ending in endings.ASKED_FOR) for row in answerables)


def requests_of(actor: Actor, recommendation: Recommendation) -> list[EndingRequest]:
    """Return every request to end it that the actor may see, the newest first; 1 query."""
    seen = EndingRequest.objects.visible_to(actor).of_recommendation(recommendation)
    return list(seen.for_row().newest_first())


def posts_to_accept(bodies: Iterable[Organisation]) -> list[Post]:
    """Return the posts that may accept the risk, of these bodies or above each; 1 query for each body."""
    posts = {post.pk: post for body in bodies for post in Post.objects.all().to_accept_risks(of=body)}
    return list(posts.values())


def _is_of_now(request: EndingRequest) -> bool:
    """Return whether a request says something of today: it waits, or it is how the duty ended."""
    if request.decision:
        return request.decision == EndingDecision.CONFIRMED and request.reopened_id is None
    return request.is_waiting


def _shown(actor: Actor, request: EndingRequest, open_bodies: set[int]) -> ShownEnding:
    answerable, level = request.answerable, Confirmer(request.confirmer)
    path = answerable.organisation.path
    has_ended = request.decision == EndingDecision.CONFIRMED and answerable.organisation_id not in open_bodies
    return ShownEnding(
        request,
        can_decide=request.is_waiting
        and endings.may_confirm(actor, confirmer=level, path=path, asked_by=request.asked_by_id),
        can_take_back=request.is_waiting and may(actor, Doing.ASK_ENDINGS, paths=[path]),
        can_reopen=has_ended and endings.may_reopen(actor, confirmer=level, path=path),
    )


@dataclass(frozen=True, slots=True)
class AnsweringBody:
    """One body that answers or answered, and whether the actor may end its duty: others then go on."""

    answerable: Answerable
    can_end: bool


@dataclass(frozen=True, slots=True)
class BodiesToName:
    """What a person chooses from: whole groups (code and words), and bodies one by one as grouped choices."""

    groups: list[tuple[str, str]]
    bodies: list[tuple[str, list[tuple[int, str]]]]
    members: dict[str, frozenset[int]]

    def chosen(self, *, groups: Iterable[str], bodies: Iterable[int]) -> frozenset[int]:
        """Return the keys of everything that is chosen, whichever way."""
        return frozenset(bodies).union(*(self.members[group] for group in groups))


def answering_bodies(actor: Actor, recommendation: Recommendation) -> list[AnsweringBody]:
    """Return every body that answers or answered for it, those that do first; 1 query."""
    rows = Answerable.objects.of_recommendation(recommendation).select_related("organisation__parent", "given_by")
    ordered = sorted(rows, key=lambda row: (row.to_on is not None, row.organisation.name, row.pk))
    is_several = sum(row.to_on is None for row in ordered) > 1
    return [
        AnsweringBody(
            row,
            can_end=is_several and row.to_on is None and may(actor, Doing.NAME_BODIES, paths=[row.organisation.path]),
        )
        for row in ordered
    ]


def bodies_to_name(areas: Iterable[str], *, on: date) -> BodiesToName:
    """Return what can be chosen in these areas: every region, the PDUs of each region, and each body; 2 queries."""
    places = tuple(areas)
    living = Organisation.objects.within(places).living(on=on).select_related("parent").order_by("name", "pk")
    members: dict[str, set[int]] = {}
    words: dict[str, str] = {}
    for body in living:
        if body.kind == OrganisationKind.REGION:
            code, name = EVERY_REGION, "Every probation region"
        elif body.kind == OrganisationKind.PDU and body.parent is not None:
            code, name = body.parent.slug, f"Every PDU of {body.parent.display_name}"
        else:
            continue
        members.setdefault(code, set()).add(body.pk)
        words[code] = name
    order = sorted((code for code in members if len(members[code]) > 1), key=lambda code: (code != EVERY_REGION, code))
    return BodiesToName(
        groups=[(code, f"{words[code]} ({len(members[code])})") for code in order],
        bodies=[(name, rows) for name, rows in body_choices(areas=places) if name != "Closed bodies"],
        members={code: frozenset(members[code]) for code in order},
    )
