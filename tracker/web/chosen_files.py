"""The files of a submit: new ones are checked and kept before anything else, so that a mistake elsewhere loses none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from tracker.errors import InvalidInput
from tracker.models import ChosenFile
from tracker.operations.chosen_files import keep_file
from tracker.rules.evidence import MAX_AT_ONCE, TOO_MANY, named
from tracker.rules.evidence_files import check_size
from tracker.web.doors import Request


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person has chosen so far in a form, and what is wrong with what they chose last."""

    files: list[ChosenFile] = field(default_factory=list)
    problem: str = ""


def chosen_files(request: Request, *, most: int = MAX_AT_ONCE) -> Chosen:
    """Return those chosen before whose boxes are still ticked, and those that came with this submit.

    `most` is how many the form takes: where it is one, a new file stands in for the one chosen before.
    """
    before = _ticked(request) if request.method == "POST" else []
    new = request.FILES.getlist("upload") if request.method == "POST" else []
    kept = [] if new and most == 1 else before
    if len(kept) + len(new) > most:
        return Chosen(before, TOO_MANY if most > 1 else "You can only select 1 file")
    problem = ""
    for file in new:
        try:
            check_size(file.size or 0)
            kept.append(keep_file(data=file.read(), name=file.name or "", by=request.actor, at=request.at))
        except InvalidInput as refusal:
            problem = problem or named(str(refusal), file.name or "")
    return Chosen(_once(kept), problem)


def _ticked(request: Request) -> list[ChosenFile]:
    tokens = [UUID(text) for text in request.POST.getlist("chosen")[:MAX_AT_ONCE] if _is_uuid(text)]
    return list(ChosenFile.objects.of_person(request.actor.person_id, at=request.at).filter(token__in=tokens))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _once(files: Iterable[ChosenFile]) -> list[ChosenFile]:
    return list({file.pk: file for file in files}.values())
