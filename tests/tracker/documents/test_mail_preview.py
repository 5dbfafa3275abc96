"""Mail before it goes as a workbook: a row for each thing that is told, and one for mail that tells nothing."""

from datetime import date
from typing import Any

from tests.tracker.documents.reading import read
from tracker.documents.mail_preview import held_workbook, preview_workbook
from tracker.notifications.queries.planned_mails import Planned
from tracker.notifications.rules.why_told import ToldBecause

DAY = date(2026, 11, 20)
LATE = ToldBecause("ACT-0001", "action late", "1 working day after 19 November 2026", "action-late")
DUE = ToldBecause("ACT-0002", "action due", "on 20 November 2026", "action-due")


def mail(*told: ToldBecause, **changes: Any) -> Planned:
    given: dict[str, Any] = {
        "person_id": 1,
        "person": "Head of PDU, Kirklees",
        "email": "head@example.org",
        "kind": "Digest",
        "subject": "1 overdue action",
        "state": "Would go",
        "told": told,
    }
    return Planned(**(given | changes))


def test_a_row_of_the_preview() -> None:
    [row] = read(preview_workbook([mail(LATE)], on=DAY, chosen=[])).rows

    assert row == [
        ("Person", "Head of PDU, Kirklees"),
        ("Email address", "head@example.org"),
        ("Mail", "Digest"),
        ("Subject", "1 overdue action"),
        ("State", "Would go"),
        ("About", "ACT-0001"),
        ("News", "action late"),
        ("Why", "1 working day after 19 November 2026"),
        ("Rung", "action-late"),
    ]


def test_each_thing_that_is_told_has_a_row() -> None:
    book = read(preview_workbook([mail(LATE, DUE)], on=DAY, chosen=[]))

    assert book.column("About") == ["ACT-0001", "ACT-0002"]
    assert book.column("Email address") == ["head@example.org"] * 2


def test_mail_that_tells_nothing_says_so() -> None:
    [row] = read(preview_workbook([mail(subject="")], on=DAY, chosen=[])).rows

    said = dict(row)
    assert (said["Subject"], said["About"], said["News"], said["Why"]) == (None, None, "Nothing left to say", None)


def test_about_of_the_preview() -> None:
    book = read(preview_workbook([], on=DAY, chosen=[("Person", "head")]))

    assert (book.name, book.rows) == ("Mail", [])
    assert book.about == {"What this is": "Who would get which mail on 20 November 2026, and why", "Person": "head"}


def test_mail_held_back_has_the_same_columns() -> None:
    held = read(held_workbook([mail(DUE)], why="60 at once", made_on=date(2026, 11, 16), on=DAY))

    assert held.rows == read(preview_workbook([mail(DUE)], on=DAY, chosen=[])).rows


def test_about_of_mail_held_back() -> None:
    held = read(held_workbook([], why="60 at once", made_on=date(2026, 11, 16), on=DAY))

    assert held.about == {
        "What this is": "Emails held back since 16 November 2026, with what they would say on 20 November 2026",
        "Why they were held back": "60 at once",
    }
