"""Reads the second set of labelled pairs, which was written and labelled without sight of the ranking or its words.

The bodies and their reports are invented; the wording is our own. The labels stand in blind_labels, one file for each
line of bodies: an earlier report, a later one, and the pairs of their places with how the later one takes the earlier
one up. Nothing of this set may be used to tune the ranking: it would no longer prove anything.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.factories.labelled_pairs import Labelled, LabelledPair

LABELS = Path(__file__).with_name("blind_labels")


@dataclass(frozen=True, slots=True)
class BlindPair(LabelledPair):
    """`how` is repeated, reworded, merged, split or replaced."""

    how: str


@cache
def recommendations() -> dict[str, Labelled]:
    """Every candidate by key."""
    return {each.key: each for line in _lines() for report in line["reports"] for each in _of(line["line"], report)}


@cache
def pairs() -> tuple[BlindPair, ...]:
    """Every pair, the first report of a line being the earlier one."""
    return tuple(
        BlindPair(_key(line["reports"][0], earlier), _key(line["reports"][1], later), how)
        for line in _lines()
        for earlier, later, how in line["pairs"]
    )


@cache
def _lines() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(path.read_text()) for path in sorted(LABELS.glob("*.toml")))


def _of(line: str, report: dict[str, Any]) -> list[Labelled]:
    return [
        Labelled(
            key=_key(report, place),
            report=report["name"],
            line=line,
            year=report["year"],
            is_real=False,
            for_tuning=False,
            addressee=addressee,
            theme=theme,
            flagged_repeat=place in report.get("flagged", []),
            text=text,
        )
        for place, (addressee, theme, text) in enumerate(report["recommendations"], 1)
    ]


def _key(report: dict[str, Any], place: int) -> str:
    return f"{report['name']}-{place}"
