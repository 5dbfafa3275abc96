"""How far a recommendation has got, and a review of it: the words and evidence needed, and answers that stay."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from tests.factories.world import World
from tracker.choices import Progress, ReviewOutcome
from tracker.errors import InvalidInput
from tracker.models import Evidence, EvidenceVersion, Judgement
from tracker.queries.reviews import ReviewSelection
from tracker.rules.reviews import NO_PROOF
from tracker.web.forms.self_assessments import (
    ReviewAnswers,
    ReviewFilters,
    ReviewForm,
    SelfAssessmentAnswers,
    SelfAssessmentForm,
    first_answers,
)

TODAY = date(2026, 11, 18)
MEANINGS = {"some": "Part of it is done"}
SAMPLE = EvidenceVersion(evidence=Evidence(pk=70, shows="Ten plans"), about_on=date(2026, 3, 2))
MINUTES = EvidenceVersion(evidence=Evidence(pk=71, shows="Minutes"), about_on=date(2026, 11, 10))
EFFECT = "effect=Fewer+recalls"


def saying(sent: str | None, *, offered: Any = (SAMPLE, MINUTES)) -> SelfAssessmentForm:
    data = None if sent is None else QueryDict(f"newest=5&{sent}")
    return SelfAssessmentForm(data, offered=offered, meanings=MEANINGS)


def reviewing(sent: str) -> ReviewForm:
    return ReviewForm(QueryDict(f"self_assessment=5&version=5.70&{sent}"), meanings=MEANINGS)


def test_a_self_assessment_is_handed_over_with_its_evidence() -> None:
    form = saying(f"category=sufficient&reasons=All+checked&{EFFECT}&evidence=71&evidence=70")

    assert form.is_valid()
    assert form.chosen() == [MINUTES, SAMPLE]
    assert form.answers() == SelfAssessmentAnswers(
        category=Progress.SUFFICIENT,
        reasons="All checked",
        effect="Fewer recalls",
        evidence=(MINUTES.evidence, SAMPLE.evidence),
        newest=5,
    )


@pytest.mark.parametrize("category", ["none", "some"])
def test_less_than_sufficient_progress_needs_no_evidence(category: str) -> None:
    form = saying(f"category={category}&reasons=Half+are+checked")

    assert form.is_valid()
    assert form.answers().evidence == ()


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ("reasons=Done", {"category": ["Select how far it has got"]}),
        ("category=some&reasons=+", {"reasons": ["Enter why"]}),
        ("category=sufficient&reasons=Done&evidence=70", {"effect": ["Enter what effect has been seen"]}),
        (f"category=sufficient&reasons=Done&{EFFECT}", {"evidence": ["Select the evidence of the effect"]}),
        (
            "category=some&reasons=Done&evidence=99",
            {"evidence": ["Select evidence from the list: some of it was removed meanwhile"]},
        ),
    ],
)
def test_a_self_assessment_says_what_is_missing(sent: str, errors: dict[str, list[str]]) -> None:
    assert saying(sent).errors == errors


def test_where_there_is_no_evidence_yet_it_is_asked_for_beside_the_category() -> None:
    form = saying(f"category=sufficient&reasons=Done&{EFFECT}", offered=())

    assert form.errors == {
        "category": ["Attach the evidence of the effect first, or select another category"],
    }


def test_evidence_is_offered_with_the_date_that_it_is_about() -> None:
    field: Any = saying(None).fields["evidence"]

    assert field.choices == [(70, "Ten plans (about 2 March 2026)"), (71, "Minutes (about 10 November 2026)")]


def test_after_somebody_elses_self_assessment_every_answer_stays() -> None:
    form = saying(f"category=sufficient&reasons=Done&{EFFECT}&evidence=70&evidence=71")

    form.take_newest(6)

    assert form.is_valid()
    assert form.answers().newest == 6
    assert form.chosen() == [SAMPLE, MINUTES]


def test_a_returned_self_assessment_is_what_the_next_one_opens_with() -> None:
    returned = Judgement(category=Progress.SOME, reasons="Half", effect="None yet")

    assert first_answers(returned, iter([70, 71])) == {
        "category": "some",
        "reasons": "Half",
        "effect": "None yet",
        "evidence": [70, 71],
    }


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("category=some&decision=assured", ReviewAnswers(Progress.SOME, ReviewOutcome.ASSURED, "", None)),
        (
            "category=none&decision=returned&reason=Too+few&answer_by_on=19+November+2026",
            ReviewAnswers(Progress.NONE, ReviewOutcome.RETURNED, "Too few", date(2026, 11, 19)),
        ),
    ],
)
def test_a_review_is_handed_over(sent: str, said: ReviewAnswers) -> None:
    form = reviewing(sent)

    assert form.check(Judgement(category=Progress.SOME), on=TODAY)
    assert form.answers() == said


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            "",
            {
                "category": ["Select how far you think it has got"],
                "decision": ["Select whether you assure or return it"],
            },
        ),
        ("category=none&decision=assured", {"reason": ["Enter why your view differs from the owner’s"]}),
        ("category=some&decision=returned", {"reason": ["Enter why you return it"]}),
        ("category=sufficient&decision=assured&reason=All+done", {"category": [NO_PROOF]}),
        (
            "category=some&decision=returned&reason=Too+few",
            {"answer_by_on": ["Enter the date by which you expect an answer"]},
        ),
        (
            "category=some&decision=returned&reason=Too+few&answer_by_on=18/11/2026",
            {"answer_by_on": ["The date must be after 18 November 2026"]},
        ),
    ],
)
def test_a_review_says_what_is_missing(sent: str, errors: dict[str, list[str]]) -> None:
    form = reviewing(sent)

    assert not form.check(Judgement(category=Progress.SOME), on=TODAY)
    assert form.errors == errors


def test_a_review_opens_without_a_view() -> None:
    form = ReviewForm(meanings=MEANINGS)

    assert (form["category"].value(), form["decision"].value()) == (None, None)


def test_a_review_is_taken_to_what_stands_now_and_no_word_is_lost() -> None:
    form = reviewing("category=some&decision=returned&reason=Too+few&answer_by_on=27/3/2027")

    form.take(self_assessment=6, version="6.70")

    assert form.is_valid()
    assert form.answers() == ReviewAnswers(Progress.SOME, ReviewOutcome.RETURNED, "Too few", date(2027, 3, 27))
    assert (form.cleaned_data["self_assessment"], form.cleaned_data["version"]) == (6, "6.70")


def test_the_filters_of_reviews_are_kept_for_the_next_page(world: World) -> None:
    request: Any = RequestFactory().get("/reviews/?region=yorkshire&pdu=nowhere&q=plans")
    request.on = TODAY

    form = ReviewFilters.from_request(request)

    assert form.filters() == ReviewSelection(region=world.organisations["yorkshire"], pdu=None, words="plans")
    assert form.query() == {"region": "yorkshire", "q": "plans"}


def test_any_other_refusal_stands_beside_its_answer() -> None:
    form = saying("category=some&reasons=Done", offered=())

    form.refuse(InvalidInput("Take the number out", field="reasons"))

    assert form.errors == {"reasons": ["Take the number out"]}
