"""Bodies as rows name them: read once for all rows; without a database."""

import pytest

from tracker.queries.body_lines import BodyLine, body_line

KIRKLEES = (3, "Kirklees", "kirklees", "pdu")
YORKSHIRE = (2, "Yorkshire and the Humber", "yorkshire", "region")
NOBODY = (None, None, None, None)


def test_rows_that_name_one_body_share_it():
    bodies = {}

    first, second = body_line(bodies, KIRKLEES), body_line(bodies, KIRKLEES)

    assert first is second
    assert list(bodies) == [3]


def test_one_that_was_named_without_its_parent_gets_it_from_a_later_row():
    bodies = {}
    body_line(bodies, KIRKLEES)

    body = body_line(bodies, KIRKLEES, YORKSHIRE)

    assert body.parent == BodyLine(*YORKSHIRE)
    assert body_line(bodies, KIRKLEES).parent == BodyLine(*YORKSHIRE)


@pytest.mark.parametrize("parent", [(), NOBODY])
def test_one_at_the_top_has_no_parent(parent):
    assert body_line({}, KIRKLEES, parent).parent is None


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        (KIRKLEES, "Kirklees PDU"),
        (YORKSHIRE, "Yorkshire and the Humber region"),
        ((1, "HMPPS", "hmpps", "agency"), "HMPPS"),
    ],
)
def test_a_sentence_names_it(columns, name):
    body = body_line({}, columns)

    assert (body.display_name, str(body)) == (name, columns[1])
