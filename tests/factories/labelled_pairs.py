"""Pairs of earlier and later recommendations labelled by hand, and the reports that they stand in."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.factories.real_reports import draft_of

LABELS = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One recommendation; `key` is its report and its place there from 1.

    `line` names the bodies that followed one another. `for_tuning`: a ranking may be fitted to these; the others
    prove it.
    """

    key: str
    report: str
    line: str
    year: int
    is_real: bool
    for_tuning: bool
    addressee: str
    theme: str
    flagged_repeat: bool
    text: str


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """The keys of an earlier recommendation and of a later one that repeats it, whole or in part."""

    earlier: str
    later: str


@cache
def recommendations() -> dict[str, Labelled]:
    """Every candidate by key. The wording of real ones is read from the reports beside the checkout."""
    return {each.key: each for report in _labels()["reports"] for each in _of(report)}


def pairs() -> tuple[LabelledPair, ...]:
    return _pairs("pairs")


def doubtful_pairs() -> tuple[LabelledPair, ...]:
    """Those that a reader might link or not: they count neither for nor against a ranking."""
    return _pairs("doubtful")


def words_of_our_own() -> list[str]:
    """The wording of the look-alikes."""
    return [row["text"] for report in _labels()["reports"] for row in report.get("recommendations", ())]


@cache
def _labels() -> dict[str, Any]:
    return tomllib.loads(LABELS.read_text(encoding="utf-8"))


def _of(report: dict[str, Any]) -> list[Labelled]:
    real = report.get("real")
    rows = draft_of(real["report"])[real["list"]] if real else report["recommendations"]
    return [
        Labelled(
            key=f"{report['key']}/{place}",
            report=report["key"],
            line=report["line"],
            year=report["year"],
            is_real=real is not None,
            for_tuning=report["line"] in _labels()["lines_for_tuning"],
            addressee=row.get("to") or row.get("addressee") or report.get("to", ""),
            theme=row.get("theme", ""),
            flagged_repeat=row.get("flagged", row.get("flagged_repeat", False)),
            text=row["text"],
        )
        for place, row in enumerate(rows, start=1)
    ]


def _pairs(table: str) -> tuple[LabelledPair, ...]:
    return tuple(
        LabelledPair(f"{group['earlier']}/{earlier}", f"{group['later']}/{later}")
        for group in _labels()[table]
        for earlier, later in group["same"]
    )
