"""The wording of the national world: our own phrases, with slots that are filled from a seed; nothing is quoted."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

PHRASES = Path(__file__).parent / "phrases.json"
MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]
FRACTIONS = ["tenth", "fifth", "quarter", "third"]


@cache
def phrases() -> dict[str, Any]:
    """Return every phrase by what it is for; those of `themes` by the theme's code."""
    return dict(json.loads(PHRASES.read_text(encoding="utf-8")))


class Wording:
    """Says things in phrases, the same from the same random numbers."""

    def __init__(self, chance: Random, *, on: date) -> None:
        self.on = on  # the day on which the next phrase is said: it may name the month before or the one to come
        self._chance = chance
        self._phrases = phrases()
        self._themes = list(self._phrases["themes"])
        self._shares = [theme["share"] for theme in self._phrases["themes"].values()]

    def theme(self) -> str:
        """Return the code of a theme, as often as the reports have it."""
        return self._chance.choices(self._themes, self._shares)[0]

    def say(self, purpose: str, kind: str = "") -> str:
        """Return a phrase for a purpose, such as 'started' or 'slips'.

        `kind` chooses where a purpose has kinds ('self-assessments', 'some').
        """
        choices = self._phrases[purpose][kind] if kind else self._phrases[purpose]
        return self._fill(self._pick(choices))

    def some(self, purpose: str, count: int) -> list[str]:
        """Return so many different phrases, in any order."""
        return self._chance.sample(self._phrases[purpose], count)

    def about(self, purpose: str, theme: str, *, subject: str = "") -> str:
        """Return a phrase about a subject of the theme, any of them unless one is given."""
        held = self._phrases["themes"][theme]
        return self._fill(
            self._pick(self._phrases[purpose]),
            subject=subject or self._pick(held["subjects"]),
            gain=self._pick(held["gains"]),
            verb=self._pick(self._phrases["verbs"]),
        )

    def subject(self, theme: str) -> str:
        """Return the subject of a recommendation of the theme."""
        return self._pick(self._phrases["themes"][theme]["subjects"])

    def _pick(self, choices: list[str]) -> str:
        return choices[int(self._chance.random() * len(choices))]

    def _fill(self, phrase: str, **given: str) -> str:
        if "{" not in phrase:
            return phrase
        held, chance = self._phrases, self._chance
        words = phrase.format(
            **given,
            number=int(chance.random() * 60) + 35,
            small=int(chance.random() * 8) + 2,
            month=MONTHS[self.on.month - 2],
            coming=MONTHS[self.on.month % 12],
            fraction=self._pick(FRACTIONS),
            team=self._pick(held["teams"]),
            meeting=self._pick(held["meetings"]),
            lead=self._pick(held["leads"]),
        )
        # A phrase may begin with a slot; a recommendation begins small, as it goes on 'the unit should'.
        return words if given else words[0].upper() + words[1:]
