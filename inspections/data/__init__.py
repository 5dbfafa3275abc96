"""The inspectorate's frameworks and the organisations at the start, read from the data files beside this module.

Facts marked `verified` False are believed, not confirmed; an administrator can change the records made of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class KeyQuestionData:
    """A key question as published; a qualitative one has no percentage. `variants` are other wordings met."""

    position: int
    text: str
    variants: tuple[str, ...] = ()
    qualitative: bool = False


@dataclass(frozen=True, slots=True)
class StandardData:
    """A standard; `judgement` is casework, programme (both by the lowest key question) or single.

    `statement` is the inspectorate's own, empty where we have not seen it. `may_be_moved`: what inspectors
    observe may move the rating by one band (unpaid work of community rehabilitation companies).
    """

    code: str
    title: str
    statement: str
    judgement: str
    rated: bool
    position: int
    key_questions: tuple[KeyQuestionData, ...]
    other_titles: tuple[str, ...] = ()
    may_be_moved: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class ProgressCategoryData:
    """One of the inspectorate's three categories, with our sentence on what evidence earns it."""

    code: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LimitData:
    """When `inadequate` or more of the standards `among` are Inadequate, `standards` are rated `at_most`."""

    inadequate: int
    among: tuple[str, ...]
    standards: tuple[str, ...]
    at_most: str


@dataclass(frozen=True, slots=True)
class FrameworkData:
    """A version of the standards. Bands map a rating's code to its lowest score or percentage.

    `in_use` is the period as our sources state it; the two dates are its widest reading. `panel_margin` is
    in percentage points: that close to a boundary, a panel may decide otherwise.
    """

    code: str
    name: str
    kind: str
    in_use: str
    in_use_from: date
    in_use_to: date | None
    verified: bool
    rated: bool
    max_score: int | None
    points: Mapping[str, int] = field(hash=False)
    overall_bands: Mapping[str, int] = field(hash=False)
    key_question_bands: Mapping[str, int] = field(hash=False)
    panel_margin: int | None
    limits: tuple[LimitData, ...]
    progress_categories: tuple[ProgressCategoryData, ...]
    standards: tuple[StandardData, ...]

    @property
    def rated_standards(self) -> tuple[StandardData, ...]:
        return tuple(standard for standard in self.standards if standard.rated)


@dataclass(frozen=True, slots=True)
class NameData:
    """A name between two dates; an open start means always, an open end means still."""

    name: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """A body; `parent` is a slug. Every parent comes before its children in the file."""

    slug: str
    kind: str
    parent: str | None
    names: tuple[NameData, ...]
    aliases: tuple[str, ...]
    opened_on: date | None
    closed_on: date | None
    verified: bool

    @property
    def name(self) -> str:
        """Return the name now, or the last one of a closed body."""
        return self.names[-1].name


@dataclass(frozen=True, slots=True)
class LineEndData:
    """What tells whether a hyphen at a line's end is part of the word.

    `before_a_hyphen` are first parts that keep it ('multi-agency'), `whole_words` words that have none.
    """

    before_a_hyphen: frozenset[str]
    whole_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class SuccessionData:
    """From `on`, `successor` answers for what `predecessor` answered for (slugs)."""

    predecessor: str
    successor: str
    on: date
    kind: str


@cache
def frameworks() -> tuple[FrameworkData, ...]:
    """Return every framework, oldest first."""
    return tuple(_framework(row) for row in _read("frameworks.json"))


@cache
def organisations() -> tuple[OrganisationData, ...]:
    """Return the Ministry, HMPPS, 12 regions and 108 PDUs as printed in 2023, then their predecessors."""
    return tuple(_organisation(row) for row in _read("organisations.json")["organisations"])


@cache
def successions() -> tuple[SuccessionData, ...]:
    """Return which bodies took over on 26 June 2021, where we know it."""
    return tuple(
        SuccessionData(row["predecessor"], row["successor"], date.fromisoformat(row["on"]), row["kind"])
        for row in _read("organisations.json")["successions"]
    )


@cache
def line_ends() -> LineEndData:
    """Return the words by which a broken word is put together."""
    row = _read("line_ends.json")
    return LineEndData(*(frozenset(row[name].split()) for name in ("before_a_hyphen", "whole_words")))


def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _framework(row: dict[str, Any]) -> FrameworkData:
    return FrameworkData(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        in_use=row["in_use"],
        in_use_from=date.fromisoformat(row["in_use_from"]),
        in_use_to=_date(row["in_use_to"]),
        verified=row["verified"],
        rated=row["rated"],
        max_score=row["max_score"],
        points=MappingProxyType(row["points"]),
        overall_bands=MappingProxyType(row["overall_bands"]),
        key_question_bands=MappingProxyType(row["key_question_bands"]),
        panel_margin=row["panel_margin"],
        limits=tuple(_limit(limit) for limit in row["limits"]),
        progress_categories=tuple(ProgressCategoryData(**category) for category in row["progress_categories"]),
        standards=tuple(_standard(standard) for standard in row["standards"]),
    )


def _limit(row: dict[str, Any]) -> LimitData:
    return LimitData(row["inadequate"], tuple(row["among"]), tuple(row["standards"]), row["at_most"])


def _standard(row: dict[str, Any]) -> StandardData:
    return StandardData(
        code=row["code"],
        title=row["title"],
        statement=row["statement"] or "",
        judgement=row["judgement"],
        rated=row["rated"],
        position=row["position"],
        key_questions=tuple(_key_question(question) for question in row["key_questions"]),
        other_titles=tuple(row.get("other_titles", ())),
        may_be_moved=row.get("may_be_moved", False),
        verified=row.get("verified", True),
    )


def _key_question(row: dict[str, Any]) -> KeyQuestionData:
    return KeyQuestionData(
        position=row["position"],
        text=row["text"],
        variants=tuple(row.get("variants", ())),
        qualitative=row.get("qualitative", False),
    )


def _organisation(row: dict[str, Any]) -> OrganisationData:
    return OrganisationData(
        slug=row["slug"],
        kind=row["kind"],
        parent=row["parent"],
        names=tuple(NameData(name["name"], _date(name["from"]), _date(name["to"])) for name in row["names"]),
        aliases=tuple(row["aliases"]),
        opened_on=_date(row["opened_on"]),
        closed_on=_date(row["closed_on"]),
        verified=row["verified"],
    )
