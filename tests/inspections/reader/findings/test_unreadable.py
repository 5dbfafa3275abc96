"""Letters that could not be decoded are a doubt that names what holds them."""

import pytest

from inspections.reader.findings.unreadable import is_unreadable
from tests.factories.short_reports import FOREWORD, RATINGS, draft, report

# Enough readable words around the broken ones, as in a real report.
LONG = FOREWORD + "The unit has worked hard with people on probation. " * 30 + "\n"
BROKEN = {
    "the mark of what could not be decoded": "of�ce",
    "a letter of the font's own": "of\ue001ce",
    "a box": "of□ce",
    "the number of a shape": "of(cid:181)ce",
    "a question mark inside a word": "of?ce",
    "UTF-8 read as Windows-1252": "officeâ€™s",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_recommendation_with_broken_letters_is_named(kind: str):
    words = f"Recommendations\n\nHarbour PDU should:\n\n1. read it\n2. keep a log in each {BROKEN[kind]}\n"

    found = draft(report(foreword=LONG, recommendations=words))["warnings"]

    [doubt] = [each for each in found if each["code"] == "unreadable-letters"]
    assert "Recommendation 2" in doubt["message"]


@pytest.mark.parametrize("words", ["Who knows? Nobody.", "naïve café – 50% of £3 ‘yes’", "see page 2? yes", "• a list"])
def test_readable_words_are_no_doubt(words: str):
    assert not is_unreadable(words)


PLACES = {
    "The name of the inspected body": report(foreword=LONG).replace("Harbour PDU", "Har�our PDU"),
    "recommendation in place 1": report(
        foreword=LONG, recommendations="Recommendations\n\nHarbour PDU should:\n\n- keep a lo�\n- read it\n"
    ),
    "The title of P 1.2": report(foreword=LONG, ratings=RATINGS.replace("P 1.2 Staffing", "P 1.2 Sta�ng")),
    "The rating of P 1.1": report(foreword=LONG, ratings=RATINGS.replace("\nGood", "\n�Good", 1)),
    "The earlier recommendation in place 1": report(
        foreword=LONG,
        rest="Progress on previous recommendations\n\nPrevious recommendation\tAction taken\tCategorisation\n"
        "Keep a lo�\tOne was kept.\tSome progress\n",
    ),
    "A concern of the organisational alert": report(
        foreword=LONG, rest="Organisational alert\n\nOur concerns were:\n\n- no lo�\n\nThe actions were:\n\n- buy one\n"
    ),
}


@pytest.mark.parametrize("named", PLACES)
def test_each_fact_with_broken_letters_is_named(named: str):
    found = [each["message"] for each in draft(PLACES[named])["warnings"] if each["code"] == "unreadable-letters"]

    assert any(named in message for message in found)
