"""What the reader asks a person to check."""

import pytest

from tests.factories.short_reports import COVER, FOREWORD, RATINGS, codes, draft, report

KEY = "Does assessment focus sufficiently on keeping other people safe?"


def only(words: str) -> str:
    return report(recommendations=f"Recommendations\n\nHarbour PDU should:\n\n{words}\n")


def assessed(rating: str, percent: int) -> str:
    ratings = RATINGS.replace("P 2.1 Assessment\n\nInadequate", f"P 2.1 Assessment\n\n{rating}")
    score = {"Inadequate": 6, "Requires improvement": 7, "Good": 8}[rating]
    rest = f"P 2.1. Assessment\n\n{rating}\n\n{KEY} {percent}%\n"
    return report(ratings=ratings.replace("6/21", f"{score}/21"), rest=rest)


DOUBTS = {
    "none": (report(), []),
    "no date": (report(cover=COVER.replace(", May 2024", "")), ["missing-publication-date"]),
    "names": (report(ratings=RATINGS.replace("Harbour PDU", "Hill PDU")), ["names-disagree"]),
    "short name": (report(ratings=RATINGS.replace("Harbour PDU", "Harbour")), []),
    "fieldwork": (report(ratings=RATINGS.replace("February 2024", "March 2024")), ["dates-disagree"]),
    "published first": (report(cover=COVER.replace("May 2024", "January 2024")), ["dates-disagree"]),
    "score": (report(ratings=RATINGS.replace("6/21", "7/21")), ["score-differs-from-sum"]),
    "no score": (report(ratings=RATINGS.replace("Score 6/21", "")), ["missing-score"]),
    "out of": (report(ratings=RATINGS.replace("6/21", "6/27")), ["score-differs-from-framework"]),
    "no overall": (
        report(ratings=RATINGS.replace("Overall rating\n\nRequires improvement", "")),
        ["missing-overall-rating"],
    ),
    "no rating": (report(ratings=RATINGS.replace("P 1.1 Leadership\n\nGood", "P 1.1 Leadership")), ["missing-rating"]),
    "two ratings": (report(rest="P 1.1. Leadership\n\nInadequate\n"), ["ratings-disagree"]),
    "band": (assessed("Good", 40), ["rating-differs-from-band"]),
    "in its band": (assessed("Inadequate", 49), []),
    "gap": (only("1. keep a log\n3. read it"), ["numbering-gap"]),
    "twice": (only("1. keep a log\n2. read it\n2. act"), ["repeated-number"]),
    "start again": (only("1. keep a log\n\nHMPPS should:\n\n1. act"), ["numbering-restarts"]),
    "no numbers": (only("- keep a log\n- act"), ["unnumbered-recommendations"]),
    "none made": (report(recommendations=""), ["no-recommendations"]),
    "nobody": (report(recommendations="Recommendations\n\n1. keep a log\n"
                                      "2. act\n"), ["missing-addressee", "missing-addressee"]),
    "to the alert": (only("1. complete all actions of the organisational alert"), ["alert-cross-reference"]),
    "to no annexe": (
        report(
            foreword=f"{FOREWORD}\nProgress on previous recommendations is in annexe one.\n",
            rest="Annexe one – Web links\n\nSee our pages.\n",
        ),
        ["annexe-cross-reference"],
    ),
    "not read": (report(rest="Progress on previous recommendations\n\nAll "
                             "were done.\n"), ["earlier-recommendations-not-read"]),
}  # fmt: skip


@pytest.mark.parametrize("case", DOUBTS)
def test_doubts(case: str) -> None:
    text, expected = DOUBTS[case]

    assert codes(text) == expected


def test_a_panel_may_depart_from_the_band_near_a_boundary() -> None:
    [near] = draft(assessed("Requires improvement", 48))["warnings"]
    [far] = draft(assessed("Good", 40))["warnings"]

    assert "panel" in near["message"]
    assert "Check" in far["message"]


def test_a_doubt_has_its_place() -> None:
    text = only("1. keep a log\n3. read it")

    [doubt] = draft(text)["warnings"]

    assert text.splitlines()[doubt["source"]["line"] - 1] == "3. read it"
