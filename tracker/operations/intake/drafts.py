"""Brings a report file in as a draft, keeps a person's answers about it, and deletes a draft nobody needs."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from inspections.choices import InspectionStatus
from inspections.models import Framework, Inspection, Organisation
from inspections.reader.sandbox import ReadResult
from tracker.errors import AlreadyHeld, EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import PagePicture, ReportDraft
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.queries.intake import report_held, review_of
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.intake.origin import check_report_url
from tracker.rules.intake.proposals import Task
from tracker.rules.intake.rows import Details
from tracker.rules.typed.text import paragraphs

SUFFIXES = {"text": ".txt", "pdf": ".pdf", "html": ".html"}


@atomic
def start_draft(
    *,
    read: ReadResult,
    file_name: str,
    document: bytes,
    pictures: Mapping[int, bytes] = MappingProxyType({}),
    because: str = "",
    by: Actor,
    at: datetime,
) -> ReportDraft:
    """Make a draft inspection of a file that was read, and keep the file under a name of our own.

    `pictures` are those of its pages. `because` is why a person vouches for a file that was refused as no report.
    Raises NotAllowed; InvalidInput for such a file without it; AlreadyHeld with the inspection, when the same report is
    held or waits for its check.
    """
    if not access.may_anywhere(by, Doing.IMPORT_REPORTS):
        access.check_may(by, Doing.IMPORT_REPORTS)
    _check_vouched(read, because, by=by)
    sha256 = hashlib.sha256(document).hexdigest()
    draft = ReportDraft(
        inspection=Inspection(status=InspectionStatus.DRAFT),
        file_name=file_name[-255:] or "report",
        sha256=sha256,
        as_read=read.draft,
        lines=[[line.number, line.page, line.text] for line in read.lines],
        refused_as=read.refused_as,
        vouched_because=paragraphs(because) if read.refused_as else "",
        created_at=at,
        created_by_id=by.person_id,
    )
    review = review_of(draft)
    body = _body(None if review.body.needs_check else review.details.body, by=by)
    held = report_held(review, sha256=sha256, actor=by)
    if held is not None and not held.known_from_later:
        raise AlreadyHeld(f"This report is held already, as {held.ref}.", held=held)
    draft.inspection.organisation_as_printed = review.report.organisation[:300]
    _note(draft.inspection, review.details, body)
    draft.document.save(f"{uuid.uuid4()}{SUFFIXES.get(read.form, '')}", ContentFile(document), save=False)
    draft.save()
    PagePicture.objects.bulk_create(
        PagePicture(draft=draft, page=page, picture=picture) for page, picture in pictures.items()
    )
    facts = {"file": draft.file_name, "sha256": sha256, "doubts": len(review.doubts)}
    history.record(verb="report.brought-in", subject=draft.inspection.ref, by=by, at=at, after=facts)
    if draft.refused_as:
        record_vouching(draft=draft, subject=draft.inspection.ref, by=by, at=at)
    return draft


@atomic
def save_answers(
    *,
    draft: ReportDraft,
    task: Task,
    answers: Mapping[str, Any],
    version: int,
    confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> ReportDraft:
    """Keep what a person answered in one task, row by row, beside what was answered there before.

    The answers of Task.DETAILS are one row. `confirmed` says that the task is complete. Raises NotAllowed, WrongState
    (deleted, published), InvalidInput, and EditConflict when somebody saved meanwhile.
    """
    locked = _locked(draft, by=by)
    if locked.version != version:
        raise EditConflict("Somebody changed this report after you opened it", current=locked)
    _check_answers(task, answers)
    before = locked.answers.get(task, {})
    if answers:
        locked.answers[task] = dict(answers) if task is Task.DETAILS else before | answers
    known = set(locked.answers.get("confirmed", ()))
    locked.answers["confirmed"] = sorted(known | {task.value} if confirmed else known)
    if task is Task.DETAILS:
        _note(locked.inspection, review_of(locked).details, _body(answers["organisation"], by=by))
    _save(locked)
    history.record(
        verb="report.checked",
        subject=locked.inspection.ref,
        by=by,
        at=at,
        before={key: before[key] for key in answers if key in before},
        after={"task": task.value, "complete": confirmed, **answers},
    )
    return locked


@atomic
def confirm_as_read(*, draft: ReportDraft, by: Actor, at: datetime) -> ReportDraft:
    """Confirm every task as proposed, for an operator who loads many reports; the doubts stay on the draft."""
    locked = _locked(draft, by=by)
    locked.answers |= {"confirmed": sorted(task.value for task in Task), "by_operator": True}
    _save(locked)
    history.record(
        verb="report.confirmed-as-read", subject=locked.inspection.ref, by=by, at=at, after={"by_operator": True}
    )
    return locked


@atomic
def delete_draft(*, draft: ReportDraft, by: Actor, at: datetime) -> None:
    """Delete a draft that was never published, with its file; the trail keeps that it was there."""
    locked = _locked(draft, by=by)
    name, storage = locked.document.name, locked.document.storage
    history.record(
        verb="report.deleted",
        subject=locked.inspection.ref,
        by=by,
        at=at,
        before={"file": locked.file_name, "sha256": locked.sha256},
        after={},
    )
    locked.inspection.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@atomic
def record_vouching(*, draft: ReportDraft, subject: str, by: Actor, at: datetime) -> None:
    """Write to the trail of an inspection who vouched for a file that was refused, and why."""
    person = draft.created_by.name if draft.created_by else ""
    vouched = {"reason": draft.vouched_because, "refused_as": draft.refused_as, "person": person}
    history.record(verb="report.vouched-for", subject=subject, by=by, at=at, after=vouched)


def _check_vouched(read: ReadResult, because: str, *, by: Actor) -> None:
    """Check that a person says why a file is a report that was refused as none."""
    if not read.refused_as:
        return
    if by.person_id is None:
        raise NotAllowed("Only a person can vouch for a report.")
    if not paragraphs(because):
        raise InvalidInput("Enter why this file is a report", field="because")


def _locked(draft: ReportDraft, *, by: Actor) -> ReportDraft:
    locked = ReportDraft.objects.locked().filter(pk=draft.pk).first()
    if locked is None:
        raise WrongState("This draft was deleted. Bring the report in again.")
    if not ReportDraft.objects.visible_to(by).filter(pk=draft.pk).exists():
        raise NotAllowed(f"You cannot {Doing.IMPORT_REPORTS.value} here. {access.who_can(Doing.IMPORT_REPORTS)}")
    if locked.published_at is not None:
        raise WrongState("This report was published, so its draft cannot be changed.")
    return locked


def _body(key: int | None, *, by: Actor) -> Organisation | None:
    """Return the inspected body, if this person may record its reports."""
    if key is None:
        return None
    body = Organisation.objects.filter(pk=key).first()
    if body is None:
        raise InvalidInput("Select the inspected body from the list", field="organisation")
    access.check_may(by, Doing.IMPORT_REPORTS, paths=[body.path])
    return body


def _note(inspection: Inspection, details: Details, body: Organisation | None) -> None:
    """Note what lists of drafts show; publishing fills in the rest."""
    inspection.organisation = body
    inspection.kind = details.kind
    inspection.framework = Framework.objects.filter(code=details.framework).first()
    inspection.published_on = details.published.on if details.published else None
    inspection.published_month = details.published.month if details.published else None
    inspection.published_precision = details.published.precision if details.published else ""
    inspection.isbn = details.isbn[:40]
    inspection.save()


def _save(draft: ReportDraft) -> None:
    draft.version += 1
    draft.save(update_fields=["answers", "version"])


def _check_answers(task: Task, answers: Mapping[str, Any]) -> None:
    if task is Task.DETAILS:
        check_report_url(answers.get("report_url", ""))
    if task is Task.RECOMMENDATIONS:
        for row in answers.values():
            if row.get("is_left_out") and not row.get("left_out"):
                raise InvalidInput("Enter why this is left out", field="left_out")
            if row.get("is_added") and not row.get("text"):
                raise InvalidInput("Enter the recommendation", field="text")
