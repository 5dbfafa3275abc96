"""Loading themes: what is missing is made in its place, and what is there stays as it is."""

from tracker.models import Theme
from tracker.operations.themes import load_themes

THEMES = [("staffing", "Staffing"), ("training", "Training")]


def test_missing_themes_are_made_in_their_order(db: None) -> None:
    before = Theme.objects.count()

    made = load_themes(themes=THEMES)

    assert made == Theme.objects.count() - before == 2
    assert [theme.name for theme in Theme.objects.filter(code__in=dict(THEMES))] == ["Staffing", "Training"]


def test_a_theme_that_was_renamed_or_retired_stays_so(db: None) -> None:
    load_themes(themes=THEMES)
    Theme.objects.filter(code="staffing").update(name="Staff", is_retired=True)

    made = load_themes(themes=THEMES)

    assert made == 0
    assert Theme.objects.filter(code="staffing", name="Staff", is_retired=True).exists()
