"""Words of one region's work are found in no page and no answer of the other's people, whatever they look for."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories.policy import PLACES, POLICY
from tests.factories.stage import Stage, content_of
from tests.factories.world import NOW
from tracker.choices import ActionStatus, Decision, Judge, Progress, ReviewOutcome
from tracker.models import Action, DateChange, Evidence, Judgement, Response, Review, Update
from tracker.operations import history
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db

# Searched for: shared by both regions' words. Looked for in what comes back: what each region adds to it.
WORD = "marigold"
CANARIES = {"wigan": "7q1xvk4zw8", "kirklees": "9w3zkj6xq2"}  # so long that no token of a form holds one by chance
FIELDS = (
    "title", "success", "waiting", "update", "response", "owner", "effect", "region", "history", "review", "evidence",
)  # fmt: skip
# Whose words each person must find nowhere, and whose they must find; each person reads everything once.
KEPT_FROM: dict[str, set[str]] = {
    "owner": {"wigan"},
    "head": {"wigan"},
    "sibling_head": {"wigan", "kirklees"},
    "lead": {"wigan"},
    "area_coordinator": {"wigan"},
    "other_head": {"kirklees"},
    "other_lead": {"kirklees"},
    "roleless": {"wigan", "kirklees"},
    "national": set(),
    "auditor": set(),
}
SHOWN = {"head": "kirklees", "other_lead": "wigan", "auditor": "wigan"}
LISTS = {
    "home": [""],
    "recommendations": ["?scope=all", f"?scope=all&q={WORD}", "?scope=all&state=overdue", "?scope=all&sort=due"],
    "actions": ["", f"?q={WORD}", "?state=overdue", "?region=manchester", "?pdu=kirklees", "?sort=title"],
    "inspections": ["", f"?q={WORD}"],
    "recommendations-workbook": ["?scope=all", f"?scope=all&q={WORD}"],
    "actions-workbook": ["", f"?q={WORD}"],
    "api-organisations": ["", f"?q={WORD}"],
    "api-inspections": ["", f"?q={WORD}"],
    "api-recommendations": ["?scope=all", f"?scope=all&q={WORD}", "?scope=all&sort=due"],
    "api-actions": ["", f"?q={WORD}", "?state=overdue", "?region=manchester", "?pdu=kirklees", "?sort=title"],
}


def canary(place: str, field: str) -> str:
    return f"{WORD}{CANARIES[place]}{field}"


def let_loose(stage: Stage, place: str) -> None:
    """Puts a word of its own into everything that is typed about the work of a place."""
    action, by = stage.world.actions[place], stage.world.people["national"]
    answerable = stage.world.recommendations[place].answerables.get()
    Action.objects.filter(pk=action.pk).update(
        title=canary(place, "title"),
        success_measure=canary(place, "success"),
        blocked_by_whom=canary(place, "waiting"),
        blocked_since_on=date(2026, 11, 2),
    )
    update = Update.objects.create(
        action=action,
        text=canary(place, "update"),
        status=ActionStatus.NOT_STARTED,
        token=uuid.uuid4(),
        posted_at=NOW,
        posted_by=by,
    )
    Evidence.objects.filter(uses__action=action).update(shows=canary(place, "evidence"))
    reason = canary(place, "reason")  # on no page today: the trail says it
    DateChange.objects.create(action=action, new_on=date(2026, 11, 20), reason=reason, changed_at=NOW, changed_by=by)
    told = {"update": update.pk, "reason": canary(place, "history")}
    history.record(verb="action.updated", subject=action.ref, by=SERVICE, at=NOW, after=told)
    Response.objects.create(
        answerable=answerable, decision=Decision.NOT_AGREED, reasons=canary(place, "response"), drafted_at=NOW
    )
    views = [
        Judgement.objects.create(
            answerable=answerable,
            judge=judge,
            category=Progress.SOME,
            reasons=canary(place, judge.value),
            effect=canary(place, "effect"),
            dated_on=date(2026, 11, 2),
            made_at=NOW,
        )
        for judge in (Judge.OWNER, Judge.REGION, Judge.REGION)
    ]
    review = {"decision": ReviewOutcome.RETURNED, "answer_by_on": date(2026, 12, 11), "decided_at": NOW}
    Review.objects.create(judgement=views[0], region_view=views[2], reason=canary(place, "review"), **review)


@pytest.fixture
def loose(stage: Stage) -> Stage:
    for place in CANARIES:
        let_loose(stage, place)
    return stage


def addresses(stage: Stage) -> Iterator[str]:
    """Everything there is to read: each list with its filters, each page in each place."""
    for name, rule in POLICY.items():
        if rule.get is None or name in ("sign-in", "health-live", "health-ready"):
            continue
        for place in PLACES if rule.has_place else PLACES[:1]:
            for query in LISTS.get(name, [""]):
                yield stage.address(name, place) + query


def crawled(stage: Stage, person: str) -> dict[str, tuple[int, str]]:
    """The status and the words that the person gets at each address."""
    client = stage.client(person)
    # Once each: what is asked for twice and read once leaves a workbook open.
    answers = {address: client.get(address) for address in dict.fromkeys(addresses(stage))}
    return {address: (each.status_code, content_of(each).decode().lower()) for address, each in answers.items()}


@pytest.mark.parametrize("person", KEPT_FROM)
def test_nobody_finds_a_word_of_another_area_or_a_fault(loose: Stage, person: str) -> None:
    found = crawled(loose, person)

    faults = {address for address, (status, _) in found.items() if status >= 500}
    strange = {
        address for address, (_, words) in found.items() if any(CANARIES[place] in words for place in KEPT_FROM[person])
    }
    everything = " ".join(words for _, words in found.values())
    missing = {
        field for field in FIELDS if person in SHOWN and canary(SHOWN[person], field) not in everything
    }  # the crawl would find them
    assert (faults, strange, missing) == (set(), set(), set())


def test_the_crawl_reads_workbooks(loose: Stage) -> None:
    content = content_of(loose.client("head").get(loose.address("actions-workbook", "kirklees"))).decode()

    assert canary("kirklees", "title") in content
