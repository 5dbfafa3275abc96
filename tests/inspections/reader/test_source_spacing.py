"""Words set close together and words broken at line ends come out as words; what cannot be decided is a doubt."""

import pytest

from inspections.reader.source import read_source
from inspections.reader.source.broken_words import Known, mended
from inspections.reader.source.spacing import SPACE, word_gap
from tests.factories.set_pages import SetReport, codes, draft, recommended

WORDS = (("Teasel Vale PDU", "give each person time to plan"), ("HMPPS", "pay for two more officers in the unit."))


def tight(gap: float, *, size: float = 11, tracking: float = 0.0, second: bool = True) -> SetReport:
    """Two recommendations, the words of which stand so many ems apart."""
    report = SetReport()
    report.page()
    report.heading("Recommendations")
    report.line(60, 90, "Teasel Vale PDU should:")
    report.pdf.set_char_spacing(tracking)
    report.tight(60, 110, f"1. {WORDS[0][1]}", gap, size=size)
    report.pdf.set_char_spacing(0)
    report.line(60, 130, "HMPPS should:")
    if second:
        report.tight(60, 150, f"2. {WORDS[1][1]}", gap, size=size)
    else:
        report.line(60, 150, f"2. {WORDS[1][1]}")
    return report


@pytest.mark.parametrize("gap", [0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.28])
@pytest.mark.parametrize("second", [True, False])
def test_words_set_close_together_stay_words(gap: float, *, second: bool) -> None:
    found = draft(tight(gap, size=11 if second else 9, second=second).data())

    assert recommended(found) == WORDS
    assert "words-run-together" not in codes(found)


@pytest.mark.parametrize("tracking", [-0.4, 0.3, 0.8, 2.5])
def test_letters_set_apart_are_no_words(tracking: float) -> None:
    found = draft(tight(0.14 + max(tracking, 0) / 11, tracking=tracking).data())

    assert recommended(found) == WORDS


def test_a_heading_set_wide_is_words() -> None:
    report = SetReport()
    report.page()
    report.pdf.set_char_spacing(2.4)
    report.line(60, 60, "Progress in the unit")

    assert "Progress in the unit" in [line.text for line in read_source(report.data()).lines]


@pytest.mark.parametrize("gap", [0, 0.02, 0.04])
def test_words_that_run_together_are_a_doubt_that_names_the_recommendation(gap: float) -> None:
    found = draft(tight(gap, second=False).data())

    doubts = [doubt.message for doubt in found.warnings if doubt.code == "words-run-together"]

    assert len(doubts) == 1
    assert doubts[0].startswith("Recommendation 1 ")


GAPS = {
    "no gap": ([0.0] * 20, (SPACE, False)),
    "uneven letters": ([0.02, 0.07, -0.05, 0.1, 0.05, 0.12, 0.03, 0.08, 0.06, 0.14, 0.09, 0.11] * 2, True),
    "one gap that is hardly one": ([0.0, 0.01] * 8 + [0.04, 0.07, 0.06, 0.05, 0.08, 0.065], True),
}


@pytest.mark.parametrize("case", GAPS)
def test_a_gap_that_may_be_either_is_uncertain(case: str) -> None:
    gaps, wanted = GAPS[case]

    found = word_gap(gaps)

    assert (found if isinstance(wanted, tuple) else found[1]) == wanted


ENDS = {
    "hard": (["1. check safe-", "guarding information."], "check safeguarding information."),
    "soft": (["1. check safe\xad", "guarding information."], "check safeguarding information."),
    "soft within a line": (["1. check safe\xadguarding", "information."], "check safeguarding information."),
    "the word stands elsewhere": (["1. plan re-", "settlement."], "plan resettlement."),
    "the compound stands elsewhere": (["1. plan pre-", "release work."], "plan pre-release work."),
    "a compound's beginning": (["1. hold multi-", "agency meetings."], "hold multi-agency meetings."),
    "a compound's end": (["1. offer trauma-", "informed work."], "offer trauma-informed work."),
    "a compound of three": (["1. meet face-to-", "face each month."], "meet face-to-face each month."),
    "the rest of the word to come": (["1. set short-", "and long-term aims."], "set short- and long-term aims."),
    "a dash is none": (["1. act now -", "before it is late."], "act now - before it is late."),
}


@pytest.mark.parametrize("case", ENDS)
def test_a_word_broken_at_a_line_end_is_whole(case: str) -> None:
    lines, wanted = ENDS[case]
    report = SetReport()
    report.page()
    report.heading("Recommendations")
    report.lines(60, 90, ["Teasel Vale PDU should:", *lines])
    report.heading("Background", y=400)
    report.line(60, 430, "Work at the pre-release stage was good, and resettlement began in time.")

    found = draft(report.data())

    assert recommended(found) == (("Teasel Vale PDU", wanted),)


def test_a_word_put_together_on_no_evidence_is_a_doubt() -> None:
    report = SetReport()
    report.page()
    report.heading("Recommendations")
    report.lines(60, 90, ["Teasel Vale PDU should:", "1. keep the time-", "tables of all courses."])

    [doubt] = [doubt for doubt in draft(report.data()).warnings if doubt.code == "word-broken-at-line-end"]

    assert doubt.message.startswith("Recommendation 1 has 'timetables'")


@pytest.mark.parametrize("sign", ["-", "\u2010", "\u2011", "\u00ad"])
def test_every_sign_for_a_hyphen_breaks_a_word(sign: str) -> None:
    known = Known.from_texts(["Plans were agreed at inter-agency meetings about resettlement"])

    assert mended(f"in resettle{sign}", "ment work", known) == ("in resettlement", "work")
    assert mended(f"an inter{sign}", "agency meeting", known) == ("an inter-agency", "meeting")


def test_a_word_broken_within_a_cell_is_whole() -> None:
    report = SetReport()
    report.page()
    report.table(60, 90, (120, 120), [("The recom-\nmendation", "multi-\nagency work"), ("One", "Two")])

    [first, _] = [line.cells for line in read_source(report.data()).lines if line.cells]

    assert first == ("The recommendation", "multi-agency work")
