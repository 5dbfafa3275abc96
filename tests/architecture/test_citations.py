"""What comments, docstrings and documents cite is in the repository: documents, their headings, decisions, links."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("config", "inspections", "tracker", "tests", "scripts", "benchmarks")
# Texts whose comments begin with '#'.
PLAIN = ("Makefile", "Dockerfile", "compose.yaml", ".env.example", ".ci/run", "pyproject.toml")
# The documents in capitals that stand at the top of the repository.
OURS = {"README", "CHANGELOG", "CONTRIBUTING", "SECURITY", "LICENSE"}
# What else is written so: published standards with a number, and names in brackets.
NO_DOCUMENTS = {"ASVS", "WCAG", "RFC", "ISO", "HMPPS", "MAPPA"}
MODEL = "docs/model.md"

DOCUMENT = re.compile(r"(?<![\w/.-])docs/[\w/.-]*\w/?(?:#[\w-]+)?")
NUMBERED = re.compile(r"(docs/model\.md,\s+)?(?<![\w/])decisions?\s+(\d+)\b(?:\]\(([^)]*)\))?")
IN_CAPITALS = re.compile(r"\b([A-Z]{2,})\.(?:md|MD)\b")
# 'PLAN decision 3', 'PLAN § 3', 'PLAN 4.2', '(PLAN 3)', '(PLAN: dates)', '(PLAN)': a document by its name in capitals.
BY_NAME = re.compile(
    r"\b([A-Z]{2,}) (?:decision|section|§) ?\d|\b([A-Z]{2,}) \d+\.\d|\(([A-Z]{2,}) \d+[).,:]"
    r"|\(([A-Z]{4,})(?:: [a-z][^)]*|, [a-z][^)]*)?\)"
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
IN_TICKS = re.compile(r"`((?:[\w-]+/)*[\w-]+\.md)`")
CODE_IN_TICKS = re.compile(rf"`((?:{'|'.join(CODE)}|templates)/[\w/.-]*)`")
HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
FENCED = re.compile(r"^```.*?^```", re.M | re.S)


class Text(NamedTuple):
    """Words that a person reads, and the file where they stand."""

    place: str
    words: str


def comments_and_docstrings(source):
    """The docstrings and the blocks of comments of a Python module, each on one line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield " ".join((ast.get_docstring(node) or "").split())
    block, last = [], -1
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                yield " ".join(block)
                block = []
            block.append(token.string.lstrip("# ").strip())
            last = token.start[0]
    yield " ".join(block)


def markdown():
    """Every document with its path from the root."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [Text(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(paths)]


@cache
def texts():
    """Everything that may cite: documents, comments and docstrings of the code, comments of templates and tools."""
    found = markdown()
    for room in CODE:
        for path in sorted((ROOT / room).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if path != Path(__file__):
                found += [Text(place, words) for words in comments_and_docstrings(path.read_text(encoding="utf-8"))]
    for path in sorted((ROOT / "templates").rglob("*.*")):
        comments = re.findall(r"\{#(.*?)#\}", path.read_text(encoding="utf-8"), re.S)
        found += [Text(path.relative_to(ROOT).as_posix(), " ".join(words.split())) for words in comments]
    for name in PLAIN:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        found += [Text(name, line.partition("#")[2]) for line in lines if "#" in line]
    return [text for text in found if text.words]


def anchor_of(heading):
    """The anchor that a heading gets where Markdown is shown."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def anchors_of(path):
    return {anchor_of(heading) for heading in HEADING.findall(FENCED.sub("", path.read_text(encoding="utf-8")))}


def leads_somewhere(target, start=ROOT):
    """Whether a path from a folder, perhaps with a heading, is there."""
    name, _, anchor = target.partition("#")
    path = start / name
    return path.exists() and (not anchor or (path.suffix == ".md" and anchor in anchors_of(path)))


def documents_missing(words):
    """The documents that a text cites by their path and that are not there, or not with this heading."""
    return [target for target in DOCUMENT.findall(words) if not leads_somewhere(target)]


@cache
def decisions_of_the_model():
    return set(re.findall(r"^### (\d+)\. ", (ROOT / MODEL).read_text(encoding="utf-8"), re.M))


def decisions_missing(place, words):
    """The decisions that a text cites by number without saying of which list, or that are not in it."""
    for named, number, target in NUMBERED.findall(words):
        if target:
            is_right = re.search(rf"(?:^|/){int(number):04}-", target) is not None
        else:
            is_right = (bool(named) or place == MODEL) and number in decisions_of_the_model()
        if not is_right:
            yield f"decision {number}"


def documents_outside(words):
    """The documents in capitals that a text cites and that the repository does not have."""
    named = [name for found in BY_NAME.findall(words) for name in found if name]
    return sorted({*IN_CAPITALS.findall(words), *named} - OURS - NO_DOCUMENTS)


def links_missing(text):
    """The relative links and names of documents in a document that lead nowhere."""
    folder = (ROOT / text.place).parent
    words = FENCED.sub("", text.words)
    for target in LINK.findall(words):
        is_outside = re.match(r"[a-z]+:", target)
        own = f"{Path(text.place).name}{target}" if target.startswith("#") else target
        if not is_outside and not leads_somewhere(own, folder):
            yield target
    for target in IN_TICKS.findall(words):
        if not any((start / target).exists() for start in (folder, ROOT, ROOT / "docs")):
            yield target


