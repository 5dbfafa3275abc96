"""Which bodies answer for a recommendation, and what becomes of a body's actions when it no longer does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.models import Action, AlertAction, Answerable, Answers, Recommendation
from tracker.queries.intake import body_choices
from tracker.rules.access import Actor, Doing, may

EVERY_REGION = "regions"


@dataclass(frozen=True, slots=True)
class ActionsAfter:
    """The open actions: those that answer nothing else, and those that go on for something else."""

    withdrawn: list[Action]
    going_on: list[Action]


def actions_after(answerable: Answerable) -> ActionsAfter:
    """Return what becomes of the open actions once this duty ends; 3 queries.

    Completed and withdrawn actions stay as they are. What an alert asks for goes on.
    """
    answers = Answers.objects.current()
    open_ones = list(
        Action.objects.open()
        .filter(pk__in=answers.filter(answerable=answerable).values("action"))
        .select_related("owner_post__organisation")
        .order_by("pk")
    )
    numbers = [action.pk for action in open_ones]
    needed = set(answers.filter(action__in=numbers).exclude(answerable=answerable).values_list("action_id", flat=True))
    needed |= set(AlertAction.objects.filter(action__in=numbers).values_list("action_id", flat=True))
    return ActionsAfter(
        withdrawn=[action for action in open_ones if action.pk not in needed],
        going_on=[action for action in open_ones if action.pk in needed],
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
