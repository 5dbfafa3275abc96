"""Ratings in tables with points or two columns, in capitals, with one missing, and told in prose only."""

import pytest

from tests.factories.short_reports import codes, draft, report

RATED = [
    ("P 1.1", "Leadership", "Good"),
    ("P 1.2", "Staffing", "Requires improvement"),
    ("P 2.1", "Assessment", "Inadequate"),
]
_HEAD = "Ratings\n\nHarbour PDU\n\nScore 3/21\n\n"
_POINTS = {"Good": 2, "Requires improvement": 1, "Inadequate": 0}
LAYOUTS = {
    "points before the rating": "| Standard | Score | Rating |\n"
    + "\n".join(f"| {code} {title} | {_POINTS[rating]} | {rating} |" for code, title, rating in RATED)
    + "\n| Overall | 3/21 | Requires improvement |",
    "points after the rating": "| Standard | Rating | Score |\n"
    + "\n".join(f"| {code} {title} | {rating} | {_POINTS[rating]} |" for code, title, rating in RATED)
    + "\n| Overall rating | Requires improvement | 3/21 |",
    "capitals": "OVERALL RATING REQUIRES IMPROVEMENT\n"
    + "\n".join(f"{code} {title} {rating.upper()}" for code, title, rating in RATED),
    "lower case": "Overall rating – requires improvement\n"
    + "\n".join(f"{code} {title} – {rating.lower()}" for code, title, rating in RATED),
    "stars": "Overall rating: Requires improvement ●●○○\n"
    + "\n".join(f"{code} {title}: {rating} ★★" for code, title, rating in RATED),
    "names first": "Overall rating\nRequires improvement\n"
    + "\n".join(f"{code} {title}" for code, title, _ in RATED)
    + "\n"
    + "\n".join(rating for _, _, rating in RATED),
}


def ratings_of(words: str) -> list[tuple[str, str, str | None]]:
    found = draft(report(ratings=f"{_HEAD}{words}\n"))
    return [(each["code"], each["title"], each["rating"]) for each in found["standards"]]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_ratings_are_read_in_any_layout(layout: str) -> None:
    found = draft(report(ratings=f"{_HEAD}{LAYOUTS[layout]}\n"))

    assert ratings_of(LAYOUTS[layout]) == RATED
    assert (found["score"], found["overall_rating"]) == (3, "Requires improvement")


SIDES = {
    "| Standard | Previous rating | Current rating |": ("Inadequate", "Good"),
    "| Standard | Rating 2024 | Previous rating |": ("Good", "Inadequate"),
    "| Standard | 2022 | 2024 |": ("Inadequate", "Good"),
    "| Standard | 2024 | 2022 |": ("Good", "Inadequate"),
}


@pytest.mark.parametrize(("header", "sides"), SIDES.items())
def test_two_ratings_side_by_side_go_to_their_columns(header: str, sides: tuple[str, str]) -> None:
    rows = "\n".join(f"| {name} | {sides[0]} | {sides[1]} |" for name in ("Overall rating", "P 1.1 Leadership"))

    found = draft(report(ratings=f"{_HEAD}{header}\n{rows}\n"))

    assert (found["overall_rating"], found["previous_overall_rating"]) == ("Good", "Inadequate")
    assert [(each["rating"], each["previous_rating"]) for each in found["standards"]] == [("Good", "Inadequate")]


def test_a_missing_rating_does_not_move_the_others() -> None:
    found = ratings_of("P 1.1 Leadership\n\nP 1.2 Staffing\n\nRequires improvement\n\nP 2.1 Assessment\n\nInadequate")

    assert [rating for _, _, rating in found] == [None, "Requires improvement", "Inadequate"]


def test_ratings_that_are_fewer_than_the_names_before_them_are_nobodys() -> None:
    found = ratings_of("P 1.1 Leadership\nP 1.2 Staffing\nP 2.1 Assessment\nGood\nInadequate")

    assert [rating for _, _, rating in found] == [None, None, None]


NAMED = {
    "bullets with codes": "• P 1.1 Leadership: Good\n• P 1.2 Staffing – Requires improvement\n• P 2.1 Assessment"
    " (Inadequate)",
    "dashes with codes": "- P 1.1 Leadership Good\n- P 1.2 Staffing Requires improvement\n- P 2.1 Assessment"
    " Inadequate",
    "bullets with names": "• Leadership: Good\n• Staffing: Requires improvement\n• Assessment: Inadequate",
    "names with ratings below": "Leadership\nGood\nStaffing\nRequires improvement\nAssessment\nInadequate",
    "a table of names": "| Standard | Rating |\n|---|---|\n| Leadership | Good |\n| Staffing | Requires improvement |\n"
    "| Assessment | Inadequate |",
    "codes behind": "Leadership (P 1.1): Good\nStaffing (P 1.2): Requires improvement\nAssessment (P 2.1): Inadequate",
    "words between": "P 1.1 Leadership rated Good\nP 1.2 Staffing is rated as Requires improvement\n"
    "P 2.1 Assessment was rated Inadequate",
    "pictures' words": "![P 1.1 Leadership: Good](a.png)\n\n![P 1.2 Staffing rated as requires improvement](b.png)\n\n"
    "![P 2.1 Assessment - inadequate](c.png)",
}


