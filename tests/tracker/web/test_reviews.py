"""The queue of reviews and the page of one self-assessment.

Decided, straight to the next, and told what changed meanwhile.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.self_assessments import (
    actor,
    add_version,
    make_evidence,
    make_return,
    make_review,
    make_self_assessment,
)
from tests.factories.world import NOW, World, make_person
from tracker.choices import Role
from tracker.models import Judgement, Review
from tracker.models.review import version_of
from tracker.operations.self_assessments import withdraw

SignedIn = Callable[[str], Client]
MINUTE = timedelta(minutes=1)


def address(world: World, place: str = "kirklees") -> str:
    return f"/recommendations/{world.recommendations[place].ref}/review/"


def post(client: Client, world: World, made: Judgement, place: str = "kirklees", **changes: Any) -> HttpResponse:
    given = {
        "category": "some",
        "decision": "assured",
        "reason": "",
        "answer_by_on": "",
        "self_assessment": made.pk,
        "version": version_of(made),
    }
    return client.post(address(world, place), given | changes)


def words(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def two(world: World) -> list[Judgement]:
    """Leeds' self-assessment waits the longest, then Kirklees'."""
    return [make_self_assessment(world, "leeds", by="sibling_head"), make_self_assessment(world, at=NOW + MINUTE)]


class TestTheQueue:
    def test_the_longest_waiting_comes_first(self, signed_in: SignedIn, world: World, two: list[Judgement]) -> None:
        page = words(signed_in("lead").get("/reviews/"))

        assert "2 self-assessments wait for your review" in page
        assert page.index("second manager in Leeds") < page.index("second manager in Kirklees")

    @pytest.mark.parametrize(
        ("query", "shown"),
        [("?pdu=leeds", ["Leeds"]), ("?q=second manager in kirklees", ["Kirklees"]), ("?q=nothing-like-it", [])],
    )
    def test_it_is_filtered(
        self, signed_in: SignedIn, world: World, two: list[Judgement], query: str, shown: list[str]
    ) -> None:
        page = words(signed_in("lead").get(f"/reviews/{query}"))

        assert [body for body in ("Leeds", "Kirklees") if f"second manager in {body}" in page] == shown

    @pytest.mark.parametrize(("person", "count"), [("lead", 2), ("other_lead", 0), ("national", 0)])
    def test_the_navigation_counts_ones_own_queue(
        self, signed_in: SignedIn, world: World, two: list[Judgement], person: str, count: int
    ) -> None:
        assert f"Reviews ({count})" in words(signed_in(person).get("/help/"))

    @pytest.mark.parametrize("person", ["owner", "head", "coordinator", "administrator", "auditor"])
    def test_who_reviews_nothing_has_no_queue(self, signed_in: SignedIn, world: World, person: str) -> None:
        client = signed_in(person)

        assert client.get("/reviews/").status_code == 403
        assert "Reviews (" not in words(client.get("/"))

    def test_an_empty_queue_says_so(self, signed_in: SignedIn, world: World) -> None:
        assert "No self-assessments wait for your review" in words(signed_in("lead").get("/reviews/"))

    def test_pages_of_the_queue_need_the_same_queries(
        self, signed_in: SignedIn, world: World, two: list[Judgement], django_assert_max_num_queries: Any
    ) -> None:
        client = signed_in("lead")

        with django_assert_max_num_queries(11):
            answer = client.get("/reviews/")

        assert answer.status_code == 200


class TestOneSelfAssessment:
    def test_it_shows_what_was_said_and_what_it_rests_on(self, signed_in: SignedIn, world: World) -> None:
        make_return(world, make_self_assessment(world, reasons="The first words"))
        make_self_assessment(world, at=NOW + MINUTE, effect="Fewer gaps", evidence=[make_evidence(world)])

        page = words(signed_in("lead").get(address(world)))

        for expected in ("Half of the plans were checked", "Fewer gaps", "Sample of ten plans", "The first words"):
            assert expected in page

    def test_deciding_leads_to_the_next(self, signed_in: SignedIn, world: World, two: list[Judgement]) -> None:
        client = signed_in("lead")

        answer = post(client, world, two[0], "leeds")

        assert answer["Location"] == f"{address(world)}?body=kirklees"
        page = words(client.get(answer["Location"]))
        assert "Assured: " in page
        assert "This is the next one." in page

    def test_the_last_one_leads_back_to_the_queue(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("lead")

        answer = post(client, world, make_self_assessment(world))

        assert answer["Location"] == "/reviews/"
        assert "That was the last one" in words(client.get("/reviews/"))

    def test_the_filters_go_along(self, signed_in: SignedIn, world: World, two: list[Judgement]) -> None:
        client = signed_in("lead")

        answer = client.post(
            f"{address(world)}?body=kirklees&pdu=kirklees",
            {"category": "some", "decision": "assured", "self_assessment": two[1].pk, "version": version_of(two[1])},
        )

        assert answer["Location"] == "/reviews/"  # nothing else waits under this filter

    def test_returning_needs_a_reason_and_a_date(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)
        client = signed_in("lead")

        first = post(client, world, made, decision="returned")
        second = post(client, world, made, decision="returned", reason="Show the sample", answer_by_on="1/1/2020")

        assert (first.status_code, second.status_code) == (400, 400)
        assert "Enter why you return it" in words(first)
        assert "The date must be after" in words(second)
        assert "Show the sample" in second.content.decode()

    def test_another_view_needs_a_reason(self, signed_in: SignedIn, world: World) -> None:
        answer = post(signed_in("lead"), world, make_self_assessment(world), category="none")

        assert "Enter why your view differs from the owner’s" in words(answer)

    @pytest.mark.parametrize("missing", ["category", "decision"])
    def test_both_are_asked_for(self, signed_in: SignedIn, world: World, missing: str) -> None:
        answer = post(signed_in("lead"), world, make_self_assessment(world), **{missing: "", "reason": "As typed"})

        assert (answer.status_code, Review.objects.count()) == (400, 0)
        assert "As typed" in answer.content.decode()

    def test_a_double_click_makes_one_review(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)
        client = signed_in("lead")

        answers = [post(client, world, made).status_code for _ in range(2)]

        assert (answers, Review.objects.count()) == ([302, 302], 1)

    @pytest.mark.parametrize(
        ("person", "status"),
        [("owner", 403), ("head", 403), ("national", 403), ("auditor", 403), ("other_lead", 404), ("other_head", 404)],
    )
    def test_others_are_kept_out(self, signed_in: SignedIn, world: World, person: str, status: int) -> None:
        made = make_self_assessment(world)
        client = signed_in(person)

        assert [client.get(address(world)).status_code, post(client, world, made).status_code] == [status, status]

    def test_nobody_reviews_their_own(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world, by="lead")
        client = signed_in("lead")

        answers = [client.get(address(world)), post(client, world, made)]

        assert [answer.status_code for answer in answers] == [403, 403]
        assert "Nobody reviews their own self-assessment" in words(answers[0])

    def test_nothing_is_reviewed_yet(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("lead").get(address(world))

        assert answer.status_code == 200
        assert "nobody has said yet" in words(answer)


class TestChangedMeanwhile:
    def test_a_withdrawn_self_assessment_keeps_what_was_typed(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)
        withdraw(self_assessment=made, by=actor(world, "head"), at=NOW)

        answer = post(signed_in("lead"), world, made, reason="My careful words")

        assert answer.status_code == 409
        assert "withdrawn after you opened it" in words(answer)
        assert "My careful words" in words(answer)

    def test_a_replaced_self_assessment_is_shown_with_what_was_typed(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)
        newer = make_self_assessment(world, reasons="More was done", at=NOW + MINUTE)
        client = signed_in("lead")

        answer = post(client, world, made, reason="My careful words")

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "A newer self-assessment replaced this one" in page
        assert "More was done" in page
        assert "My careful words" in page
        assert f'name="self_assessment" value="{newer.pk}"' in page

    def test_changed_evidence_is_said_and_then_it_can_be_saved(self, signed_in: SignedIn, world: World) -> None:
        evidence = make_evidence(world)
        made = make_self_assessment(world, evidence=[evidence])
        opened = version_of(made)
        add_version(evidence)
        client = signed_in("lead")

        refused = post(client, world, made, version=opened, reason="My careful words")

        assert refused.status_code == 409
        assert "The evidence changed after you opened this self-assessment" in words(refused)
        assert "My careful words" in refused.content.decode()
        assert post(client, world, made).status_code == 302

    def test_an_unfinished_form_says_it_too(self, signed_in: SignedIn, world: World) -> None:
        evidence = make_evidence(world)
        made = make_self_assessment(world, evidence=[evidence])
        opened = version_of(made)
        add_version(evidence)

        answer = post(signed_in("lead"), world, made, version=opened, category="")

        assert answer.status_code == 409
        assert "The evidence changed" in words(answer)

    def test_the_second_reviewer_is_told_who_and_when(self, signed_in: SignedIn, world: World) -> None:
        make_person(world, "second_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
        made = make_self_assessment(world)
        make_review(world, made)

        answer = post(signed_in("second_lead"), world, made, reason="My careful words")

        page = words(answer)
        assert answer.status_code == 409
        assert "This self-assessment was reviewed before you saved" in page
        assert "Assured on 18 November 2026 by Regional Probation Director" in page
        assert "My careful words" in page


class TestYourWork:
    def test_a_reviewer_sees_what_waits(self, signed_in: SignedIn, world: World, two: list[Judgement]) -> None:
        page = words(signed_in("lead").get("/"))

        assert "Needs your decision: self-assessments to review (2)" in page

    def test_a_head_sees_what_came_back(self, signed_in: SignedIn, world: World) -> None:
        make_return(world, make_self_assessment(world))

        page = words(signed_in("head").get("/"))

        assert "Needs your decision: returned self-assessments (1)" in page
        assert "11 December 2026" in page

    def test_what_was_made_again_is_gone(self, signed_in: SignedIn, world: World) -> None:
        make_return(world, make_self_assessment(world))
        make_self_assessment(world, reasons="Here is the sample", at=NOW + MINUTE)

        assert "returned self-assessments" not in words(signed_in("head").get("/"))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("lead", "Waiting for review 1 self-assessment Review 1"),
        ("head", "Waiting for review 1 self-assessment"),
        ("other_head", ""),
    ],
)
def test_an_area_counts_what_waits_for_assurance(signed_in: SignedIn, world: World, person: str, expected: str) -> None:
    make_self_assessment(world)

    page = words(signed_in(person).get("/areas/yorkshire/kirklees/"))

    assert expected in page if expected else "Waiting for review" not in page


@pytest.mark.parametrize(
    ("decide", "expected"), [(None, "Not yet reviewed"), (make_review, "Assured"), (make_return, "Returned")]
)
def test_a_list_says_where_the_owners_view_stands(
    signed_in: SignedIn, world: World, decide: Callable[..., Review] | None, expected: str
) -> None:
    made = make_self_assessment(world)
    if decide:
        decide(world, made)

    page = words(signed_in("lead").get("/recommendations/"))

    assert expected in page
