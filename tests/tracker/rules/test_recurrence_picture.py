"""The picture of a chain: what is drawn where."""

from datetime import date

import pytest

from tracker.rules import recurrence_picture
from tracker.rules.recurrence_picture import Item, Join, Picture, cut, draw


def item(key: int, year: int | None, *lines: str) -> Item:
    return Item(key, date(year, 7, 1) if year else None, lines or (f"REC-{key:04d}",))


def drawn(*items: Item, joins: tuple[Join, ...] = ()) -> Picture:
    picture = draw(items, joins)
    assert picture is not None
    return picture


THREE = (item(1, 2019), item(2, 2021), item(3, 2023))


@pytest.mark.parametrize(("count", "is_drawn"), [(0, False), (2, False), (3, True)])
def test_few_are_not_drawn(count: int, is_drawn: bool) -> None:
    assert (draw([item(key, 2019) for key in range(count)], ()) is not None) is is_drawn


def test_later_is_further_right_and_further_down() -> None:
    nodes = drawn(*THREE).nodes

    assert [node.x for node in nodes] == sorted(node.x for node in nodes)
    assert [node.y for node in nodes] == sorted(node.y for node in nodes)


def test_two_of_one_day_stand_beside_each_other() -> None:
    left, right = drawn(item(1, 2019), item(2, 2019), item(3, 2026)), drawn(item(1, 2019), item(2, 2026), item(3, 2026))

    assert left.nodes[1].x == left.nodes[0].x + recurrence_picture.ASIDE
    assert right.nodes[2].x == right.nodes[1].x - recurrence_picture.ASIDE


def test_words_are_on_the_side_where_there_is_room() -> None:
    assert [node.anchor for node in drawn(*THREE).nodes] == ["start", "start", "end"]


def test_the_axis_runs_from_the_first_year_to_the_end_of_the_last() -> None:
    assert [year.text for year in drawn(*THREE).years] == ["2019", "2020", "2021", "2022", "2023", "2024"]


def test_many_years_are_not_all_named() -> None:
    years = drawn(item(1, 1990), item(2, 2010), item(3, 2026)).years

    assert len(years) <= recurrence_picture.YEARS_SHOWN


def test_a_line_goes_down_and_then_across() -> None:
    picture = drawn(*THREE, joins=(Join(1, 2, True), Join(2, 3, False)))
    first, second = picture.nodes[:2]

    assert picture.lines[0].path == f"M{first.x} {first.y}V{second.y}H{second.x}"
    assert [line.is_flagged for line in picture.lines] == [True, False]


def test_two_lines_reach_one_node_apart() -> None:
    lines = drawn(*THREE, joins=(Join(1, 3, False), Join(2, 3, False))).lines

    assert len({line.path.partition("V")[2] for line in lines}) == 2


def test_without_a_date_it_stands_at_the_start() -> None:
    assert drawn(item(1, None), item(2, 2021), item(3, 2023)).nodes[0].x == recurrence_picture.LEFT


def test_without_any_date_there_is_no_axis() -> None:
    assert drawn(item(1, None), item(2, None), item(3, None)).years == ()


def test_the_oldest_of_very_many_are_left_out_with_their_lines() -> None:
    picture = drawn(*(item(key, 2000 + key) for key in range(15)), joins=(Join(0, 1, True), Join(13, 14, True)))

    assert (len(picture.nodes), picture.left_out, len(picture.lines)) == (12, 3, 1)


@pytest.mark.parametrize("text", ["x" * 46, "x" * 47, "word " * 40])
def test_words_stay_inside(text: str) -> None:
    assert len(cut(text)) <= recurrence_picture.LETTERS
