"""The list of a carry-over as a workbook: each earlier recommendation, its verdict, and what becomes of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO

from django.conf import settings
from django.utils import timezone

from tracker.documents.workbook import Cell, Column, write_workbook
from tracker.queries.carry_over import Board, EarlierTask
from tracker.rules.access import Actor

COLUMNS = (
    Column("Reference", 12),
    Column("Earlier recommendation", 50),
    Column("What the report said", 80),
    Column("Inspected", 28),
    Column("Body", 28),
    Column("Inspectorate said", 20),
    Column("Improvement still required", 14),
    Column("State", 20),
    Column("Ends as", 22),
    Column("Link", 14),
    Column("Taken up in", 24),
    Column("Reason", 50),
    Column("Actions that follow", 24),
    Column("Actions that end", 60),
    Column("Decided on", 14),
    Column("Decided by", 36),
)


def carry_over_workbook(actor: Actor, board: Board, *, at: datetime) -> IO[bytes]:
    """Return every task in the order of the page, as a workbook; no query beside the board's."""
    made = timezone.localtime(at)
    inspected = board.inspection.organisation.display_name if board.inspection.organisation else ""
    about = [
        ("Service", settings.SERVICE_NAME),
        ("Handling", settings.CLASSIFICATION),
        ("Made", f"{made:%-d %B %Y at %H:%M} by {actor.name}"),
        ("Holds", f"What carries over to {board.inspection.ref} {inspected}"),
        ("Link", f"{settings.SERVICE_URL}/inspections/{board.inspection.ref}/carry-over/"),
    ]
    rows = (_row(board, task) for task in board.tasks)
    return write_workbook(name="Carry-over", columns=COLUMNS, rows=rows, about=about)


def _row(board: Board, task: EarlierTask) -> Sequence[Cell]:
    recommendation, verdict = task.recommendation, task.verdict
    report = recommendation.inspection
    return (
        recommendation.ref,
        recommendation.short_title,
        recommendation.text,
        report.organisation.display_name if report.organisation else "",
        task.body.display_name,
        verdict.label if verdict else "Not yet judged",
        _still(task),
        "Confirmed" if board.is_confirmed else "Decided" if task.is_decided else "Needs a decision",
        *_decided(task),
    )


def _still(task: EarlierTask) -> str:
    said = task.printed or task.decision
    still = said.improvement_still_required if said else None
    return {True: "Yes", False: "No", None: "Not stated"}[still]


def _decided(task: EarlierTask) -> Sequence[Cell]:
    held = task.decision
    if held is None or not (task.is_decided or held.answerable.to_on):
        return ("",) * 8
    actions = list(held.actions.all())
    return (
        held.ending_words,
        held.get_relation_display() if held.relation else "",
        ", ".join(each.ref for each in held.taken_up_in.all()),
        held.reason,
        ", ".join(each.action.ref for each in actions if each.follows),
        "\n".join(f"{each.action.ref}: {each.reason}" for each in actions if not each.follows),
        timezone.localdate(held.decided_at),
        held.decided_by.name if held.decided_by else "the service",
    )
