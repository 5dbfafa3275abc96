"""Holds the first words of docstrings: each says what its function does, in a sentence that begins with a verb."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "inspections", "tracker")
VERBS = (Path(__file__).parent / "verbs.txt").read_text(encoding="utf-8").splitlines()
# 'on', 'in', 'out' and 'up' are left out: 'the work goes on' is a whole sentence.
PREPOSITIONS = {"about", "at", "by", "for", "from", "into", "of", "than", "to", "with"}
ENDS_IN_A_STOP = re.compile(r"[.…]['`)\"]*$")


def files():
    """Every file of the house whose docstrings are held, with its name from the root."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" not in path.parts:
                yield name, path.read_text(encoding="utf-8")


def documented(source):
    """(function, docstring) of each function and method that has a docstring, nested ones too.

    What stands under `extend_schema` is not ours to read: it is the description of an answer at /api/docs/.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = ast.get_docstring(node)
        is_described = any(ast.unparse(decorator).startswith("extend_schema(") for decorator in node.decorator_list)
        if text is not None and not is_described:
            yield node, text


def faults(function, text):
    """What is wrong with a docstring, in words; empty where nothing is."""
    verb = re.match(r"\w*", text)[0]
    opening = text.split("\n\n")[0].strip()
    sentences = [opening, *re.split(r"(?<=\.)\s+", text)]
    if verb not in VERBS:
        yield f"begins with '{text.split(maxsplit=1)[0]}', which is no verb of verbs.txt"
    if not ENDS_IN_A_STOP.search(opening):
        yield "its first sentence has no full stop"
    if verb in ("Return", "Yield") and isinstance(function.returns, ast.Constant) and function.returns.value is None:
        yield f"says '{verb}' of a function that returns nothing"
    if any(sentence.rstrip(".").rpartition(" ")[2] in PREPOSITIONS for sentence in (sentences[0], sentences[-1])):
        yield "ends in a preposition"


def faults_in(name, source):
    return [
        f"{name}:{function.lineno} {function.name} {fault}"
        for function, text in documented(source)
        for fault in faults(function, text)
    ]


def test_docstrings_are_sentences_that_begin_with_a_verb():
    wrong = [line for name, source in files() for line in faults_in(name, source)]

    assert wrong == [], "say what the function does ('Return the …'); a new verb goes into verbs.txt"


def test_verbs_are_in_order_and_in_the_imperative():
    third_person = [verb for verb in VERBS if verb.endswith("s") and not verb.endswith("ss")]

    assert sorted(set(VERBS)) == VERBS
    assert third_person == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('def owned() -> list:\n    """Owned by one of these posts."""', "begins with 'Owned'"),
        ('def name() -> str:\n    """The name of the body."""', "begins with 'The'"),
        ('def name() -> str:\n    """Returns the name of the body."""', "begins with 'Returns'"),
        ('def name() -> str:\n    """\'Kirklees PDU\', as in a sentence."""', "begins with ''Kirklees'"),
        ('def name() -> str:\n    """Return the name of the body"""', "no full stop"),
        ('def name() -> str:\n    """Return the name\n\n    of the body.\n    """', "no full stop"),
        ('async def end() -> None:\n    """Return the end of a role."""', "says 'Return'"),
        ('def post() -> Post:\n    """Return the post that it is for."""', "ends in a preposition"),
        ('class Post:\n    def name(self) -> str:\n        """Of the post."""', "begins with 'Of'"),
    ],
)
def test_a_docstring_that_is_no_sentence_is_found(source, fault):
    assert [line for line in faults_in("bad.py", source) if fault in line] != []


@pytest.mark.parametrize(
    "source",
    [
        'def name() -> str:\n    """Return the name of the body; \'\' for none. 1 query."""',
        'def end() -> None:\n    """End a role.\n\n    Raises NotAllowed; a role that goes on stays.\n    """',
        "def name() -> str:\n    return ''",
    ],
)
def test_a_good_docstring_and_none_at_all_are_let_through(source):
    assert faults_in("good.py", source) == []
