"""Recommendations that several bodies answer: none reads a word of another's answer, and each finds its own."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.factories.letters import make_things_to_say, written
from tests.factories.shared import COMPANY, SHARED, Answered, make_shared
from tests.factories.stage import Stage, content_of
from tests.tracker.permissions.test_mail import words_of

pytestmark = pytest.mark.django_db

Held = dict[tuple[str, str], Answered]
KIRKLEES, LEEDS = {("shared", "kirklees"), ("across", "kirklees")}, {("shared", "leeds")}
WIGAN = {("across", "wigan")}
# Whose answers each person sees the work on; docs/model.md, decision 3.
SEES = {
    "head": KIRKLEES,
    "owner": KIRKLEES,
    "sibling_head": LEEDS,
    "other_head": WIGAN,
    "lead": KIRKLEES | LEEDS,
    "other_lead": WIGAN,
    "auditor": KIRKLEES | LEEDS | WIGAN,
    "roleless": set(),
}
OF_A_RECOMMENDATION = (
    "recommendation", "recommendation-history", "action-new", "self-assessment", "review", "recommendation-response",
    "recommendation-evidence-new", "api-recommendation",
)  # fmt: skip
OF_AN_ACTION = (
    "action", "action-update", "action-edit", "action-snooze", "action-evidence-new", "api-action",
)  # fmt: skip
# With the body in the address: not there for a manager of another body; those who manage none are refused (403).
OF_A_BODY = ("self-assessment", "review", "recommendation-response", "recommendation-response-confirm")
LISTS = {
    "home": [""],
    "changes": [""],
    "actions": ["", "?state=overdue", "?q=of"],
    "actions-workbook": [""],
    "recommendations": ["?scope=all", "?scope=all&state=overdue", "?scope=all&q=company"],
    "recommendations-workbook": ["?scope=all"],
    "api-recommendations": ["?scope=all"],
    "api-actions": ["", "?q=of"],
    "insight": [""],
    "reviews": [""],
}
# Of a body: its area, its announced fieldwork, and what carries over at its next inspection.
PLACES = ("pdu", "fieldwork", "fieldwork-gaps", "carry-over", "carry-over-workbook")


@pytest.fixture(scope="module")
def held(stage: Stage) -> Held:
    return make_shared(stage.world)


def addresses(stage: Stage, held: Held) -> Iterator[str]:
    """Every page and answer about these recommendations, and each list on which they or their actions may stand."""
    for name, queries in LISTS.items():
        yield from (reverse(name) + query for query in queries)
    yield from (reverse(name, args=[stage.world.inspections[COMPANY].ref]) for name in ("inspection", "api-inspection"))
    for place in ("kirklees", "leeds", "wigan"):
        yield from (stage.address(name, place) for name in PLACES)
    for key, bodies in SHARED.items():
        ref = stage.world.recommendations[key].ref
        yield from (reverse(name, args=[ref]) for name in OF_A_RECOMMENDATION)
        yield from (reverse(name, args=[ref]) + f"?body={body}" for name in OF_A_BODY for body in bodies)
    for one in held.values():
        yield from _of(one)


def _of(one: Answered) -> list[str]:
    """The pages of one answer's action and evidence."""
    pieces = [one.evidence.uid, one.own_evidence.uid]
    return [
        *(reverse(name, args=[one.action.ref]) for name in OF_AN_ACTION),
        *(reverse("evidence-version-new", args=[uid]) for uid in pieces),
    ]


@pytest.mark.parametrize("person", ["head", "sibling_head", "other_head", "lead"])
def test_nobody_reads_a_word_of_a_siblings_answer(stage: Stage, held: Held, person: str) -> None:
    client, seen = stage.client(person), {held[key].words for key in SEES[person]}
    others = {one.words for one in held.values()} - seen

    found = {address: content_of(client.get(address)).decode().lower() for address in addresses(stage, held)}

    strange = {(address, word) for address, words in found.items() for word in others if word in words}
    missing = {word for word in seen if not any(word in words for words in found.values())}
    assert (strange, missing) == (set(), set())


@pytest.mark.parametrize("person", SEES)
def test_a_siblings_action_and_evidence_are_not_there(stage: Stage, held: Held, person: str) -> None:
    client = stage.client(person)

    statuses = {key: {client.get(address).status_code for address in _of(one)} for key, one in held.items()}

    for key, found in statuses.items():
        assert found <= {200, 302, 403} if key in SEES[person] else found == {404}, key


@pytest.mark.parametrize("name", OF_A_BODY)
@pytest.mark.parametrize(("person", "body"), [("head", "leeds"), ("sibling_head", "kirklees")])
def test_a_siblings_answer_is_not_there_and_nobody_decides_on_it(
    stage: Stage, held: Held, name: str, person: str, body: str
) -> None:
    address = reverse(name, args=[stage.world.recommendations["shared"].ref]) + f"?body={body}"

    # Confirming is HMPPS's alone: who confirms nothing is refused before a body is looked for.
    assert stage.client(person).get(address).status_code == (403 if name.endswith("confirm") else 404)


def test_the_page_says_that_the_other_body_answers_and_nothing_of_its_work(stage: Stage, held: Held) -> None:
    address = reverse("recommendation", args=[stage.world.recommendations["shared"].ref])

    pages = {key: content_of(stage.client(key).get(address)).decode() for key in ("head", "lead", "other_head")}

    said = "Leeds PDU answers too. Its work is shown to its own area."
    assert [said in pages[key] for key in ("head", "lead", "other_head")] == [True, False, False]
    assert [pages[key].count("Not yet acknowledged") for key in ("head", "lead", "other_head")] == [1, 2, 0]


def test_the_api_says_of_which_bodies_the_work_is_shown(stage: Stage, held: Held) -> None:
    address = reverse("api-recommendation", args=[stage.world.recommendations["shared"].ref])

    found = {key: stage.client(key).get(address).json() for key in ("head", "lead", "other_head")}

    assert {key: one["sees_work"] for key, one in found.items()} == {"head": True, "lead": True, "other_head": False}
    assert {
        key: [each["organisation"]["slug"] for each in one["answerable_bodies"] if each["sees_work"]]
        for key, one in found.items()
    } == {"head": ["kirklees"], "lead": ["kirklees", "leeds"], "other_head": []}


def test_no_word_of_a_siblings_answer_is_in_a_mail(stage: Stage, held: Held) -> None:
    make_things_to_say(stage.world)

    mails = {name: words_of(mail) for name, mail in written(stage.world).items()}

    strange = {
        (name, one.words)
        for name, words in mails.items()
        for key, one in held.items()
        if (seen := SEES.get(name.split()[1])) is not None and key not in seen and one.words in words
    }
    assert strange == set()
    assert held["shared", "kirklees"].words in mails["digest head"]
