"""The demo's data are our own words: no run of nine that stands in a published report."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from inspections import data as inspectorate
from tests.factories.real_reports import SHARED
from tracker.sample_data.demo import facts

DATA = Path(facts.__file__).parent
FILES = [*DATA.rglob("*.json"), *DATA.rglob("*.txt")]
RUN = 9  # words: a run this long, shared with a report, is a quotation


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", re.sub("['’]", "", text.lower()))
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@cache
def published() -> set[tuple[str, ...]]:
    reports = (SHARED / "reports").glob("*.txt")
    return {run for report in reports for run in runs(report.read_text(encoding="utf-8"))}


def texts(path: Path) -> list[str]:
    """The sentences of a data file; of the look-alike all lines but the inspectorate's key questions."""
    if path.suffix == ".json":
        return strings(json.loads(path.read_text(encoding="utf-8")))
    standards = [standard for framework in inspectorate.frameworks() for standard in framework.standards]
    known = {question.text for standard in standards for question in standard.key_questions}
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.partition("\t")[0] not in known]


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_of_the_reports(path: Path) -> None:
    ours = {run for text in texts(path) for run in runs(text)}

    assert ours
    assert ours & published() == set()


def test_the_reports_were_there_to_compare_with() -> None:
    assert len(published()) > 10_000
    assert len(FILES) == 12
