"""Whatever people type goes through rules/typed/text, at every door and again in the operation.

Otherwise a title of invisible characters is a title, and a mark in a reason turns the sentence after it.
"""

import ast
from pathlib import Path

from tests.architecture.house import ROOT, modules, tree

# Where `.strip()` cuts what no person typed as words, and why.
STRIPS: dict[str, str] = {
    "tracker/operations/people.py": "an address of email: invisible characters are refused by its own check",
    "tracker/rules/evidence.py": "a web address: what does not print is refused by the same function",
    "tracker/rules/free_text.py": "a number found in text, for a message",
    "tracker/rules/typed/dates.py": "a date, which is then read letter by letter",
    "tracker/rules/typed/text.py": "the rule itself",
    "tracker/notifications/models/message.py": "SQL in the code",
}
READS_REPORTS = "tracker/rules/intake"  # what a report prints is no typed text


def _in(*floors: str) -> list[Path]:
    return [path for _, path in modules() if str(path.relative_to(ROOT)).startswith(floors)]


def _calls(path: Path, name: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == name]


def test_operations_and_rules_cut_typed_text_by_the_one_rule():
    floors = _in("tracker/operations/", "tracker/rules/", "tracker/notifications/")
    found = {str(path.relative_to(ROOT)) for path in floors if any(not call.args for call in _calls(path, "strip"))}
    assert {path for path in found if not path.startswith(READS_REPORTS)} == set(STRIPS)


def test_forms_ask_for_text_by_fields_that_keep_it_by_the_rule():
    """What is hidden is not typed, and a password is taken letter by letter."""
    wrong = []
    for path in _in("tracker/web/forms/"):
        for call in _calls(path, "CharField"):
            said = ast.unparse(call)
            if "HiddenInput" not in said and "PasswordInput" not in said:
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []


def test_the_api_takes_text_by_a_field_that_keeps_it_by_the_rule():
    """A field that can be sent is `Words`; one of DRF's own only answers."""
    wrong = []
    for path in _in("tracker/api/"):
        for call in _calls(path, "CharField"):
            said = {keyword.arg for keyword in call.keywords}
            if said & {"max_length", "allow_blank", "required", "trim_whitespace"} and "read_only" not in said:
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []
