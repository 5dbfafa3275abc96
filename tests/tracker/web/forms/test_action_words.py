"""What is said of an action: a field of each form for each row of WORDS, and what is handed over."""

import pytest

from tests.factories.unsaved import action, post
from tracker.rules.action_words import WORDS, ActionWords
from tracker.web.forms.action_plans import EditForm, PlanForm
from tracker.web.forms.action_words import ActionWordsForm
from tracker.web.forms.alerts import AlertActionForm


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("form", [PlanForm, EditForm, AlertActionForm])
def test_each_form_of_an_action_asks_for_all_that_is_said(form: type[ActionWordsForm], name: str) -> None:
    assert form.base_fields[name].max_length == WORDS[name].limit  # type: ignore[attr-defined]


def test_the_words_are_handed_over_together() -> None:
    form = AlertActionForm({"title": " Brief them ", "success_measure": "Ten of ten", "owner": "10"}, posts=[post()])

    assert form.is_valid()
    assert form.words() == ActionWords("Brief them", "Ten of ten")


def test_all_but_the_title_stands_together_on_the_page() -> None:
    form = AlertActionForm(posts=[post()])

    assert [bound.name for bound in form.beside_title] == [name for name in WORDS if name != "title"]


def test_an_edit_opens_with_all_that_is_said() -> None:
    changed = action(owner_post=post())
    changed.words = said = ActionWords("Brief them", "Ten of ten")
    changed.current_answers = []

    form = EditForm(action=changed, posts=[], others=[], on=changed.due_on)

    assert ActionWords(**{name: form[name].value() for name in WORDS}) == said
