"""What an address asks for as a file: the list's own filters as they are kept, and the token of the button."""

from uuid import uuid4

import pytest
from django.test import RequestFactory

from tests.factories.world import TODAY, World
from tracker.choices import ListKind
from tracker.web.forms.list_files import FILTERS, ListAsked, MakeFileForm


def asked(kind: ListKind, query: str) -> ListAsked:
    request = RequestFactory().get(f"/exports/new/{kind}/?{query}")
    request.on = TODAY
    return ListAsked(kind, request)


def test_filters_are_kept_with_their_words_and_the_order(world: World) -> None:
    answers = asked(ListKind.ACTIONS, "q=plans&state=overdue&sort=-due").answers()

    assert (answers.kind, answers.sort) == (ListKind.ACTIONS, "-due")
    assert (answers.selection["words"], answers.selection["state"]) == ("plans", "overdue")
    assert answers.chosen == [["Search", "plans"], ["State", "Overdue"]]


def test_nonsense_filters_nothing(world: World) -> None:
    answers = asked(ListKind.RECOMMENDATIONS, "state=purple&region=nowhere").answers()

    assert (answers.selection["state"], answers.selection["region"], answers.chosen) == ("", None, [])


@pytest.mark.parametrize("kind", ListKind)
def test_each_list_has_filters(world: World, kind: ListKind) -> None:
    assert asked(kind, "").kind in FILTERS


def test_the_button_has_a_token(db: None) -> None:
    token = uuid4()
    form = MakeFileForm({"token": str(token)})

    assert form.is_valid()
    assert form.answers() == token


@pytest.mark.parametrize("data", [{}, {"token": "7"}])
def test_without_its_token_it_asks_for_the_page_again(data: dict[str, str]) -> None:
    form = MakeFileForm(data)

    assert not form.is_valid()