@pytest.mark.parametrize("form", NAMED)
def test_standards_may_be_bullets_names_or_pictures(form: str) -> None:
    assert ratings_of(NAMED[form]) == RATED


OF_HOSTELS = {
    "numbers": "1. Leadership and safety Good\n2. Staff Inadequate\n3. Rehabilitation Good\n4. Public protection Good",
    "brackets": "1) Leadership and safety – Good\n2) Staff – Inadequate\n3) Rehabilitation – Good\n4) Public"
    " protection – Good",
    "names": "Leadership and safety: Good\nStaff: Inadequate\nRehabilitation: Good\nPublic protection: Good",
    "lines of their own": "Standard 1: Leadership and safety\nGood\nStandard 2: Staff\nInadequate\n"
    "Standard 3: Rehabilitation\nGood\nStandard 4: Public protection\nGood",
}


@pytest.mark.parametrize("form", OF_HOSTELS)
def test_standards_of_a_programme_that_is_not_known_are_read_and_doubted(form: str) -> None:
    text = report(ratings=f"{_HEAD}Overall rating Good\n{OF_HOSTELS[form]}\n")

    found = draft(text)

    assert [(each["code"], each["rating"]) for each in found["standards"]] == [
        ("1", "Good"), ("2", "Inadequate"), ("3", "Good"), ("4", "Good"),
    ]  # fmt: skip
    assert found["framework"] is None
    assert {"unknown-framework", "standards-without-codes"} <= set(codes(text))


def test_a_rating_of_nothing_known_is_a_doubt() -> None:
    words = "P 1.1 Leadership Good\nSomething else altogether Good\nP 1.2 Staffing Good\n"

    assert "rating-not-read" in codes(report(ratings=f"{_HEAD}Overall rating Good\n{words}"))


def test_a_part_with_ratings_and_no_standard_is_a_doubt() -> None:
    assert "missing-standards" in codes(report(ratings=f"{_HEAD}Overall rating Good\n"))


SENTENCES = {
    "Assessment fell short, so we have rated the PDU as ‘Requires improvement’.": "Requires improvement",
    "Planning is below our standards, and the PDU is rated ‘Inadequate’.": "Inadequate",
    "Harbour PDU has been rated as requires improvement because its assessment was weak.": "Requires improvement",
    "The overall rating of ‘Good’ reflects its leadership.": "Good",
    "Against our standards we have judged the unit to be ‘Inadequate’.": "Inadequate",
    "The PDU, whose staffing is poor, has been rated ‘Inadequate’.": "Inadequate",
    "The PDU’s rating is ‘Good’, though held back by its staffing.": "Good",
    "We rated the PDU’s leadership as ‘Good’.": None,
    "The PDU was rated ‘Good’ for leadership.": None,
    "The unit does well, and its staffing is rated ‘Good’.": None,
    "The PDU would have been rated ‘Good’ with more staff.": None,
    "As a result the PDU was given an overall rating of ‘Requires improvement’.": "Requires improvement",
    "The region will be sorry to be rated as ‘Inadequate’ overall.": "Inadequate",
    "It was last inspected in 2021, with an overall rating of ‘Inadequate’.": None,
    "Leadership was rated ‘Good’ and so the mood was better overall.": None,
    "Overall, two of the three PDUs were rated ‘Inadequate’.": None,
}


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.items())
def test_the_overall_rating_may_be_told_in_a_sentence_only(sentence: str, expected: str | None) -> None:
    found = draft(report(foreword=f"Foreword\n\nThe unit worked hard. {sentence}\n", ratings=""))

    assert found["overall_rating"] == expected


def test_a_rating_in_a_sentence_that_is_nobodys_is_a_doubt() -> None:
    text = report(foreword="Foreword\n\nIt worked hard. Its staffing was rated ‘Good’.\n", ratings="")

    assert "overall-rating-in-words" in codes(text)


def test_standards_that_no_framework_has_leave_the_framework_open() -> None:
    division = "1.1 Leadership Good\n1.2 Staff Good\n1.3 Services Good\n1.4 Information and facilities Good\n"
    division += "2.1 Assessment Good\n2.2 Planning Good\n2.3 Implementation and delivery Good\n2.4 Reviewing Good\n"
    division += "3.1 Court reports and case allocation Good\n3.2 Statutory victim work Good\n"

    found = draft(report(ratings=f"{_HEAD}{division}"))

    assert found["framework"] is None
    assert len(found["standards"]) == 10


@pytest.mark.parametrize("line", ["Score: 3 of 21", "Score 3 out of a possible 21", "Total score 3/21"])
def test_the_score_may_be_told_in_words(line: str) -> None:
    found = draft(report(ratings=f"Ratings\n\nHarbour PDU\n\n{line}\n\nOverall rating Inadequate\n"))

    assert (found["score"], found["max_score"]) == (3, 21)


def test_a_score_without_its_highest_is_kept_alone() -> None:
    words = "Ratings\n\nHarbour PDU\n\nOverall score: 3\n\nOverall rating Inadequate\n"

    found = draft(report(ratings=words))

    assert (found["score"], found["max_score"]) == (3, None)
    assert "missing-score" not in codes(report(ratings=words))
