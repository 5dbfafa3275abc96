"""Prints how often the ranking of suggestions finds the pairs that were labelled by hand: benchmarks/suggestions.py.

Two settings. *All reports*: the true one among every recommendation of every report, of other bodies too, except those
of the same line that time rules out: harder than the service asks. *One report*: among those of the one report that a
person looks at. Each pair is looked for from its earlier one and from its later one. Chance is what random orders of
the same candidates would reach on average. The settings come again with the themes or the bodies left out, to show
what the wording alone can do. What was tuned, and on what: see tracker/rules/suggestions. The second set was labelled
without sight of the ranking and its words, after both stood, and nothing is tuned on it: tests/factories/blind_pairs.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.factories import blind_pairs  # noqa: E402
from tests.factories.labelled_pairs import pairs, recommendations  # noqa: E402
from tests.factories.suggestion_proof import (  # noqa: E402
    FIRST,
    GOAL,
    LABELLED_BLIND,
    Look,
    Setting,
    candidate,
    chance,
    looks,
    mean_reciprocal_rank,
    rate,
)
from tracker.rules.suggestions import rank  # noqa: E402

# name, with themes, with bodies
LEFT_OUT = (
    ("themes left out", False, True),
    ("bodies left out", True, False),
    ("both left out", False, False),
)


def main() -> int:
    held = recommendations()
    real = sum(recommendation.is_real for recommendation in held.values())
    real_pairs = sum(held[pair.earlier].is_real for pair in pairs())
    print(f"pairs       {len(pairs()):>4}  ({real_pairs} real, {len(pairs()) - real_pairs} look-alike)")
    print(f"candidates  {len(held):>4}  ({real} real, {len(held) - real} look-alike)")
    whole = {setting: looks(setting) for setting in Setting}
    for setting, looked in whole.items():
        _head(setting.value)
        for name, rows in _groups(looked):
            _print(name, rows)
        for name, with_themes, with_bodies in LEFT_OUT:
            _print(name, looks(setting, with_themes=with_themes, with_bodies=with_bodies))
    blind = _print_second_set()
    _print_speed()
    return 0 if all(rate(looked, FIRST) >= GOAL for looked in (*whole.values(), *blind)) else 1


def _print_second_set() -> list[tuple[Look, ...]]:
    """Prints both settings of the second set and returns their looks."""
    print(f"\nsecond set, labelled blind: {len(blind_pairs.pairs())} pairs,", end=" ")
    print(f"{len(blind_pairs.recommendations())} candidates")
    whole = []
    for setting in Setting:
        looked = looks(setting, LABELLED_BLIND)
        _head(setting.value)
        for name, rows in _blind_groups(looked):
            _print(name, rows)
        for name, with_themes, with_bodies in LEFT_OUT:
            _print(name, looks(setting, LABELLED_BLIND, with_themes=with_themes, with_bodies=with_bodies))
        whole.append(looked)
    return whole


def _head(setting: str) -> None:
    print(f"\n{setting:<24}{'looks':>6}{'first':>8}{'first 5':>9}{'MRR':>7}{'chance of first 5':>19}{'candidates':>12}")


def _groups(looked: Sequence[Look]) -> list[tuple[str, list[Look]]]:
    return [
        ("all", list(looked)),
        ("real", [look for look in looked if look.is_real]),
        ("look-alike", [look for look in looked if not look.is_real]),
        ("  for tuning", [look for look in looked if look.for_tuning]),
        ("  kept for proof", [look for look in looked if not look.is_real and not look.for_tuning]),
        ("earlier to later", [look for look in looked if not look.is_later]),
        ("later to earlier", [look for look in looked if look.is_later]),
    ]


def _blind_groups(looked: Sequence[Look]) -> list[tuple[str, list[Look]]]:
    """By how the later one takes the earlier one up, then by direction."""
    how = {frozenset((pair.earlier, pair.later)): pair.how for pair in blind_pairs.pairs()}
    return [
        ("all", list(looked)),
        *(
            (f"  {kind}", [look for look in looked if how[frozenset((look.of, look.wanted))] == kind])
            for kind in sorted(set(how.values()))
        ),
        ("earlier to later", [look for look in looked if not look.is_later]),
        ("later to earlier", [look for look in looked if look.is_later]),
    ]


def _print(name: str, rows: Sequence[Look]) -> None:
    low, high = min(look.candidates for look in rows), max(look.candidates for look in rows)
    print(
        f"{name:<24}{len(rows):>6}{rate(rows, 1):>8.1%}{rate(rows, FIRST):>9.1%}{mean_reciprocal_rank(rows):>7.3f}"
        f"{chance(rows):>19.1%}{f'{low} to {high}':>12}"
    )


def _print_speed() -> None:
    rows = [candidate(recommendation) for recommendation in recommendations().values()][:100]
    started = time.perf_counter()
    for row in rows:
        rank(row, rows)
    print(f"\n100 x 100 ranked in {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
