"""Words that a hyphen breaks at the end of a line are put together, and other hyphens stay."""

import pytest

from inspections.reader.source.hyphens import with_whole_words
from tests.factories.short_reports import recommended

BROKEN = {
    "look after safe\u00ad\nguarding now": "look after safeguarding now",
    "look after safe-\nguarding now": "look after safeguarding now",
    "look after safe\u2010\nguarding now": "look after safeguarding now",
    "the super-  \nvision of staff": "the supervision of staff",
    "its imple\u2011\nmentation is slow": "its implementation is slow",
    "neigh\u00ad\nbours are well": "neighbours are well",
    "with a multi-\nagency plan": "with a multi-agency plan",
    "with a multi\u2010\nagency plan": "with a multi-agency plan",
    "the well-\nbeing of staff": "the well-being of staff",
    "hard-to-\nreach people": "hard-to-reach people",
    "an NHS-\nled plan": "an NHS-led plan",
    "a pause -\nthen more": "a pause - then more",
    "in 2024-\n25 there were": "in 2024- 25 there were",
}


@pytest.mark.parametrize(("text", "whole"), BROKEN.items())
def test_a_broken_word_is_whole_again(text: str, whole: str):
    lines = with_whole_words(text.split("\n"))

    assert len(lines) == 2
    assert " ".join(" ".join(lines).split()) == whole


def test_the_report_itself_tells_how_a_word_is_written():
    whole = with_whole_words(["keep the log-", "book safe", "the logbook is here"])
    apart = with_whole_words(["keep the log-", "book safe", "the log-book is here"])

    assert (whole[0], apart[0]) == ("keep the logbook", "keep the log-book")


def test_no_line_is_left_empty():
    assert with_whole_words(["ask the neigh\u00ad", "bours", "about it"]) == ["ask the", "neighbours", "about it"]


@pytest.mark.parametrize("hyphen", ["\u00ad", "-", "\u2010"])
def test_a_recommendation_with_a_broken_word_is_whole(hyphen: str):
    found = recommended(f"Harbour PDU should:\n\n1. train for safe{hyphen}\nguarding in each team.")

    assert found == [(1, "Harbour PDU", "train for safeguarding in each team.")]