def code_missing(words):
    """The files and folders of code that a document names and that are not there."""
    return [target for target in CODE_IN_TICKS.findall(words) if not (ROOT / target).exists()]


def told(what_to_do, found):
    """The message of a failure, with everything that was found."""
    return "\n".join([f"{what_to_do}:", *found])


def test_documents_that_are_cited_exist():
    missing = [f"{text.place}: {target}" for text in texts() for target in documents_missing(text.words)]

    assert missing == [], told("cite a document in docs/ that says it, with a heading that it has", missing)


def test_decisions_that_are_cited_exist():
    missing = [f"{text.place}: {found}" for text in texts() for found in decisions_missing(text.place, text.words)]

    assert missing == [], told("cite 'docs/model.md, decision N', or the file of a decision in docs/decisions", missing)


def test_nothing_outside_the_repository_is_cited():
    cited = [f"{text.place}: {name}" for text in texts() for name in documents_outside(text.words)]

    assert cited == [], told("cite a document of the repository, or write down here what the other one says", cited)


def test_links_lead_somewhere():
    missing = [f"{text.place}: {target}" for text in markdown() for target in links_missing(text)]

    assert missing == [], told("these links lead nowhere", missing)


def test_code_that_documents_name_exists():
    missing = [f"{text.place}: {target}" for text in markdown() for target in code_missing(text.words)]

    assert missing == [], told("the document names a file or folder that was moved or removed", missing)


def test_every_decision_is_in_the_index():
    held = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}

    listed = set(LINK.findall((ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")))

    assert listed == held


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("0*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_much_is_looked_through():
    places = {text.place.partition("/")[0] for text in texts()}

    assert {*CODE, "docs", "templates", "README.md", "Makefile"} <= places


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("as docs/model.md says", []),
        ("see docs/domain.md#themes.", []),
        ("see docs/domain.md#no-such-heading.", ["docs/domain.md#no-such-heading"]),
        ("see docs/no-such-page.md.", ["docs/no-such-page.md"]),
        ("(docs/decisions/0003)", ["docs/decisions/0003"]),
        ("`/api/docs/` and https://example.org/docs/page", []),
    ],
)
def test_documents_that_are_missing_are_found(words, expected):
    assert documents_missing(words) == expected


@pytest.mark.parametrize(
    ("place", "words", "expected"),
    [
        ("tracker/errors.py", "(docs/model.md, decision 8)", []),
        ("tracker/errors.py", "(docs/model.md, decision 99)", ["decision 99"]),
        ("tracker/errors.py", "(decision 8)", ["decision 8"]),
        ("docs/pages.md", "as docs/model.md,\ndecision 8 says; decision\n9", ["decision 9"]),
        ("docs/model.md", "as in decision 8", []),
        ("README.md", "[decision 3](docs/decisions/0003-outbox-in-the-database.md)", []),
        ("README.md", "[decision 4](docs/decisions/0003-outbox-in-the-database.md)", ["decision 4"]),
        ("README.md", "you have 1 decision to make", []),
    ],
)
def test_decisions_that_are_missing_are_found(place, words, expected):
    assert list(decisions_missing(place, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("as PLAN.md says", ["PLAN"]),
        ("(PLAN decision 3)", ["PLAN"]),
        ("a rule (PLAN § 5)", ["PLAN"]),
        ("a rule (PLAN 5)", ["PLAN"]),
        ("in the order of PLAN 4.2", ["PLAN"]),
        ("(PLAN: what comes first)", ["PLAN"]),
        ("stops there (PLAN)", ["PLAN"]),
        ("README.md, CONTRIBUTING.md and SECURITY.md", []),
        ("probation delivery unit (PDU), item 5.2.4 (ASVS 5.2.4)", []),
        ("refused (5.7.x of RFC 3463)", []),
        ("the words in WORDS and REC-0231", []),
    ],
)
def test_documents_outside_are_found(words, expected):
    assert documents_outside(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[model](model.md#decisions)", []),
        ("[model](model.md#no-such-heading)", ["model.md#no-such-heading"]),
        ("[gone](gone.md)", ["gone.md"]),
        ("[top](../README.md) and `decisions/README.md`", []),
        ("`gone.md`", ["gone.md"]),
        ("[outside](https://example.org/gone.md)", []),
        ("```\n[code](gone.md)\n```", []),
    ],
)
def test_links_that_are_missing_are_found(words, expected):
    assert list(links_missing(Text("docs/README.md", words))) == expected


def test_code_that_is_missing_is_found():
    assert code_missing("`tracker/rules/` and `tracker/no_such_room/`") == ["tracker/no_such_room/"]


def test_comments_and_docstrings_are_read():
    source = '"""One."""\n# Two\n# goes on.\nx = 1  # three\n\n\ndef f():\n    """Four\n    too."""\n'

    found = [words for words in comments_and_docstrings(source) if words]

    assert found == ["One.", "Four too.", "Two goes on. three"]
