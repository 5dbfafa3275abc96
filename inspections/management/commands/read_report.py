"""Prints what a published inspection report says, as JSON or as a summary; saves nothing."""

import json
import signal
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from inspections.errors import ReportRefused
from inspections.reader.sandbox import read_in_child
from inspections.reader.source import MAX_BYTES

# Together with the start of this command, at most 30 seconds and 512 MB.
_SECONDS = 25
# A pipe that nobody writes to would be waited for for ever.
_SECONDS_TO_OPEN = 20
_MEGABYTES = 400
_WORDS_SHOWN = 10

Draft = Mapping[str, Any]


class Command(BaseCommand):
    help = "Prints what a published inspection report says. Saves nothing and needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="a text, PDF or web page report; '-' reads standard input")
        parser.add_argument("--anyway", action="store_true", help="read it also where it is refused as no report")
        parser.add_argument("--json", action="store_true", help="print the whole draft as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        path: str = options["path"]
        try:
            limits = {"seconds": _SECONDS, "megabytes": _MEGABYTES}
            read = read_in_child(_bytes_of(path), Path(path).name, **limits, anyway=options["anyway"])
        except TimeoutError:
            self._refuse(f"{path} gives no report within {_SECONDS_TO_OPEN} seconds. Check the path of the report.")
        except OSError as error:
            self._refuse(f"{path} cannot be opened: {error.strerror}. Check the path of the report.")
        except ReportRefused as refused:
            self._refuse(str(refused))
        if options["json"]:
            self.stdout.write(json.dumps(read.draft, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(summary(read.draft)))

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(message)
        raise SystemExit(2)


def _bytes_of(path: str) -> bytes:
    """Return the file, or just enough of it to see that it is too large; raises TimeoutError where it does not come."""
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(_SECONDS_TO_OPEN)
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _give_up(*_: object) -> NoReturn:
    raise TimeoutError


def summary(draft: Draft) -> Iterator[str]:
    """Yield the draft in lines for a person; what the report does not state is said to be missing."""
    yield draft["organisation"] or "Organisation not stated"
    yield from _facts(draft)
    yield from _ratings(draft)
    yield from _recommendations(draft)
    yield from _earlier(draft)
    yield from _alert(draft)
    yield from _doubts(draft)


def _facts(draft: Draft) -> Iterator[str]:
    score = None if draft["score"] is None else str(draft["score"])
    if score and draft["max_score"] is not None:
        score = f"{score} out of {draft['max_score']}"
    for label, value in (
        ("Region", draft["region"]),
        ("Published", _date(draft["published"])),
        ("Fieldwork started", _date(draft["fieldwork_started"])),
        ("Lead inspector", draft["lead_inspector"]),
        ("ISBN", draft["isbn"]),
        ("Standards", draft["framework"]),
        ("Score", score),
        ("Overall rating", draft["overall_rating"]),
    ):
        yield f"{label}: {value or 'not stated'}"


def _ratings(draft: Draft) -> Iterator[str]:
    if not draft["standards"]:
        yield from ("", "Ratings: none")
        return
    yield from ("", "Ratings")
    for standard in draft["standards"]:
        yield f"  {standard['code']} {standard['title']}: {standard['rating'] or 'not rated'}"
        for question in standard["key_questions"]:
            percent = "no figure" if question["percent"] is None else f"{question['percent']}%"
            yield f"    {percent}  {question['text']}"


def _recommendations(draft: Draft) -> Iterator[str]:
    recommendations = draft["recommendations"]
    yield from ("", f"Recommendations: {len(recommendations)}")
    for addressee, count in Counter(recommendation["addressee"] for recommendation in recommendations).items():
        yield f"  {addressee or 'No one named'}: {count}"
        for recommendation in recommendations:
            if recommendation["addressee"] == addressee:
                repeat = ", flagged as a repeat" if recommendation["flagged_repeat"] else ""
                yield f"    {_numbered(recommendation)} ({_place(recommendation['source'])}{repeat})"


def _earlier(draft: Draft) -> Iterator[str]:
    recommendations = draft["previous_recommendations"]
    if not recommendations:
        return
    published = _date(draft["previous_report_published"])
    yield from (
        "",
        f"Earlier recommendations: {len(recommendations)}" + (f", published {published}" if published else ""),
    )
    still = {True: ", improvement still required", False: ", no more improvement required", None: ""}
    for recommendation in recommendations:
        yield f"    {_numbered(recommendation)} ({_place(recommendation['source'])})"
        yield f"      {recommendation['category'] or 'No verdict'}{still[recommendation['improvement_still_required']]}"


def _alert(draft: Draft) -> Iterator[str]:
    alert = draft["organisational_alert"]
    if alert:
        concerns, actions = _count(alert["concerns"], "concern"), _count(alert["actions"], "action")
        yield from ("", f"Organisational alert: {concerns}, {actions}")


def _doubts(draft: Draft) -> Iterator[str]:
    if not draft["warnings"]:
        yield from ("", "Doubts: none")
        return
    yield from ("", f"Doubts: {len(draft['warnings'])}")
    for doubt in draft["warnings"]:
        place = _place(doubt.get("source"))
        yield f"  Check this: {doubt['message']}" + (f" ({place})" if place else "")


def _numbered(recommendation: Mapping[str, Any]) -> str:
    words = recommendation["text"].split()
    shown = " ".join(words[:_WORDS_SHOWN]) + (" …" if len(words) > _WORDS_SHOWN else "")
    return f"{recommendation['number']}. {shown}" if recommendation["number"] is not None else shown


def _place(source: Mapping[str, int | None] | None) -> str:
    if not source:
        return ""
    return ", ".join(f"{word} {source[word]}" for word in ("page", "line") if source[word])


def _count(items: list[str], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _date(text: str | None) -> str | None:
    """Return '2024-11' as 'November 2024', '2024-08-12' as '12 August 2024'."""
    if not text:
        return None
    if len(text) == 7:
        return f"{date.fromisoformat(text + '-01'):%B %Y}"
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
