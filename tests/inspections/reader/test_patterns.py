"""Patterns that are compiled late, and short ones that decide whether a long one is asked."""

import pkgutil
import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections import reader
from inspections.reader import addressees, layout, patterns, text
from inspections.reader.patterns import Guarded, guarded, lazy


def _guarded_ones() -> dict[str, Guarded]:
    """Return every guarded pattern of the reader, alone or in a tuple, by its name."""
    found: dict[str, Guarded] = {}
    for module in pkgutil.walk_packages(reader.__path__, f"{reader.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            several = value if isinstance(value, tuple) else (value,)
            kept = [each for each in several if isinstance(each, Guarded)]
            found |= {
                f"{module.name.removeprefix('inspections.reader.')}{name}{at}": each for at, each in enumerate(kept)
            }
    return found


GUARDED = _guarded_ones()
# Words that each long pattern matches, in each of its ways.
EXAMPLES = {
    "dates_DAYS0": ("28 and 29 January 2025", "3–5 May 2027", "Monday 2, 3 & 9 June 2026", "1 until 4 July 2025"),
    "dates_MONTHS0": ("February and March 2024", "December 2025 to January 2026", "May – July 2025"),
    "findings.cover_FIELDWORK0": (
        "Fieldwork started on Monday 3 May 2027",
        "fieldwork took place in May 2027",
        "fieldwork was conducted in the weeks of 3 and 10 May 2027",
    ),
    "findings.cover_FIELDWORK1": ("Fieldwork: 3 May 2027", "fieldwork dates from the 3rd to 7 May 2027"),
    "findings.cover_FIELDWORK2": ("We completed our fieldwork in May 2027", "began fieldwork here on 2027-05-03"),
    "marks_NUMBERED_WORD0": ("Recommendation 3 keep a log", "Key rec. no. R4 – keep a log", "Recommendation number 5"),
    "marks_LABEL0": ("Recommendation three: keep a log", "Main recommendation iv", "Rec. (b) keep a log", "rec R5."),
    "marks_CARDINAL_FIRST0": ("Three: keep a log", "Twenty-one. Keep a log", "two - keep a log"),
    "repeats_ONLY_PAST0": (
        "this was also recommended in our 2021 report",
        "made at the last inspection",
        "as in 2019",
        "previous recommendation 4",
        "previously made",
        "also made before",
        "outstanding since our first visit",
        "not met from the report of May 2022",
    ),
    "repeats_IN_FRONT0": (
        "Repeated: keep a log",
        "Previous recommendation from the 2021 report: keep a log",
        "As recommended in our last report, keep a log",
        "Like last time, keep a log",
        "As already recommended, keep a log",
        "As we have before recommended, keep a log",
        "Once again, keep a log",
        "again – keep a log",
        "We therefore repeat our recommendation to keep a log",
        "We reiterate that it keeps a log",
        "We still recommend that it keeps a log",
        "We once again recommend it",
    ),
    "repeats_AT_END0": (
        "keep a log – repeated from our report",
        "keep a log; this is an unmet recommendation",
        "keep a log, first made in 2021",
        "keep a log * also recommended before",
    ),
    "repeats_SAYS_WHEN0": (
        "carried over from 2021",
        "We made it at the last inspection",
        "This comes from our 2021 report",
        "We asked for the same before",
        "Unchanged since May 2022",
    ),
    "repeats_INSIDE0": (
        "to keep, as we have recommended for years, a log",
        "to keep, as in other units, a log",
        "to keep a log as we previously recommended in 2021",
        "to keep a log as recommended by us last time",
    ),
    "times_BY_WHEN0": (
        "Immediately", "Urgent", "Now.", "Ongoing", "Short-term", "Within three months", "By March 2027", "May 2027",
        "12 May 2027", "End of May 2027", "By when: by the end of 2027", "Deadline: with immediate effect", "At once",
        "The next six months", "(as soon as possible)", "Without delay", "Straight away", "By spring 2027",
        "Within two weeks of publication", "Before our next inspection", "To be completed by Q3 2027", "Two weeks",
        "Implementation date: May 2027", "For completion: now", "From the second quarter of 2027", "By 03/05/2027",
    ),
    "times_BEHIND0": (
        "HMPPS should, by March 2027:",
        "HMPPS should immediately:",
        "HMPPS should within six months of receipt:",
        "HMPPS should, before the next inspection:",
        "HMPPS should without delay:",
    ),
}  # fmt: skip


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the patterns that were compiled."""
    texts: list[str] = []
    compile_it = re.compile

    def noting(pattern: str, flags: int = 0) -> re.Pattern[str]:
        texts.append(pattern)
        return compile_it(pattern, flags)

    monkeypatch.setattr(patterns.re, "compile", noting)
    return texts


def test_a_pattern_is_compiled_once_and_not_before_it_is_used(compiled: list[str]) -> None:
    dots = lazy(r"\.{3,}", re.IGNORECASE)
    assert compiled == []
    assert dots.search("wait...")
    assert [match.group() for match in dots.finditer("a... b....")] == ["...", "...."]
    assert dots.sub("-", "a...b") == "a-b"
    assert dots.pattern == r"\.{3,}"
    assert compiled == [r"\.{3,}"]


def test_a_long_pattern_is_not_compiled_where_the_short_one_finds_nothing(compiled: list[str]) -> None:
    months = guarded(r"within \w+ months", re.IGNORECASE, needs="month")
    assert months.search("at once") is None
    assert months.match("at once") is None
    assert list(months.finditer("at once")) == []
    assert months.sub("soon", "at once") == "at once"
    assert compiled == ["month"]


def test_a_long_pattern_answers_where_the_short_one_finds_what_it_needs() -> None:
    months = guarded(r"within \w+ months", re.IGNORECASE, needs="month")
    assert months.search("Do it Within two MONTHS").group() == "Within two MONTHS"
    assert months.match("Do it within two months") is None
    assert [match.group() for match in months.finditer("within two months")] == ["within two months"]
    assert months.sub("soon", "Act within two months.") == "Act soon."


def test_there_are_guarded_patterns() -> None:
    assert len(GUARDED) >= 12


def test_every_guarded_pattern_has_examples() -> None:
    assert set(EXAMPLES) == set(GUARDED)


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, several in EXAMPLES.items() for words in several])
def test_whatever_a_guarded_pattern_matches_holds_what_it_needs(name: str, words: str) -> None:
    assert re.search(GUARDED[name].pattern.pattern, words, GUARDED[name].pattern.flags)
    assert GUARDED[name].search(words)


@given(st.from_regex(re.compile(layout._LEADER.pattern)))
def test_a_row_of_dots_is_seen_at_a_glance(row: str) -> None:
    assert layout._has_leader(row)


@given(st.from_regex(re.compile(layout._BACK_TO_TOP.pattern, re.IGNORECASE)))
def test_a_link_to_the_top_says_top(row: str) -> None:
    assert "top" in row.casefold()


@given(st.from_regex(re.compile(addressees._SHOULD.pattern, re.IGNORECASE)))
def test_a_heading_that_says_who_should_act_says_so_in_one_of_three_words(heading: str) -> None:
    assert any(word in heading.casefold() for word in addressees._MODAL_WORDS)


@given(st.from_regex(re.compile(text._MAY_BE_MARKED.pattern)))
def test_a_line_with_a_mark_has_a_number_or_a_sign(line: str) -> None:
    assert text._HAS_NUMBER.search(line)
