"""The forms that link two recommendations hand over how and why, and say what is missing."""

from django.http import QueryDict

from tracker.choices import Relation
from tracker.web.forms.links import HINTS, LinkForm, NewLink, UndoLinkForm


def test_how_and_why_are_handed_over() -> None:
    form = LinkForm(QueryDict("relation=split&reason=One of two parts"))

    assert form.is_valid()
    assert form.answers() == NewLink(Relation.SPLIT, "One of two parts")


def test_what_is_missing_says_what_to_do() -> None:
    assert LinkForm(QueryDict("")).errors == {
        "relation": ["Select how the later one takes up the earlier one"],
        "reason": ["Enter why they belong together"],
    }
    assert UndoLinkForm(QueryDict("")).errors == {"reason": ["Enter why this link is undone"]}


def test_each_way_has_its_hint() -> None:
    assert set(HINTS) == set(Relation.values)
