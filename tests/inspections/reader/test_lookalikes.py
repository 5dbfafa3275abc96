"""Whole reports in our own words, one for each kind that the inspectorate publishes, read as they should be."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inspections.reader.report import read_report
from inspections.reader.source import read_source
from tests.factories.real_reports import facts, schema

LOOKALIKES = Path(__file__).parent / "lookalikes"
FILES = sorted(path.name for path in LOOKALIKES.iterdir() if path.is_file())


def draft_of(name: str) -> dict[str, Any]:
    return read_report(read_source((LOOKALIKES / name).read_bytes(), name)).as_dict()


@pytest.mark.parametrize("name", FILES)
def test_a_lookalike_is_read_as_checked(name: str) -> None:
    expected = json.loads((LOOKALIKES / "expected" / f"{name}.json").read_text())
    draft = draft_of(name)

    found = {**facts(draft), "warnings": [each["code"] for each in draft["warnings"]]}

    assert found == expected


@pytest.mark.parametrize("name", FILES)
def test_a_lookalike_has_the_shape_of_the_contract(name: str) -> None:
    draft = draft_of(name)

    jsonschema.Draft202012Validator(schema()).validate(draft)

    assert draft["recommendations"]
