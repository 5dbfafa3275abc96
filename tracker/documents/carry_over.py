"""The list of a carry-over as a workbook: each earlier recommendation, its verdict, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings
from django.utils import timezone

from tracker.documents.lists import inspected
from tracker.documents.workbook import Cell, Column, write_workbook
from tracker.models import CarryOverDecision
from tracker.queries.carry_over import Board, EarlierTask
from tracker.rules.access import Actor
from tracker.rules.wording import date_stamp

STILL_REQUIRED = {True: "Yes", False: "No", None: "Not stated"}


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A row: one task, and whether the whole carry-over is confirmed."""

    task: EarlierTask
    is_confirmed: bool

    @property
    def state(self) -> str:
        """Return how far it is, in words."""
        return "Confirmed" if self.is_confirmed else "Decided" if self.task.is_decided else "Needs a decision"

    @property
    def still_required(self) -> str:
        """Return whether improvement is still required, as printed or else as decided."""
        judged = self.task.printed or self.task.decision
        return STILL_REQUIRED[judged.improvement_still_required if judged else None]


def _decided(cell: Callable[[CarryOverDecision], Cell]) -> Callable[[ListedTask], Cell]:
    """Return a cell that is empty until the task is decided, and while its decision no longer holds."""

    def cell_of(row: ListedTask) -> Cell:
        decision = row.task.decision
        if decision is None or not (row.task.is_decided or decision.answerable.to_on):
            return ""
        return cell(decision)

    return cell_of


def _follow(decision: CarryOverDecision) -> str:
    return ", ".join(fate.action.ref for fate in decision.actions.all() if fate.follows)


def _end(decision: CarryOverDecision) -> str:
    return "\n".join(f"{fate.action.ref}: {fate.reason}" for fate in decision.actions.all() if not fate.follows)


COLUMNS: tuple[Column[ListedTask], ...] = (
    Column("Reference", 12, lambda row: row.task.recommendation.ref),
    Column("Earlier recommendation", 50, lambda row: row.task.recommendation.short_title),
    Column("What the report said", 80, lambda row: row.task.recommendation.text),
    Column("Inspected", 28, lambda row: inspected(row.task.recommendation.inspection)),
    Column("Body", 28, lambda row: row.task.body.display_name),
    Column("Inspectorate said", 20, lambda row: row.task.verdict.label if row.task.verdict else "Not yet judged"),
    Column("Improvement still required", 14, lambda row: row.still_required),
    Column("State", 20, lambda row: row.state),
    Column("Ends as", 22, _decided(lambda decision: decision.ending_words)),
    Column("Link", 14, _decided(lambda decision: decision.get_relation_display() if decision.relation else "")),
    Column("Taken up in", 24, _decided(lambda decision: ", ".join(new.ref for new in decision.taken_up_in.all()))),
    Column("Reason", 50, _decided(lambda decision: decision.reason)),
    Column("Actions that follow", 24, _decided(_follow)),
    Column("Actions that end", 60, _decided(_end)),
    Column("Decided on", 14, _decided(lambda decision: timezone.localdate(decision.decided_at))),
    Column(
        "Decided by", 36, _decided(lambda decision: decision.decided_by.name if decision.decided_by else "the service")
    ),
)


def carry_over_workbook(actor: Actor, board: Board, *, at: datetime) -> IO[bytes]:
    """Return every task in the order of the page, as a workbook; no query beside the board's."""
    about = [
        ("Service", settings.SERVICE_NAME),
        ("Handling", settings.CLASSIFICATION),
        ("Made", f"{date_stamp(at)} by {actor.name}"),
        ("Holds", f"What carries over to {board.inspection.ref} {inspected(board.inspection)}"),
        ("Link", f"{settings.SERVICE_URL}/inspections/{board.inspection.ref}/carry-over/"),
    ]
    rows = (ListedTask(task, board.is_confirmed) for task in board.tasks)
    return write_workbook(name="Carry-over", columns=COLUMNS, rows=rows, about=about)
