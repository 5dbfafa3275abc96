"""Loading the frameworks: made once, brought up to date the second time, and nothing deleted."""

from dataclasses import replace

import pytest

from inspections.data import FrameworkData, frameworks
from inspections.models import Framework, KeyQuestion, Standard
from inspections.operations.frameworks import load_frameworks


@pytest.fixture
def data() -> FrameworkData:
    """A rated framework of the data files."""
    return next(row for row in frameworks() if row.rated)


def counts() -> tuple[int, int, int]:
    return Framework.objects.count(), Standard.objects.count(), KeyQuestion.objects.count()


def test_each_standard_and_question_is_loaded(db: None, data: FrameworkData) -> None:
    count = load_frameworks(frameworks=[data])

    questions = sum(len(standard.key_questions) for standard in data.standards)
    assert count == 1
    assert counts() == (1, len(data.standards), questions)


def test_bands_and_points_are_kept_with_the_version(db: None, data: FrameworkData) -> None:
    load_frameworks(frameworks=[data])

    rules = Framework.objects.get(code=data.code).rules
    assert (rules["points"], rules["overall_bands"]) == (dict(data.points), dict(data.overall_bands))
    assert [row["code"] for row in rules["progress_categories"]] == [row.code for row in data.progress_categories]


def test_loading_again_brings_the_wording_up_to_date(db: None, data: FrameworkData) -> None:
    load_frameworks(frameworks=[data])
    before = counts()
    first = replace(data.standards[0], title="Another title")

    load_frameworks(frameworks=[replace(data, name="Another name", standards=(first, *data.standards[1:]))])

    assert counts() == before
    assert Framework.objects.get().name == "Another name"
    assert Standard.objects.get(code=first.code).title == "Another title"


def test_what_is_no_longer_in_the_file_stays(db: None, data: FrameworkData) -> None:
    load_frameworks(frameworks=[data])
    before = counts()

    load_frameworks(frameworks=[replace(data, standards=data.standards[:1])])

    assert counts() == before
