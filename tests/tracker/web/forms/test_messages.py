"""The messages of every form: none asks its question again, and each names the thing or says what to do."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

import tracker.web.forms as room
from tests.factories.unsaved import action
from tests.tracker.web.forms.test_carry_over import bound as task_form
from tests.tracker.web.forms.test_corrections import every_correction
from tests.tracker.web.forms.test_fieldwork import confidence
from tests.tracker.web.forms.test_intake import addressees
from tests.tracker.web.forms.test_intake_findings import alert, ratings
from tests.tracker.web.forms.test_intake_rows import every_row
from tests.tracker.web.forms.test_reorganisations import deciding, pairing
from tests.tracker.web.forms.test_said_before import form as said_before
from tracker.web.forms.base import DateInputField, Form

# A message may begin with 'Enter what …', not with the 'What …' of a question.
QUESTION_WORDS = ("do", "does", "has", "how", "if", "is", "what", "when", "where", "which", "who", "whom", "why")
# Forms that ask more on some pages, each opened so that it asks all that it can.
OPENED: dict[str, Callable[[], Form]] = {
    "TaskForm": lambda: task_form("", actions=[action()]),
    "ConfidenceForm": confidence,
    "AddresseesForm": addressees,
    "PrintedAlertForm": alert,
    "RatingsForm": ratings,
    "RecommendationRowsForm": every_row,
    "SaidBeforeForm": said_before,
    "PairsForm": lambda: pairing(""),
    "TakesOverForm": lambda: deciding(""),
    **every_correction(),
}


def every_form() -> list[type[Form]]:
    modules = [importlib.import_module(f"{room.__name__}.{each.name}") for each in pkgutil.iter_modules(room.__path__)]
    classes = {kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass)}
    return sorted((kind for kind in classes if issubclass(kind, Form)), key=lambda kind: kind.__name__)


def as_asked(kind: type[Form]) -> Form:
    """A form with every field that it can have, each with the messages of its page."""
    if kind.__name__ in OPENED:
        return OPENED[kind.__name__]()
    bare: type[Form] = type("Bare", (Form,), {"nouns": kind.nouns, **kind.base_fields})
    return bare()


def asked() -> list[Any]:
    """(question, field) of everything that a person sees in a form."""
    return [
        pytest.param(str(field.label or ""), field, id=f"{kind.__name__}-{name}")
        for kind in every_form()
        for name, field in as_asked(kind).fields.items()
        if not field.widget.is_hidden
    ]


def messages_of(field: forms.Field) -> Iterator[str]:
    """All that a person can be told of this field."""
    if isinstance(field, DateInputField):
        for typed in (["", "", ""], ["1", "", ""], ["31", "2", "2026"]):
            yield from told_of_date(field, typed)
        return
    raised = {code for parent in type(field).__mro__ for code in vars(parent).get("default_error_messages", {})}
    raised |= {validator.code for validator in field.validators if hasattr(validator, "code")}
    yield from (str(field.error_messages[code]) for code in raised - ({"required"} if not field.required else set()))


def told_of_date(field: DateInputField, typed: list[str]) -> list[str]:
    try:
        field.clean(typed)
    except ValidationError as mistake:
        return [str(message) for message in mistake.messages]
    return []


@pytest.mark.parametrize(("question", "field"), asked())
def test_a_message_names_the_thing_and_asks_nothing(question: str, field: forms.Field) -> None:
    messages = [message.lower() for message in messages_of(field)]
    as_it_is_asked = question.partition("?")[0].lower() if "?" in question else "?"

    assert [message for message in messages if "?" in message or as_it_is_asked in message] == []
    assert [message for message in messages if message.split()[0] in QUESTION_WORDS] == []


@pytest.mark.parametrize(("question", "field"), asked())
def test_a_question_has_a_noun(question: str, field: forms.Field) -> None:
    unnamed = ("Enter an answer", "Select an answer", "The answer must")

    assert [message for message in messages_of(field) if message.startswith(unnamed)] == []


@pytest.mark.parametrize(("question", "field"), asked())
def test_no_limit_beyond_a_thousand_is_without_its_comma(question: str, field: forms.Field) -> None:
    said = field.error_messages.get("max_length", "")
    limit = getattr(field, "max_length", None)

    assert limit is None or f"{limit:,} characters or fewer" in said


def test_each_form_that_asks_more_on_some_pages_is_opened() -> None:
    asks_more = {kind.__name__ for kind in every_form() if ".add_field(" in inspect.getsource(kind)}

    assert asks_more == OPENED.keys()


def test_no_form_adds_a_field_without_its_noun() -> None:
    sources = {kind.__name__: inspect.getsource(kind) for kind in every_form() if kind is not Form}

    assert [name for name, source in sources.items() if re.search(r"self\.fields(\[[^]]+\])? = ", source)] == []
