"""Attaches evidence to actions and recommendations, keeps its versions, and takes it out of a place again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.errors import EditConflict, InvalidInput, WrongState
from tracker.models import Action, Answerable, ChosenFile, Evidence, EvidenceUse, EvidenceVersion, Update
from tracker.models.evidence import reference_of
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import access, lifecycle
from tracker.rules import evidence as rules
from tracker.rules.access import Actor, Doing
from tracker.rules.calendar import london_date
from tracker.rules.free_text import check_free_text

Place = Action | Answerable
Source = ChosenFile | str  # a file that was chosen, or a link


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What is to be attached: files that were chosen, a link, pieces that are held already.

    `shows` and `about_on` are said of the files and the link; a piece that is held keeps its own words.
    """

    shows: str = ""
    about_on: date | None = None
    files: tuple[ChosenFile, ...] = ()
    link: str = ""
    reused: tuple[Evidence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.link or self.reused)


@atomic
def attach_evidence(
    *, place: Place, given: NewEvidence, update: Update | None = None, by: Actor, at: datetime
) -> list[EvidenceUse]:
    """Use evidence for an action or for a body's recommendation; one event for each piece.

    A file or link that is there already, with the same words and date, is not added again. Raises NotAllowed;
    WrongState (withdrawn, ended); InvalidInput (nothing given, no words, a day to come, there already under other
    words).
    """
    locked = _locked(place)
    check_may_attach(place=locked, by=by)
    _check_now(locked)
    if not given:
        raise InvalidInput("Select a file or enter a link", field="upload")
    _check_seen(given.reused, by=by)
    pieces = [(evidence, "evidence.reused") for evidence in given.reused]
    if given.files or given.link:
        shows, about_on = _check_words(given, at=at)
        links = [rules.check_link(given.link)] if given.link else []
        sources: list[Source] = [*given.files, *links]
        for source in sources:
            piece = _there_already(locked, source, shows, about_on)
            if piece is None:
                piece = Evidence.objects.create(shows=shows, created_at=at, created_by_id=by.person_id)
                _add(piece, source, number=1, about_on=about_on, by=by, at=at)
            pieces.append((piece, "evidence.added"))
    return [_use(piece, locked, verb=verb, update=update, by=by, at=at) for piece, verb in pieces]


@atomic
def add_version(
    *,
    evidence: Evidence,
    number: int,
    source: Source,
    about_on: date,
    by: Actor,
    at: datetime,
) -> EvidenceVersion:
    """Add a newer file or link to a piece of evidence; the earlier ones stay. One event for each place of its use.

    `number` is the newest version's when the page was opened: EditConflict is raised when it is no longer. The very
    file that is the newest version already is not added again. Raises NotAllowed unless the actor may attach evidence
    in one of its places; InvalidInput.
    """
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    uses = list(EvidenceUse.objects.current().filter(evidence=locked).with_evidence())
    check_may_change(uses=uses, by=by)
    rules.check_about(about_on, on=london_date(at))
    newest = locked.newest
    if isinstance(source, str):
        source = rules.check_link(source)
    if _is_same(newest, source) and newest.about_on == about_on:
        return newest
    if newest.number != number:
        raise EditConflict("Somebody added a version after you opened it", current=locked)
    added = _add(locked, source, number=number + 1, about_on=about_on, by=by, at=at)
    more = {"version": added.number, "about_on": about_on.isoformat()}
    for use in sorted(uses, key=lambda use: reference_of(use.place)):
        facts = _facts(locked, use.place) | more
        history.record(verb="evidence.version-added", subject=reference_of(use.place), by=by, at=at, after=facts)
    return added


@atomic
def remove_evidence(*, evidence: Evidence, place: Place, by: Actor, at: datetime) -> EvidenceUse | None:
    """Take a piece of evidence out of a place; it is recorded, and nothing is deleted. None when it is not there."""
    locked = _locked(place)
    check_may_attach(place=locked, by=by)
    _check_now(locked)
    use = EvidenceUse.objects.current().at_place(locked).filter(evidence=evidence).first()
    if use is None:
        return None
    use.removed_at, use.removed_by_id = at, by.person_id
    use.save(update_fields=["removed_at", "removed_by"])
    history.record(
        verb="evidence.removed", subject=reference_of(locked), by=by, at=at, before=_facts(evidence, locked), after={}
    )
    return use


def check_may_attach(*, place: Place, by: Actor) -> None:
    """Raise NotAllowed unless the actor may attach evidence for this action or this body's recommendation."""
    access.check_may(by, Doing.ATTACH_EVIDENCE, **_rights(place))


