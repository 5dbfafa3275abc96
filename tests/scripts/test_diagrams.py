"""The diagrams in docs/diagrams are those of the code as it stands."""

from enum import Enum
from types import SimpleNamespace

import pytest
from django.db import models

from scripts import diagrams


class Light(Enum):
    """States to draw."""

    RED = "red"
    GREEN = "green"


def table(rows):
    return diagrams.Table(module="tests.scripts.test_diagrams", name="LIGHTS", comment="", rows=rows)


@pytest.mark.parametrize("name", ["data-model.md", "states.md"])
def test_diagrams_are_current(name):
    expected = diagrams.pages()[name]

    held = (diagrams.FOLDER / name).read_text(encoding="utf-8")

    assert held == expected, f"docs/diagrams/{name} is not what the code says: run make diagrams"


def test_nothing_else_is_in_the_folder():
    held = {path.name for path in diagrams.FOLDER.iterdir()}

    assert held == diagrams.pages().keys()


def test_the_same_code_gives_the_same_pages():
    assert diagrams.pages() == diagrams.pages()


def test_every_table_of_the_apps_is_drawn():
    page = diagrams.pages()["data-model.md"]

    missing = [model.__name__ for model in diagrams.models_of_apps() if f"    {model.__name__} {{" not in page]

    assert missing == []


def test_the_life_of_an_action_is_drawn():
    page = diagrams.pages()["states.md"]

    assert "not_started --> in_progress" in page
    assert "[*] --> not_started" in page
    assert "withdrawn --> in_progress" in page


def test_a_state_that_nothing_follows_is_an_end():
    drawn = diagrams.state_diagram(table({Light.RED: {Light.RED, Light.GREEN}, Light.GREEN: set()}))

    assert "    red --> green\n    green --> [*]" in drawn
    assert "May be said again: red." in drawn


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({Light.RED: {Light.GREEN}}, True),
        ({(None, True): {None}, (Light.RED, True): {Light.RED}}, True),
        ({Light.RED: "green"}, False),
        ({Light.RED: (1, None)}, False),
        ({"red": {Light.RED}}, False),
        ({}, False),
        ("red", False),
    ],
)
def test_what_counts_as_a_table_of_the_rules(value, expected):
    assert diagrams.is_a_table(value) is expected


def test_a_column_says_whether_it_may_be_empty_and_what_it_takes():
    field = models.CharField(null=True, choices=[("red", "Red"), ("green", "Green")], help_text='A "light"')
    field.set_attributes_from_name("light")

    assert diagrams.column_of(field) == "Char light \"may be empty; red, green; A 'light'\""


def test_a_comment_is_the_block_right_above():
    lines = ["# Not this.", "", "# Why it", "# is so.", "TABLE = {}"]

    assert diagrams.comment_above(lines, 5) == "Why it is so."


def test_a_module_opens_with_its_sentence():
    module = SimpleNamespace(__doc__="Says it.\n\nAnd more.")

    assert diagrams.first_line(module) == "Says it."
