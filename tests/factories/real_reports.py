"""The published reports beside the checkout, and the checklists of facts checked by hand."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from inspections.reader.report import read_report
from inspections.reader.source import Source, read_source

SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORTS = SHARED / "reports"
NAMES = ("hfkcw-pdu-2022", "kirklees-pdu-2024", "west-yorkshire-crc-2020", "wigan-pdu-2023")
CHECKED = ("hfkcw-pdu-2022", "kirklees-pdu-2024", "west-yorkshire-crc-2020")


def text_of(name: str) -> str:
    return (REPORTS / f"{name}.txt").read_text(encoding="utf-8")


def source_of(text: str) -> Source:
    return read_source(text.encode(), "report.txt")


@cache
def draft_of(name: str) -> dict[str, Any]:
    return read_report(source_of(text_of(name))).as_dict()


def checklist(name: str) -> dict[str, Any]:
    return json.loads((REPORTS / "expected" / f"{name}.json").read_text(encoding="utf-8"))


def schema() -> dict[str, Any]:
    return json.loads((SHARED / "contracts" / "report-draft.schema.json").read_text(encoding="utf-8"))


def facts(draft: dict[str, Any]) -> dict[str, Any]:
    """The draft without the places and the doubts: what must not change with the form of the file."""
    kept = {name: value for name, value in draft.items() if name not in ("sources", "warnings")}
    for name in ("recommendations", "previous_recommendations"):
        kept[name] = [{key: value for key, value in each.items() if key != "source"} for each in kept[name]]
    return kept