def check_may_change(*, uses: Iterable[EvidenceUse], by: Actor) -> None:
    """Raise NotAllowed unless the actor may attach evidence in one of the places where a piece is used."""
    places = [use.place for use in uses]
    if not any(access.may(by, Doing.ATTACH_EVIDENCE, **_rights(place)) for place in places):
        access.check_may(by, Doing.ATTACH_EVIDENCE)


def _rights(place: Place) -> dict[str, Any]:
    if isinstance(place, Action):
        return {"paths": place.paths(), "post_id": place.owner_post_id}
    return {"paths": [place.organisation.path]}


def _locked(place: Place) -> Place:
    """Return the place as it stands now, held until the transaction ends.

    So two forms sent with one file find each other.
    """
    if isinstance(place, Action):
        return (
            Action.objects.select_for_update(of=("self",)).select_related("owner_post__organisation").get(pk=place.pk)
        )
    answerables = Answerable.objects.select_for_update(of=("self",)).select_related("organisation", "recommendation")
    return answerables.get(pk=place.pk)


def _check_now(place: Place) -> None:
    if isinstance(place, Action) and not lifecycle.can_update(place.state):
        raise WrongState("This action was withdrawn. Attach evidence to the recommendation or to another action.")
    if isinstance(place, Answerable) and place.to_on is not None:
        raise WrongState("This body no longer answers for this recommendation, so its evidence stays as it is.")


def _check_words(given: NewEvidence, *, at: datetime) -> tuple[str, date]:
    shows = rules.check_shows(given.shows)
    check_free_text(shows, field="shows")
    if given.about_on is None:
        raise InvalidInput("Enter the date it is about", field="about_on")
    return shows, rules.check_about(given.about_on, on=london_date(at))


def _check_seen(reused: tuple[Evidence, ...], *, by: Actor) -> None:
    seen = set(
        Evidence.objects.visible_to(by).filter(pk__in=[evidence.pk for evidence in reused]).values_list("pk", flat=True)
    )
    if any(evidence.pk not in seen for evidence in reused):
        raise InvalidInput("Select evidence from the list", field="reused")


def _is_same(version: EvidenceVersion, source: Source) -> bool:
    return version.link == source if isinstance(source, str) else version.sha256 == source.sha256


def _there_already(place: Place, source: Source, shows: str, about_on: date) -> Evidence | None:
    """Return the piece used here whose newest version is this very file or link.

    With the same words it is the same submit again; with other words, InvalidInput says what it is.
    """
    for use in EvidenceUse.objects.current().at_place(place).with_evidence():
        newest = use.evidence.newest
        if not _is_same(newest, source):
            continue
        if (use.evidence.shows, newest.about_on) == (shows, about_on):
            return use.evidence
        what, field = ("link", "link") if isinstance(source, str) else ("file", "upload")
        words = f"This {what} is attached here already, as ‘{use.evidence.shows}’. Choose another {what}"
        raise InvalidInput(words, field=field)
    return None


def _add(
    evidence: Evidence, source: Source, *, number: int, about_on: date, by: Actor, at: datetime
) -> EvidenceVersion:
    """Add one more version. A stored file passes from the form to the evidence; it is neither copied nor moved."""
    version = EvidenceVersion(
        evidence=evidence, number=number, about_on=about_on, added_at=at, added_by_id=by.person_id
    )
    if isinstance(source, str):
        version.link = source
    else:
        taken, _ = ChosenFile.objects.filter(pk=source.pk, person=by.person_id).delete()
        if not taken:  # it was kept too long, or another window has just used it
            raise InvalidInput("Select the file again", field="upload")
        version.file.name, version.file_name = source.file.name, source.file_name
        version.content_type, version.size, version.sha256 = source.content_type, source.size, source.sha256
    version.save()
    return version


def _use(evidence: Evidence, place: Place, *, verb: str, update: Update | None, by: Actor, at: datetime) -> EvidenceUse:
    at_place = {"action": place} if isinstance(place, Action) else {"answerable": place}
    use, is_new = EvidenceUse.objects.current().get_or_create(
        evidence=evidence,
        **at_place,
        removed_at=None,
        defaults={"update": update, "used_at": at, "used_by_id": by.person_id},
    )
    if is_new:
        history.record(verb=verb, subject=reference_of(place), by=by, at=at, after=_facts(evidence, place))
    return use


def _facts(evidence: Evidence, place: Place) -> dict[str, Any]:
    """Return what it is and, where it is for a recommendation, for which body: others do not read of it."""
    body = {} if isinstance(place, Action) else {"organisation": place.organisation.slug}
    return {"evidence": str(evidence.uid), "shows": evidence.shows} | body
