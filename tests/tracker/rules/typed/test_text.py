"""What is kept of typed text: what shows nothing is nothing, and nothing turns the direction of the rest."""

import unicodedata

import pytest

from tracker.rules.typed.text import one_line, paragraphs

INVISIBLE = {
    "zero width space": "\u200b",
    "zero width non-joiner": "\u200c",
    "zero width joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "word joiner": "\u2060",
    "function application": "\u2061",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "no-break space": "\u00a0",
    "ideographic space": "\u3000",
    "braille blank": "\u2800",
    "Hangul filler": "\u3164",
    "variation selector": "\ufe0f",
    "tag space": "\U000e0020",
    "combining grapheme joiner": "\u034f",
    "null": "\x00",
    "line separator": "\u2028",
}
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("mark", INVISIBLE.values(), ids=INVISIBLE)
@pytest.mark.parametrize("kept", [paragraphs, one_line])
def test_only_invisible_characters_are_nothing(kept, mark):
    assert kept(f" {mark}{mark} \n{mark}\u200b") == ""


def test_everything_that_unicode_calls_a_format_or_a_separator_is_nothing_by_itself():
    shown = {
        "\u0600",
        "\u0601",
        "\u0602",
        "\u0603",
        "\u0604",
        "\u0605",
        "\u06dd",
        "\u070f",
        "\u0890",
        "\u0891",
        "\u08e2",
    }
    every = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cf", "Zs", "Zl", "Zp", "Cc"}}
    signs = {mark for mark in every if ord(mark) in range(0x110BD, 0x1D17B)}  # of old scripts, shorthand and music
    assert {mark for mark in every - shown - signs if paragraphs(mark)} == set()


@pytest.mark.parametrize("mark", DIRECTIONS)
def test_no_mark_turns_the_direction(mark):
    assert paragraphs(f"pay {mark}5 pounds{mark}") == "pay 5 pounds"
    assert one_line(f"{mark}pay 5{mark} pounds") == "pay 5 pounds"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_end_of_a_line_is_one(end):
    assert paragraphs(f"one{end}two") == "one\ntwo"
    assert one_line(f"one {end}{end} two") == "one two"


def test_what_matters_within_words_stays():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert (
        paragraphs(f" {family} {persian} caf\u00e9 \u2013 50\u00a0% ")
        == f"{family} {persian} caf\u00e9 \u2013 50\u00a0%"
    )


def test_paragraphs_keep_their_blank_lines_and_tabs_and_one_line_has_none():
    assert paragraphs("\n one\n\n two\tthree \n") == "one\n\n two\tthree"
    assert one_line("\n one\n\n two\tthree \n") == "one two three"


def test_twice_is_as_once():
    typed = "\u200b a \u202eb\r\n\r\nc\t\ufeffd\u2028 "
    assert paragraphs(paragraphs(typed)) == paragraphs(typed)
    assert one_line(one_line(typed)) == one_line(typed)
