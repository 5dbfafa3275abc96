"""One crawl a person: each page answers as the policy table says, and none has a word of another area's work."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories.list_files import ask, write
from tests.factories.policy import PEOPLE, PLACES, POLICY, STRANGERS, expected
from tests.factories.stage import Stage, content_of
from tests.factories.world import NOW
from tracker.choices import ActionStatus, Decision, Judge, Progress, ReviewOutcome
from tracker.models import Action, DateChange, Evidence, Judgement, Response, Review, Update
from tracker.operations import history
from tracker.rules.access import SERVICE
from tracker.rules.action_words import WORDS

pytestmark = pytest.mark.django_db

# Searched for: shared by both regions' words. Looked for in what comes back: what each region adds to it.
WORD = "marigold"
CANARIES = {"wigan": "7q1xvk4zw8", "kirklees": "9w3zkj6xq2"}  # so long that no token of a form holds one by chance
FIELDS = (
    *WORDS, "waiting", "update", "response", "owner", "effect", "region", "history", "review", "evidence",
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
    "coordinator": set(),
    "administrator": set(),
    "auditor": set(),
    "anonymous": {"wigan", "kirklees"},
    "disabled": {"wigan", "kirklees"},
}
SHOWN = {"head": "kirklees", "other_lead": "wigan", "auditor": "wigan"}
# What is reviewed here cannot be taken back any more: test_matrix.py asks for that page where nobody has reviewed it.
REVIEWED_HERE = "self-assessment-withdraw"
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
        **{name: canary(place, name) for name in WORDS},
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


def addresses(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """Everything there is to read: each list with its filters, each page in each place; name, place and address."""
    for name, rule in POLICY.items():
        if rule.get is not None:
            for place in PLACES if rule.has_place else PLACES[:1]:
                for query in LISTS.get(name, [""]):
                    yield name, place, stage.address(name, place) + query


def crawled(stage: Stage, person: str) -> tuple[set[str], dict[str, tuple[int, str]]]:
    """Where the policy says otherwise, and the status and the words that the person gets at each address."""
    client, found, wrong = stage.client(person), {}, set()
    for name, place, address in addresses(stage):
        if address not in found:  # what is asked for twice and read once leaves a workbook open
            answer = client.get(address)
            found[address] = (answer.status_code, content_of(answer).decode().lower())
        status, due = found[address][0], expected(name, "GET", person, place)
        if status != due and name != REVIEWED_HERE:
            wrong.add(f"{name} in {place}: {status} instead of {due}")
    return wrong, found


def test_everybody_reads_everything() -> None:
    assert KEPT_FROM.keys() == PEOPLE | STRANGERS


@pytest.mark.parametrize("person", KEPT_FROM)
def test_each_page_answers_as_the_policy_says_without_a_word_of_another_area(loose: Stage, person: str) -> None:
    wrong, found = crawled(loose, person)

    strange = {
        address for address, (_, words) in found.items() if any(CANARIES[place] in words for place in KEPT_FROM[person])
    }
    everything = " ".join(words for _, words in found.values())
    missing = {
        field for field in FIELDS if person in SHOWN and canary(SHOWN[person], field) not in everything
    }  # the crawl would find them
    assert (wrong, strange, missing) == (set(), set(), set())


@pytest.mark.parametrize(
    ("person", "own", "other"), [("head", "kirklees", "wigan"), ("other_lead", "wigan", "kirklees")]
)
def test_a_file_that_the_worker_writes_has_no_word_of_another_area(
    loose: Stage, person: str, own: str, other: str
) -> None:
    file = write(ask(loose.world, person))

    content = content_of(loose.client(person).get(f"/exports/{file.uid}/file.xlsx")).decode()

    assert CANARIES[own] in content
    assert CANARIES[other] not in content


def test_the_crawl_reads_workbooks(loose: Stage) -> None:
    content = content_of(loose.client("head").get(loose.address("actions-workbook", "kirklees"))).decode()

    assert canary("kirklees", "title") in content
