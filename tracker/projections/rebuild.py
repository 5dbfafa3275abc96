"""Works out everything that is kept from the facts, part by part, and tells where what is held differs."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, Max, Min, Model, OuterRef

from tracker.models import Action, KeptRecommendation, MadeCounts, OpenActions, Recommendation
from tracker.projections import counts, made_counts
from tracker.projections.actions import kept_action_places
from tracker.projections.answers import kept_answers
from tracker.projections.facts import Span
from tracker.projections.places import kept_places
from tracker.projections.recommendations import every_link, kept_chains, kept_recommendations
from tracker.projections.tree import read_tree
from tracker.projections.writing import ACTION_PLACES, ANSWERS, CHAINS, PLACES, RECOMMENDATIONS, TABLES, KeptTable, Rows

PART = 2_000
MODELS: tuple[type[Model], ...] = (*(table.model for table in TABLES), OpenActions, MadeCounts)

Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of one kept table differ from their definition, and the first of them."""

    table: str
    rows: int
    first: str


@transaction.atomic
def rebuild(*, told: Told | None = None) -> None:
    """Empty the kept tables and fill them from the facts; `told` hears the table and the number of rows so far.

    Constant memory but for the links; in one transaction, so that readers have the old rows until the new ones stand.
    """
    _take_the_time_it_needs()
    _keep_writers_out()
    for model in MODELS:
        model._base_manager.all().delete()
    for table, _, rows in _worked_out():
        table.fill(rows)
        if told:
            told(_name(table.model), len(rows))
    counts.recount()
    made_counts.recount()
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def fill_where_empty(**_: object) -> None:
    """Fill the kept tables once after a migration that has made them, where there is something to keep; 2 queries."""
    if Recommendation.objects.exists() and not KeptRecommendation.objects.exists():
        rebuild()


def differences(*, mend: bool) -> list[Difference]:
    """Return how what is kept differs from its definition, an empty list where it does not; `mend` makes it equal.

    People work meanwhile: where a first look finds something, a second one at those parts lets no writer in between
    what it reads, and counts and mends.
    """
    words, parts = _looked_at(mend=False)
    if not words:
        return []
    with transaction.atomic():
        _take_the_time_it_needs()
        _keep_writers_out()
        words, _ = _looked_at(parts, mend=mend)
    return [Difference(table, len(lines), lines[0]) for table, lines in words.items()]


def _looked_at(parts: Collection[Span] | None = None, *, mend: bool) -> tuple[dict[str, list[str]], set[Span]]:
    """Return what differs, in words by table, and in which parts; only these `parts` are looked at, None for all."""
    words: dict[str, list[str]] = {}
    differing: set[Span] = set()
    for table in TABLES:
        if lines := _of_nothing(table, mend=mend):
            words.setdefault(_name(table.model), []).extend(lines)
    for table, span, rows in _worked_out(parts):
        held = table.held(span)
        keys = [key for key in sorted(held.keys() | rows.keys()) if held.get(key) != rows.get(key)]
        if keys:
            lines = [f"{key}: {held.get(key)}, not {rows.get(key)}" for key in keys]
            words.setdefault(_name(table.model), []).extend(lines)
            # Where actions are seen rests on the answers, wherever those stand.
            differing.update(_spans(Action) if table is ANSWERS else (), [span])
            if mend:
                table.write(rows, held=held)
    if wrong := counts.differences(mend=mend):
        words[_name(OpenActions)] = wrong
    if wrong := made_counts.differences(mend=mend):
        words[_name(MadeCounts)] = wrong
    return words, differing


def _of_nothing(table: KeptTable, *, mend: bool) -> list[str]:
    """Return the rows of what is not there any more: no span holds them, and no key of the database forbids them."""
    subject: Any = table.model._meta.get_field(table.keys[0].removesuffix("_id"))
    there = subject.related_model._base_manager.filter(pk=OuterRef(table.keys[0]))
    rows: Any = models.QuerySet(table.model).filter(~Exists(there))
    lines = [f"{key}: there is no such record" for key in rows.order_by(table.keys[0]).values_list(*table.keys)]
    if lines and mend:
        rows.delete()
    return lines


def _name(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural)


def _worked_out(parts: Collection[Span] | None = None) -> Iterator[tuple[KeptTable, Span, Rows]]:
    """Yield what each kept table is to hold, part by part; the answers first, on which the places rest."""
    tree, links = read_tree(), every_link()
    for span in _spans(Recommendation):
        if parts is not None and span not in parts:
            continue
        yield ANSWERS, span, kept_answers(span)
        yield CHAINS, span, kept_chains(span, links)
        yield RECOMMENDATIONS, span, kept_recommendations(span, links)
        yield PLACES, span, kept_places(span, tree)
    for span in _spans(Action):
        if parts is not None and span not in parts:
            continue
        yield ACTION_PLACES, span, kept_action_places(span, tree)


def _spans(model: type[Model]) -> Iterator[Span]:
    ends = model._base_manager.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        yield from (Span(start, start + PART) for start in range(ends["first"], ends["last"] + 1, PART))


def _keep_writers_out() -> None:
    """Let nobody change what is kept until this transaction ends; lists go on being read.

    Who waits here has not worked out anything yet (refresh begins by holding rows of the first), and then works out
    what their own change says. SQLite has one writer at a time.
    """
    if connection.vendor == "postgresql":
        name = connection.ops.quote_name
        first = (RECOMMENDATIONS.model, *(model for model in MODELS if model is not RECOMMENDATIONS.model))
        with connection.cursor() as cursor:
            for model in first:
                cursor.execute(f"LOCK TABLE {name(model._meta.db_table)} IN EXCLUSIVE MODE")


def _take_the_time_it_needs() -> None:
    """Lift the limits on one statement and on a pause, for this transaction only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
