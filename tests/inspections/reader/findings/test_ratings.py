"""Ratings are found beside, below or apart from their standards, with the score in any form."""

import pytest

from tests.factories.short_reports import draft, report

STANDARDS = (
    ("P 1.1", "Leadership", "Good"),
    ("P 1.2", "Staffing", "Requires improvement"),
    ("P 1.3", "Services", "Good"),
    ("P 2.1", "Assessment", "Inadequate"),
    ("P 2.2", "Planning", "Requires improvement"),
    ("P 2.3", "Implementation and delivery", "Inadequate"),
    ("P 2.4", "Reviewing", "Inadequate"),
)


def block(head: str, line: str) -> str:
    return f"Ratings\n{head}\n" + "\n".join(line.format(c=c, p=c.replace(" ", ""), t=t, r=r) for c, t, r in STANDARDS)


HEAD = "Harbour PDU\nScore 6/21\nOverall rating\nRequires improvement"
LAYOUTS = {
    "on the same line": block(HEAD, "{c} {t} {r}"),
    "after a stop": block(HEAD, "{c}. {t} {r}"),
    "on the next line": block(HEAD, "{c} {t}\n{r}"),
    "after blank lines": block(HEAD, "{c} {t}\n\n\n{r}\n"),
    "code without a space": block(HEAD, "{p}.  {t}: {r}"),
    "code on a line of its own": block(HEAD, "{c}\n{t}\n{r}"),
    "tabs": block(HEAD, "{c}\t{t}\t{r}"),
    "pipes": block(
        "| Harbour PDU | **Score 6/21** |\n|--|--|\n| Overall rating | **Requires improvement** |",
        "| **{c}** {t} | {r} |",
    ),
    "bold headings": block(HEAD, "### **{c} {t}**\n\n**{r}**"),
    "capitals": block("Harbour PDU\nScore 6/21\nOVERALL RATING\nRequires Improvement", "{c} {t}\n{r}"),
    "columns apart": "Ratings\nHarbour PDU Score 6/21\nOverall rating\n"
    + "\n".join(f"{c} {t}" for c, t, _ in STANDARDS)
    + "\nRequires improvement\n"
    + "\n".join(r for _, _, r in STANDARDS),
    "a rating over two lines": block(HEAD, "{c} {t}\n{r}").replace("Requires improvement", "Requires \nimprovement"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_standard_has_its_rating(layout: str) -> None:
    found = draft(report(ratings=LAYOUTS[layout] + "\n"))

    assert [(each["code"], each["title"], each["rating"]) for each in found["standards"]] == list(STANDARDS)
    assert (found["score"], found["max_score"], found["overall_rating"]) == (6, 21, "Requires improvement")
    assert found["warnings"] == []


SCORES = {
    "Score **6/21**": (6, 21),
    "Score: 06/21": (6, 21),
    "Score\n\n6 / 21": (6, 21),
    "Score 6 out of 21": (6, 21),
    "Score 27/21": (None, None),
    "Fieldwork 6/7/2024": (None, None),
    "": (None, None),
}


@pytest.mark.parametrize(("line", "expected"), SCORES.items())
def test_the_score_is_read_in_any_form(line: str, expected: tuple[int | None, int | None]) -> None:
    found = draft(report(ratings=block(f"Harbour PDU\n{line}\nOverall rating\nGood", "{c} {t} {r}") + "\n"))

    assert (found["score"], found["max_score"]) == expected


def test_the_rating_before_may_stand_beside() -> None:
    head = f"{HEAD}\nPrevious rating\tCurrent rating"
    found = draft(report(ratings=block(head, "{c} {t}\tOutstanding\t{r}") + "\n"))["standards"]

    assert {(each["previous_rating"]) for each in found} == {"Outstanding"}
    assert [each["rating"] for each in found] == [rating for _, _, rating in STANDARDS]


FRAMEWORKS = {
    "P 1.1 Leadership Good\nP 1.2 Staffing Good\nP 1.3 Services Good\nP 2.1 Assessment Good": "pdu-2023",
    "R 1.1 Leadership Good\nR 1.2 Staffing Good\nR 2.1 Public protection Good\nR 2.2 "
    "Desistance Good": "region-2023",
    "1.1 Leadership Good\n1.2 Staff Good\n1.3 Services Good\n1.4 Information and facilities Good\n"
    "2.1 Court work Good\n"
    "2.2 Assessment Good\n2.3 Planning Good\n2.4 Implementation and delivery Good\n"
    "2.5 Reviewing Good": "pdu-2021",
    "1.1 Leadership Good\n1.2 Staff Good\n1.3 Services Good\n1.4 Information and facilities Good\n"
    "2.1 Assessment Good\n"
    "2.2 Planning Good\n2.3 Implementation and delivery Good\n2.4 Reviewing Good\n4.1 Unpaid work "
    "Good\n4.2 Through the Gate Good": "crc-2018",
    "7.1 Kitchens Good\n7.2 Gardens Good\n7.3 Roofs Good\n7.4 Doors Good": None,
    "": None,
}  # fmt: skip


@pytest.mark.parametrize(("standards", "code"), FRAMEWORKS.items())
def test_the_framework_is_told_by_its_standards(standards: str, code: str | None) -> None:
    assert draft(report(ratings=f"Ratings\n\nOverall rating Good\n{standards}\n"))["framework"] == code


def test_a_table_of_other_bodies_is_not_the_bodys_own() -> None:
    others = "PDU ratings and scores table\nHill PDU 4/21\nP 1.1 Leadership Outstanding\n"
    found = draft(report(ratings=block(HEAD, "{c} {t} {r}") + f"\n{others}"))

    assert found["score"] == 6
    assert found["standards"][0]["rating"] == "Good"
