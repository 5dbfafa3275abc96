"""The front of a paper is its titles: without what a website puts around them, and without its first sentence."""

import pytest

from inspections.reader.layout import rows_of
from inspections.reader.papers.front import front_of
from inspections.reader.sections import sections_of
from inspections.reader.source import read_source

FRONTS = {
    "a title over two lines": ("An inspection of\nprobation services\nin Harbour PDU\nForeword\nWords.", 1),
    "above a sentence": ("Harbour\nMay 2027\nWe went there and we looked at all of it.\nMore", 2),
    "in a saved page": (
        "Skip to content\nTo view this licence, visit:\nhttps://example.org\nHarbour\nForeword\nWords.",
        1,
    ),
    "beside links": ("News\nReports\nHarbour\nData annexe (PDF)\nForeword\nWords.", 1),
    "with a heading alone": ("Progress on earlier recommendations\nWords.", 1),
    "with a long headline": (f"{'Words ' * 20}and no end.\nMore words\nForeword\nWords.", 2),
}


@pytest.mark.parametrize("which", FRONTS)
def test_the_front_is_the_titles(which: str) -> None:
    text, count = FRONTS[which]
    rows = rows_of(read_source(text.encode(), "paper.txt"))

    assert len(front_of(rows, sections_of(rows)).titles) == count


def test_a_title_has_parts_between_its_colons_dashes_and_stops() -> None:
    rows = rows_of(read_source("Inspection of Harbour PDU – rules: a guide. Part one\n".encode(), "paper.txt"))

    assert front_of(rows, sections_of(rows)).parts == ("inspection of harbour pdu", "rules", "a guide", "part one")
