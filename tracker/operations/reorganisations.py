"""Records renames, mergers, splits and transfers of bodies from a date."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspections.choices import OrganisationKind
from inspections.errors import SuccessionRefused
from inspections.models import Organisation, OrganisationName, Succession
from inspections.operations import reorganisations as bodies
from inspections.operations.organisations import establish, record_succession
from tracker.choices import ReorganisationKind, ReorganisationPart
from tracker.errors import InvalidInput
from tracker.models import Reorganisation, ReorganisationBody
from tracker.operations import history
from tracker.projections.keeping import atomic, touch_bodies
from tracker.queries.reorganisations import facts_of
from tracker.rules import access
from tracker.rules import reorganisations as rules
from tracker.rules.access import Actor, Doing
from tracker.rules.typed.text import one_line


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body that opens with a reorganisation, below its region."""

    name: str
    parent: Organisation


@dataclass(frozen=True, slots=True)
class BodyChange:
    """Who closes and who takes over. `pairs` are places in `closing` and in `following` with `new` after it.

    None for `pairs` means everybody with everybody, where one side is a single body.
    """

    kind: ReorganisationKind
    on: date
    closing: tuple[Organisation, ...]
    following: tuple[Organisation, ...] = ()
    new: tuple[NewBody, ...] = ()
    pairs: Collection[tuple[int, int]] | None = None


@atomic
def record(*, change: BodyChange, token: uuid.UUID, by: Actor, at: datetime) -> Reorganisation:
    """Close and open the bodies from the date, past or to come, and say who follows whom; one event.

    Their open recommendations stay where they are until a person confirms who takes over (operations/takeovers).
    The same token gives the same record. Raises NotAllowed, and InvalidInput with the answer to change.
    """
    _lock_all()
    earlier = Reorganisation.objects.filter(token=token).first()
    if earlier is not None:
        return earlier
    pairs = check_change(change=change, on=timezone.localdate(at), by=by)
    made = [_open(body, change) for body in change.new]
    following = [*change.following, *made]
    closed = [body.pk for body in change.closing if body.closed_on is None]
    for organisation in change.closing:
        bodies.close(organisation=organisation, on=change.on)
    before = set(Succession.objects.values_list("pk", flat=True))
    _follow(change, following, pairs)
    record = Reorganisation.objects.create(
        kind=change.kind,
        on=change.on,
        words=rules.words_of(change.kind, closing=_names(change.closing), following=_names(following)),
        token=token,
        recorded_at=at,
        recorded_by_id=by.person_id,
        made={
            "closed": closed,
            "successions": sorted(set(Succession.objects.values_list("pk", flat=True)) - before),
        },
    )
    _add(record, ReorganisationPart.CLOSES, change.closing)
    _add(record, ReorganisationPart.FOLLOWS, following, new={body.pk for body in made})
    return _told(record, by=by, at=at)


@atomic
def rename(
    *, organisation: Organisation, name: str, on: date, token: uuid.UUID, by: Actor, at: datetime
) -> Reorganisation:
    """Give a body a new name from a date, past or to come; it stays the same body at the same address. One event.

    The same token gives the same record. Raises NotAllowed, and InvalidInput with the answer to change.
    """
    _lock_all()
    earlier = Reorganisation.objects.filter(token=token).first()
    if earlier is not None:
        return earlier
    today = timezone.localdate(at)
    check_rename(organisation=organisation, name=name, on=on, today=today, by=by)
    former = organisation.display_name
    row = bodies.rename(organisation=organisation, name=one_line(name), on=on, today=today)
    organisation.name = one_line(name)
    record = Reorganisation.objects.create(
        kind=ReorganisationKind.RENAME,
        on=on,
        words=rules.words_of(ReorganisationKind.RENAME, closing=[former], following=[organisation.display_name]),
        token=token,
        recorded_at=at,
        recorded_by_id=by.person_id,
        made={"names": [row.pk]},
    )
    _add(record, ReorganisationPart.RENAMED, [organisation])
    return _told(record, by=by, at=at)


@atomic
def show_names_of_the_day(*, by: Actor, at: datetime) -> int:
    """Show the names whose first day has come; return how many changed. The recording was the event."""
    changed = bodies.names_of_the_day(on=timezone.localdate(at))
    touch_bodies(bodies=changed)
    return len(changed)


