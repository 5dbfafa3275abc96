"""Loads the themes at the start."""

from collections.abc import Iterable

from tracker.models import Theme
from tracker.projections.keeping import atomic


@atomic
def load_themes(*, themes: Iterable[tuple[str, str]]) -> int:
    """Make the themes that are missing and leave the others as they are; return how many were made."""
    made = 0
    for position, (code, name) in enumerate(themes, start=1):
        _, is_new = Theme.objects.get_or_create(code=code, defaults={"name": name, "position": position})
        made += is_new
    return made
