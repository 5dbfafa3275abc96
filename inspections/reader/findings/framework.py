"""Tells by the codes and titles of its standards which framework a report was rated under."""

from collections.abc import Sequence

from inspections.data import FrameworkData, frameworks
from inspections.reader import text as wording
from inspections.reader.draft import StandardDraft

DYNAMIC = "dynamic-2025"
# Of the printed standards, the part that must be the framework's own.
_ENOUGH = 0.7


def framework_of(standards: Sequence[StandardDraft], *, is_dynamic: bool) -> str | None:
    """Return the code of the framework whose standards these are, or None where none fits."""
    if not standards:
        return DYNAMIC if is_dynamic else None
    scored = sorted(((_likeness(standards, framework), framework.code) for framework in frameworks()), reverse=True)
    if not scored or scored[0][0] < _ENOUGH:
        return None
    return scored[0][1]


def _likeness(standards: Sequence[StandardDraft], framework: FrameworkData) -> float:
    """Return the part of the standards on either side that the other has too, by title, with or without the code."""
    if not framework.standards:
        return 0.0
    held = {
        (_bare(standard.code), wording.fold(title))
        for standard in framework.standards
        for title in (standard.title, *standard.other_titles)
    }
    titles = {title for _, title in held}
    lettered = {code[:1] for code in (standard.code for standard in framework.standards) if code[:1].isalpha()}
    codes = {code for code, _ in held}
    if not lettered and any(_bare(standard.code) not in codes for standard in standards):
        # Codes without a letter are shared: one that a framework has not tells that it is another's.
        return 0.0
    points = 0.0
    for standard in standards:
        letter = {standard.code[:1]} if standard.code[:1].isalpha() else set()
        if letter and letter != lettered:
            continue
        if (_bare(standard.code), wording.fold(standard.title)) in held:
            points += 1.0 if letter == lettered else 0.95
        elif letter and wording.fold(standard.title) in titles:
            # Which code goes with which title is not settled for every framework; the letter is.
            points += 0.9
        elif letter:
            points += 0.8
    # A letter tells the framework by itself; bare codes need most of its standards.
    rated = 0 if lettered else sum(1 for standard in framework.standards if standard.rated)
    return points / max(len(standards), rated)


def _bare(code: str) -> str:
    return code.lstrip("PR ").strip()
