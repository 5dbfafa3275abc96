"""What depends on a reorganisation by now, so that it can no longer be undone."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Model

from inspections.models import Organisation, Succession
from tracker.models import Action, Answerable, Answers, Post, Reorganisation, Takeover, Update
from tracker.models.kept_row import KeptRow
from tracker.rules.reorganisations import listed

# What a person reads; a record that is not here is named as the model names it.
WORDS = {
    "Acknowledgement": "an acknowledgement",
    "Answers": "an action that was added",
    "Alert": "an organisational alert",
    "CarryOverDecision": "a carry-over decision",
    "EndingRequest": "a request to end it",
    "EvidenceUse": "evidence",
    "Fieldwork": "announced fieldwork",
    "FrozenView": "a view kept for fieldwork",
    "Inspection": "an inspection",
    "Judgement": "a self-assessment or judgement",
    "Membership": "a person with a role",
    "Organisation": "a body below it",
    "OrganisationName": "another name",
    "Takeover": "a later decision on who takes over",
    "PostHolder": "a person in a post",
    "Recommendation": "a recommendation addressed to it",
    "Response": "a response",
    "SustainCheck": "a check after closing",
}


def depending_on(reorganisation: Reorganisation) -> list[str]:
    """Return each thing that stands on it, as a clause; empty when it can be undone.

    About 40 queries, for one button.
    """
    made = reorganisation.made.get("confirmed", {})
    reasons = [
        f"{later.ref} was recorded later" for later in Reorganisation.objects.later_about(reorganisation).order_by("pk")
    ]
    for body in reorganisation.as_named():
        if body.is_new and body.organisation is not None:
            dependents = _of_body(body.organisation, reorganisation, made.get("answerables", []))
            reasons += [f"{body.name} has {listed(dependents)}"] if dependents else []
    rows = Answerable.objects.filter(pk__in=made.get("answerables", [])).for_row().order_by("pk")
    for row in rows:
        dependents = _of_row(row, made)
        if dependents:
            reasons.append(f"{row.recommendation.ref} of {row.organisation.display_name} has {listed(dependents)}")
    return [*reasons, *_of_actions(reorganisation, made)]


def removable_posts(reorganisation: Reorganisation) -> list[Post]:
    """Return the vacant posts of bodies that it made: they go with their body."""
    made = [body.organisation_id for body in reorganisation.bodies.all() if body.is_new and body.organisation_id]
    return list(Post.objects.filter(organisation__in=made).order_by("pk"))


def _of_body(organisation: Organisation, reorganisation: Reorganisation, answerables: Sequence[int]) -> list[str]:
    successions = reorganisation.made.get("successions", [])
    if organisation.names.count() > 1:
        return ["another name"]
    ours: dict[str, Collection[int]] = {
        "OrganisationName": list(organisation.names.values_list("pk", flat=True)),
        "ReorganisationBody": list(reorganisation.bodies.values_list("pk", flat=True)),
        "Answerable": answerables,
        "Succession": Succession.objects.filter(pk__in=successions).values_list("pk", flat=True),
        "Post": [post.pk for post in removable_posts(reorganisation)],
        "Takeover_bodies": Takeover.bodies.through.objects.filter(takeover__reorganisation=reorganisation).values_list(
            "pk", flat=True
        ),
    }
    words = _related([organisation], ours)
    moved = [row[0] for row in reorganisation.made.get("confirmed", {}).get("actions", [])]
    posts = Post.objects.filter(organisation=organisation)
    chosen = reorganisation.action_takeovers.values_list("pk", flat=True)
    return words + [word for word in _related(posts, {"Action": moved, "ActionTakeover": chosen}) if word not in words]


def _of_row(row: Answerable, made: dict[str, Any]) -> list[str]:
    words = _related([row], {"Answers": made.get("answers", [])})
    answering = Answers.objects.filter(answerable=row).values("action")
    since = row.follows.ended_at if row.follows else None
    if since is not None and Update.objects.filter(action__in=answering, posted_at__gt=since).exists():
        words.append("an update of its action")
    return words


def _of_actions(reorganisation: Reorganisation, made: dict[str, Any]) -> list[str]:
    """Return a clause for each action that somebody has changed since it passed on."""
    since = {row[0]: row[2] for row in made.get("actions", [])}
    since |= {row["action"]: row["version"] for row in made.get("withdrawn", [])}
    return [
        f"{action.ref} has been changed"
        for action in Action.objects.filter(pk__in=list(since)).order_by("pk")
        if action.version != since[action.pk]
    ]


def _related(records: Iterable[Model], ours: dict[str, Collection[int]]) -> list[str]:
    """Return what any table holds about these records apart from `ours` and from what is only kept for lists.

    Read from the models, so that none is forgotten.
    """
    held = list(records)
    if not held:
        return []
    words = []
    for relation in type(held[0])._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.many_to_many:
            continue
        model: Any = relation.related_model
        if issubclass(model, KeptRow):
            continue
        field = relation.field.name  # type: ignore[union-attr]
        rows = model._base_manager.filter(**{f"{field}__in": held}).exclude(pk__in=list(ours.get(model.__name__, ())))
        if rows.exists():
            words.append(WORDS.get(model.__name__, model._meta.verbose_name))
    return list(dict.fromkeys(words))
