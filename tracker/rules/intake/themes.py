"""Which themes and standards a recommendation is about, the likeliest first, with what in its words says so.

The vocabulary is mostly that of suggestions: the matters of the trade. What a recommendation names first is mostly what
it is about; what follows is mostly what for. It is proposed and never decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from inspections.rules.frameworks import normalise_title
from tracker.rules.intake.theme_words import CASEWORK_THEMES, MATTERS_OF, MORE_MATTERS, STANDARDS_OF, TASKS_OF
from tracker.rules.suggestion_words import MATTERS
from tracker.rules.suggestions import matters_in, stemmed

MOST_PROPOSED = 3
MOST_MATTERS_SHOWN = 3
# The share of the words that is taken for the beginning, what a matter counts after it, and one beside the strongest.
BEGINNING, LATER, BESIDE = 0.45, 0.55, 0.4
KEPT_TEXTS = 4096
KNOWN = stemmed(MATTERS | MORE_MATTERS)
TASKS = stemmed(TASKS_OF)


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """A theme by its code, and why it is proposed, in words for the screen."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposedStandards:
    """Standards by their codes in the report's framework, and why; none where the words say nothing."""

    codes: tuple[str, ...]
    reason: str


@lru_cache(maxsize=KEPT_TEXTS)
def propose_themes(text: str) -> tuple[ProposedTheme, ...]:
    """Return at most three themes, the likeliest first; none where the words say nothing of any."""
    places, end = matters_in(text, KNOWN), BEGINNING * len(text.split())
    scores: dict[str, float] = {}
    for theme, weights in MATTERS_OF.items():
        said = [weights[matter] * (1.0 if places[matter] <= end else LATER) for matter in weights if matter in places]
        if said:
            scores[theme] = max(said) + BESIDE * (sum(said) - max(said))
    ranked = sorted(scores, key=lambda theme: -scores[theme])
    return tuple(ProposedTheme(theme, _why(theme, places.keys())) for theme in ranked[:MOST_PROPOSED])


def propose_standards(text: str, theme: str, standards: Iterable[tuple[str, str]]) -> ProposedStandards:
    """Return which of these standards, by code and title, a recommendation of this theme concerns."""
    tasks = matters_in(text, TASKS) if theme in CASEWORK_THEMES else {}
    named = [(code, normalise_title(title)) for code, title in standards]
    if by_task := tuple(code for code, name in named if name in tasks):
        return ProposedStandards(by_task, "what its words ask to be done on cases")
    by_theme = [(len(STANDARDS_OF[name]), code) for code, name in named if theme in STANDARDS_OF.get(name, ())]
    nearest = min(by_theme, default=(0, ""))[0]  # the standard of unpaid work comes before that of all services
    codes = tuple(code for width, code in by_theme if width == nearest)
    return ProposedStandards(codes, "its theme" if codes else "")


def _why(theme: str, spoken: Iterable[str]) -> str:
    weights = MATTERS_OF[theme]
    named = sorted((matter for matter in spoken if matter in weights), key=lambda matter: -weights[matter])
    return f"It speaks of {', '.join(named[:MOST_MATTERS_SHOWN])}"
