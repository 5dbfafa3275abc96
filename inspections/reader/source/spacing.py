"""Tells the space between two words from that between two letters, in text that is set without space characters."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

# In ems. A gap of this much more than between letters is a space, whatever else stands on the line.
SPACE = 0.18
# Between texts that are drawn one by one a smaller gap is a space too.
SPACE_BETWEEN_TEXTS = 0.09
# The least gap that can set words apart, and by how much it is more than any gap between letters.
_LEAST, _LEAP = 0.05, 0.035
# The same on a line that has spaces besides.
_CLEAR, _CLEAR_LEAP = 0.09, 0.06
# Letters of one line stand evenly: where their gaps differ by more, their widths are unknown.
_EVEN = 0.07
_ENOUGH = 8
_WIDEST_TRACKING = 0.25
# English words have five letters; a line with more than this between its spaces runs together.
LONGEST_MEAN_WORD = 9


def word_gap(gaps: Sequence[float | None]) -> tuple[float, bool]:
    """Return from which gap on two words are set apart, and whether that is uncertain.

    `gaps` are those between the letters of one line, in ems; None where a space character stands.
    """
    measured = [gap for gap in gaps if gap is not None]
    if not measured or max(measured) < _LEAST:
        return SPACE, False
    letters = median(measured) if len(measured) >= _ENOUGH else 0.0
    letters = min(max(letters, -SPACE), _WIDEST_TRACKING)
    usual = letters + SPACE
    over = sorted(gap - letters for gap in measured)
    if not any(_LEAST <= gap < SPACE for gap in over):
        return usual, False
    apart = len(gaps) - len(measured) + sum(1 for gap in over if gap > SPACE)
    spaced = apart > 0 and (len(gaps) + 1) / (apart + 1) <= LONGEST_MEAN_WORD
    leap, lower, upper = _leap(over)
    clear = upper >= _CLEAR and leap >= _CLEAR_LEAP if spaced else leap >= _LEAP
    if clear and lower < SPACE and _are_even([gap for gap in over if gap <= lower]):
        return letters + (lower + upper) / 2, False
    return usual, not spaced


def _leap(over: Sequence[float]) -> tuple[float, float, float]:
    """Return the widest leap from one gap to the next greater one, and both; no gap is wider than a space."""
    gaps = [min(gap, SPACE) for gap in over]
    pairs = [pair for pair in pairwise([min(0.0, gaps[0]), *gaps]) if pair[1] >= _LEAST]
    return max((above - below, below, above) for below, above in pairs)


def _are_even(gaps: Sequence[float]) -> bool:
    if not gaps:
        return True
    last = len(gaps) - 1
    return gaps[int(0.9 * last)] - gaps[int(0.1 * last)] <= _EVEN
