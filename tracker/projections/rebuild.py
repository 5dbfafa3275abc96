"""Works out everything that is kept from the facts, part by part, and tells where what is held differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max, Min, Model

from tracker.models import Action, MadeCounts, OpenActions, Recommendation
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
    for model in MODELS:
        model._base_manager.all().delete()
    for table, _, rows in _worked_out():
        table.fill(rows)
        if told:
            told(str(table.model._meta.verbose_name_plural), len(rows))
    counts.recount()
    made_counts.recount()
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def differences(*, mend: bool) -> list[Difference]:
    """Return how what is kept differs from its definition, an empty list where it does not; `mend` makes it equal.

    Each part is compared and mended in a transaction of its own.
    """
    found: dict[KeptTable, list[str]] = {}
    for table, span, rows in _worked_out():
        held = table.held(span.of(table.chosen_by))
        keys = [key for key in sorted(held.keys() | rows.keys()) if held.get(key) != rows.get(key)]
        if keys:
            found.setdefault(table, []).extend(f"{key}: {held.get(key)}, not {rows.get(key)}" for key in keys)
            if mend:
                table.write(rows, held=held)
    names = {str(table.model._meta.verbose_name_plural): words for table, words in found.items()}
    if wrong := counts.differences(mend=mend):
        names[str(OpenActions._meta.verbose_name_plural)] = wrong
    if wrong := made_counts.differences(mend=mend):
        names[str(MadeCounts._meta.verbose_name_plural)] = wrong
    return [Difference(name, len(words), words[0]) for name, words in names.items()]


def _worked_out() -> Iterator[tuple[KeptTable, Span, Rows]]:
    """Yield what each kept table is to hold, part by part; the answers first, on which the places rest."""
    tree, links = read_tree(), every_link()
    for span in _spans(Recommendation):
        yield ANSWERS, span, kept_answers(span)
        yield CHAINS, span, kept_chains(span, links)
        yield RECOMMENDATIONS, span, kept_recommendations(span, links)
        yield PLACES, span, kept_places(span, tree)
    for span in _spans(Action):
        yield ACTION_PLACES, span, kept_action_places(span, tree)


def _spans(model: type[Model]) -> Iterator[Span]:
    ends = model._base_manager.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        yield from (Span(start, start + PART) for start in range(ends["first"], ends["last"] + 1, PART))


def _take_the_time_it_needs() -> None:
    """Lift the limits on one statement and on a pause, for this transaction only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
