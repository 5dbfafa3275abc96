"""Numbers of people on probation are stopped, and ordinary sentences are not."""

import random
import re
import string
from collections.abc import Callable

import pytest

from tests.factories.real_reports import NAMES, text_of
from tracker.errors import InvalidInput
from tracker.rules.free_text import check_free_text, suspicious

SENTENCES = [
    "{} has moved to a new team.",
    "We read the file of {} with the practitioner.",
    "Case {}: plan agreed",
    "({})",
    "See {}, {} and the log",
    "{}",
]


def _letters(chance: random.Random, count: int) -> str:
    return "".join(chance.choices(string.ascii_uppercase, k=count))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices(string.digits, k=count))


SHAPES: list[Callable[[random.Random], str]] = [
    lambda chance: f"{_letters(chance, 1)}{_digits(chance, 6)}",
    lambda chance: f"{_letters(chance, 1)}{_digits(chance, 6)}".lower(),
    lambda chance: f"{_letters(chance, 1)} {_digits(chance, 3)} {_digits(chance, 3)}",
    lambda chance: f"{_letters(chance, 1)}-{_digits(chance, 6)}",
    lambda chance: f"{_letters(chance, 1)}{_digits(chance, 4)}{_letters(chance, 2)}",
    lambda chance: f"{_letters(chance, 1)}{_digits(chance, 4)}{_letters(chance, 2)}".lower(),
    lambda chance: f"{_letters(chance, 1)} {_digits(chance, 4)} {_letters(chance, 2)}",
    lambda chance: f"{_letters(chance, 2)}{_digits(chance, 4)}",
    lambda chance: f"{chance.randint(1970, 2026)}/{_digits(chance, 7)}{_letters(chance, 1)}",
    lambda chance: f"{_digits(chance, 2)}/{_digits(chance, 6)}{_letters(chance, 1)}",
    lambda chance: f"{chance.randint(1970, 2026)}{_digits(chance, 7)}{_letters(chance, 1)}",
    lambda chance: f"{_digits(chance, 6)}/{_digits(chance, 2)}{_letters(chance, 1)}",
    lambda chance: f"CRN {_digits(chance, 7)}",
    lambda chance: f"prison number {_digits(chance, 5)}",
    lambda chance: f"{_letters(chance, 1)}\u200b{_digits(chance, 3)}\u200b{_digits(chance, 3)}",
    lambda chance: f"{_letters(chance, 1)}\u2013{_digits(chance, 6)}",
]


def samples() -> list[str]:
    """200 texts, each with one number of a person in it; the same each time."""
    chance = random.Random(2026)
    return [
        SENTENCES[number % len(SENTENCES)].replace("{}", SHAPES[number % len(SHAPES)](chance)) for number in range(200)
    ]


@pytest.mark.parametrize("text", samples())
def test_no_number_of_a_person_passes(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_free_text(text, field="text")

    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    "text",
    [
        "Due 31/3/2027, 29 of 40 cases read",
        "P 1.1 and P 2.4 are Inadequate, score 03/21",
        "Room B12 at the M25 office, LS1 4AP",
        "Telephone 0113 496 0000",
        "ISBN 978-1-916621-59-6",
        "A grant of £250,000 for 2026/27 and a 123 456 pound reserve",
        "REC-0231 and ACT-0412, see INS-0045",
        "In 2023 120 people started; by 2024 there were 1,500",
        "OASys, MAPPA 3, ViSOR and HMP Leeds",
        "COVID19 and Windows 2019",
        "",
    ],
)
def test_ordinary_work_passes(text: str) -> None:
    assert suspicious(text) == ()


def test_at_most_two_in_a_hundred_sentences_of_the_reports_are_stopped() -> None:
    sentences = [
        sentence
        for name in NAMES
        for sentence in re.split(r"(?<=[.!?])\s+|\n{2,}", text_of(name))
        if len(sentence.split()) > 3
    ]

    stopped = [sentence for sentence in sentences if suspicious(sentence)]

    assert len(sentences) > 1_000
    assert len(stopped) / len(sentences) <= 0.02
