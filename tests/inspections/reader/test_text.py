"""Markup goes, words stay."""

import pytest

from inspections.reader import text

MARKUP = {
    "## **Ratings** ##": "Ratings",
    "<b>Score</b> **6/21**": "Score 6/21",
    "see [our website](https://example.test/a_(b)) now": "see our website now",
    "*one* and _two_ and snake_case and 2 * 3 * 4": "one and two and snake_case and 2 * 3 * 4",
    "1\\. keep a log \\(now\\)": "1. keep a log (now)",
    "keep<sup>12</sup> it² or[3] not[^4]": "keep it or not",
    "fish &amp; chips": "fish & chips",
    "![logo](a.png)Title": "Title",
    "![P 1.1 Leadership rated as good](a.png)": " P 1.1 Leadership: Good ",
    "Staffing <img src='a.png' alt='Rating: inadequate'>": "Staffing  Inadequate ",
    "**broken over": "broken over",
}


@pytest.mark.parametrize(("marked", "plain"), MARKUP.items())
def test_markup_is_taken_off(marked: str, plain: str) -> None:
    assert text.without_markup(marked) == plain


GLUED = {
    "is this so?23": "is this so?",
    "a log of risks.1 Then": "a log of risks. Then",
    "the CRCs22 and the RAR19": "the CRCs and the RAR",
    "P3, T2A, Covid19, no.3 and 36.75": "P3, T2A, Covid19, no.3 and 36.75",
    "29% and 6/21": "29% and 6/21",
}


@pytest.mark.parametrize(("marked", "plain"), GLUED.items())
def test_glued_marks_are_taken_off(marked: str, plain: str) -> None:
    assert text.without_glued_marks(marked, {19, 22}) == plain


LINES = {
    ("keep a ", " log"): "keep a log",
    ("high-", "quality work"): "high-quality work",
    ("high\u2010", "quality work"): "high-quality work",
    ("licence/", "post-sentence"): "licence/post-sentence",
    ("a pause –", "then more"): "a pause – then more",
    ("one", "", "two"): "one two",
}


@pytest.mark.parametrize(("lines", "whole"), LINES.items())
def test_lines_are_joined(lines: tuple[str, ...], whole: str) -> None:
    assert text.join(lines) == whole