def check_change(
    *, change: BodyChange, on: date, by: Actor, without_pairs: bool = False
) -> Collection[tuple[int, int]]:
    """Raise what refuses the change, or return who follows whom, which `without_pairs` leaves for later."""
    check_places([*change.closing, *change.following, *(body.parent for body in change.new)], by=by)
    rules.check_date(change.on, today=on)
    names = [body.name for body in change.new]
    taken = Organisation.objects.not_closed(on=change.on).exclude(pk__in=[body.pk for body in change.closing])
    rules.check_new_names(names, taken=list(taken.values_list("name", flat=True)))
    new = [rules.ChangedBody(key=None, name=name, kind=OrganisationKind.PDU) for name in names]
    rules.check_bodies(
        change.kind,
        closing=facts_of(change.closing, on=change.on),
        following=[*facts_of(change.following, on=change.on), *new],
        on=change.on,
    )
    if without_pairs:
        return ()
    pairs = change.pairs
    if pairs is None:
        pairs = rules.all_pairs(len(change.closing), len(change.following) + len(new)) or ()
    rules.check_pairs(_names(change.closing), [*_names(change.following), *names], pairs)
    return pairs


def check_rename(*, organisation: Organisation, name: str, on: date, today: date, by: Actor) -> None:
    """Raise what refuses the new name."""
    check_places([organisation], by=by)
    rules.check_date(on, today=today)
    held = OrganisationName.objects.filter(organisation=organisation, to_on__isnull=True).first()
    [facts] = facts_of([organisation], on=on)
    rules.check_rename(facts, name=one_line(name), on=on, named_from=held.from_on if held else None)
    siblings = Organisation.objects.not_closed(on=on).exclude(pk=organisation.pk)
    if rules.plain(name) in {rules.plain(other) for other in siblings.values_list("name", flat=True)}:
        raise InvalidInput(f"There is a body called {one_line(name)} already. Enter another name", field="name")


def check_places(organisations: Iterable[Organisation], *, by: Actor) -> None:
    """Raise NotAllowed unless the actor records for each of these; bodies of before 2021 stand outside every area."""
    held = [organisation for organisation in organisations if organisation.kind not in rules.PREDECESSORS]
    if not held:
        access.check_may(by, Doing.RECORD_REORGANISATIONS, paths=by.areas(Doing.RECORD_REORGANISATIONS))
    for organisation in held:
        access.check_may(by, Doing.RECORD_REORGANISATIONS, paths=[organisation.path])


def _lock_all() -> None:
    """Let one reorganisation through at a time: each is checked against what the one before it left."""
    list(Organisation.objects.select_for_update().order_by("pk").values_list("pk"))


def _open(new: NewBody, change: BodyChange) -> Organisation:
    kinds = {body.kind for body in change.closing}
    kind = OrganisationKind.FUNCTION if kinds == {OrganisationKind.FUNCTION} else OrganisationKind.PDU
    if new.parent.kind == OrganisationKind.AGENCY:
        kind = OrganisationKind.REGION
    taken = set(Organisation.objects.values_list("slug", flat=True))
    return establish(
        kind=kind, name=new.name, slug=rules.slug_of(new.name, taken), parent=new.parent, opened_on=change.on
    )


def _follow(change: BodyChange, following: Sequence[Organisation], pairs: Collection[tuple[int, int]]) -> None:
    for before, after in sorted(pairs):
        try:
            record_succession(
                predecessor=change.closing[before],
                successor=following[after],
                on=change.on,
                kind=rules.SUCCESSIONS[change.kind],
            )
        except SuccessionRefused as refusal:
            raise InvalidInput(str(refusal), field="into") from refusal


def _names(organisations: Iterable[Organisation]) -> list[str]:
    return [organisation.display_name for organisation in organisations]


def _add(
    record: Reorganisation,
    part: ReorganisationPart,
    organisations: Iterable[Organisation],
    *,
    new: Collection[int] = (),
) -> None:
    ReorganisationBody.objects.bulk_create(
        ReorganisationBody(
            reorganisation=record,
            organisation=organisation,
            part=part,
            name=organisation.display_name,
            is_new=organisation.pk in new,
        )
        for organisation in organisations
    )


def _told(record: Reorganisation, *, by: Actor, at: datetime) -> Reorganisation:
    after: dict[str, Any] = {"kind": record.kind, "on": record.on.isoformat(), "words": record.words}
    history.record(verb="reorganisation.recorded", subject=record.ref, by=by, at=at, after=after)
    return record
