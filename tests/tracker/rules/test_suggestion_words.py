"""The vocabulary of suggestions: every table is written as the ranking reads it, and none contradicts another."""

import re

import pytest

from tracker.rules.suggestion_words import EMPTY, FAINT, FAMILIES, IRREGULAR, MATTERS


def test_a_word_says_nothing_or_little_but_not_both() -> None:
    assert not EMPTY & FAINT


@pytest.mark.parametrize("word", ["the", "ensure", "robust"])
def test_grammar_and_what_every_recommendation_says_is_empty(word: str) -> None:
    assert word in EMPTY


def test_no_matter_is_named_by_a_word_that_says_nothing() -> None:
    phrases = {phrase for phrases in MATTERS.values() for phrase in phrases}

    assert phrases & EMPTY == set()


def test_words_are_written_in_small_letters_without_marks() -> None:
    phrases = [phrase for phrases in MATTERS.values() for phrase in phrases]
    written = [*EMPTY, *FAINT, *IRREGULAR, *IRREGULAR.values(), *phrases]

    assert [word for word in written if not re.fullmatch(r"[a-z]+( [a-z]+)*", word)] == []


def test_no_matter_lists_a_phrase_twice() -> None:
    twice = {matter: phrases for matter, phrases in MATTERS.items() if len(set(phrases)) < len(phrases)}

    assert twice == {}


def test_each_matter_of_a_family_is_known_and_stands_in_one_family() -> None:
    members = [matter for matters in FAMILIES.values() for matter in matters]

    assert set(members) <= set(MATTERS)
    assert len(members) == len(set(members))


@pytest.mark.parametrize(
    ("older", "newer", "matter"),
    [("domestic violence", "domestic abuse", "domestic abuse"), ("upw", "unpaid work", "unpaid work")],
)
def test_older_and_newer_terms_of_the_trade_are_one_matter(older: str, newer: str, matter: str) -> None:
    assert {older, newer} <= set(MATTERS[matter])
