"""Text reports become lines, whatever encoding and line ends they were saved with."""

import pytest

from inspections.reader.source import Line, read_source

WORDS = "Kirklees PDU should:\n1. improve the use of ‘reset’ – at once\n\n# Background\n"


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_source(data).lines]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"]
)
def test_a_text_is_read_in_every_encoding(encoding: str) -> None:
    data = WORDS.encode(encoding)

    lines = texts(data)

    assert lines == WORDS.splitlines()


def test_utf_16_big_endian_is_told_by_its_mark() -> None:
    data = b"\xfe\xff" + WORDS.encode("utf-16-be")

    lines = texts(data)

    assert lines == WORDS.splitlines()


def test_a_file_pasted_together_from_two_encodings_is_read_whole() -> None:
    data = "first – line\n".encode() + "second – line\n".encode("windows-1252")

    lines = texts(data)

    assert lines == ["first – line", "second – line"]


def test_a_text_cut_within_a_character_keeps_all_else() -> None:
    data = "one – two –".encode()[:-1]

    lines = texts(data)

    assert lines[0].startswith("one – two ")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one(end: str) -> None:
    data = f"one{end}{end}three{end}".encode()

    lines = read_source(data).lines

    assert lines == (Line(1, None, "one"), Line(2, None, ""), Line(3, None, "three"))


@pytest.mark.parametrize("sign", ["\x0c", "\ufeff", "\x00", "\x07"])
def test_signs_that_are_no_text_count_as_nothing(sign: str) -> None:
    data = f"Recommendations and other words\n{sign}Ratings\n".encode()

    lines = texts(data)

    assert lines == ["Recommendations and other words", "Ratings"]


def test_breaks_that_editors_do_not_count_do_not_shift_line_numbers() -> None:
    data = "one\u2028still one\x0bstill one\x85end\ntwo".encode()

    lines = read_source(data).lines

    assert [(line.number, line.text) for line in lines] == [(1, "one still one still one end"), (2, "two")]


def test_markdown_and_the_space_before_a_line_are_left_in() -> None:
    data = b"## **Ratings**  \n  - indented<sup>2</sup>\n| a | b |\n"

    lines = texts(data)

    assert lines == ["## **Ratings**", "  - indented<sup>2</sup>", "| a | b |"]


def test_markdown_that_opens_with_a_tag_is_not_a_web_page() -> None:
    source = read_source(b"<b>Foreword</b> ..... 3\n\nThe unit was inspected.\n")

    form = source.form

    assert form == "text"


def test_a_contents_page_of_dots_is_text() -> None:
    source = read_source(("Foreword " + "." * 9000 + " 3\n").encode())

    form = source.form

    assert form == "text"


def test_a_text_has_no_pages_cells_or_levels() -> None:
    source = read_source(b"one\ttwo\n")

    line = source.lines[0]

    assert (source.pages, line.page, line.cells, line.level) == (None, None, (), 0)
