"""What was said of a report before this service, and the recommendations and bodies whose answers can be recorded."""

from dataclasses import dataclass
from datetime import date

from inspections.models import Inspection, Organisation
from tracker.choices import BeforeService
from tracker.models import Answerable, Response, SaidBefore
from tracker.rules.intake.review import DraftReview
from tracker.rules.intake.said_before import PaperAnswer, before_words
from tracker.rules.typed.text import paragraphs


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation and a body that answers for it, as the table of answers names them."""

    key: str
    number: int | None
    title: str
    body: str
    paper: Response | None = None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An answer that can be recorded as given before this service; `paper` is the one that stands recorded so."""

    answerable: Answerable
    paper: Response | None

    def differs(self, answer: PaperAnswer, on: date | None) -> bool:
        """Return whether this answer is another one than is recorded."""
        held = self.paper
        return held is None or (held.decision, held.reasons, held.answered_on) != (
            answer.decision, paragraphs(answer.words), on,
        )  # fmt: skip

    def asked(self) -> Asked:
        """Return it as the table names it."""
        recommendation = self.answerable.recommendation
        title, body = recommendation.short_title, self.answerable.organisation.display_name
        return Asked(str(self.answerable.pk), recommendation.number, title, body, self.paper)


def of_inspection(inspection: Inspection) -> SaidBefore | None:
    """Return what was said of a report, None where nobody has said; 1 query."""
    return SaidBefore.objects.filter(inspection=inspection).select_related("recorded_by").first()


def paper_rows(inspection: Inspection) -> list[PaperRow]:
    """Return the answers of a report that go on and that nobody has answered with this service; 2 queries.

    What ended because HMPPS did not agree, as recorded here, is among them, so that its words can be put right.
    """
    answers = Answerable.objects.filter(recommendation__inspection=inspection).select_related(
        "recommendation", "organisation__parent"
    )
    newest: dict[int, Response] = {}
    for response in Response.objects.confirmed().filter(answerable__in=answers.values("pk")).order_by("pk"):
        newest[response.answerable_id] = response
    rows = []
    for answerable in answers.order_by("recommendation__position", "organisation__name", "pk"):
        held = newest.get(answerable.pk)
        is_paper = held is not None and held.answered_on is not None
        if is_paper or (held is None and answerable.to_on is None):
            rows.append(PaperRow(answerable, held))
    return rows


def asked_in(review: DraftReview) -> list[Asked]:
    """Return each recommendation of a draft with each body that will answer for it; 1 query."""
    pairs = [(row, body) for row in review.recorded for body in review.bodies(row)]
    names = {body.pk: body.display_name for body in Organisation.objects.filter(pk__in={body for _, body in pairs})}
    return [Asked(f"{row.key}-{body}", row.number, row.short_title, names[body]) for row, body in pairs]


def words_of(inspection: Inspection) -> str:
    """Return what the page of an inspection says of its time before this service; empty where nothing was; 1 query."""
    held = of_inspection(inspection)
    return before_words(BeforeService(held.said), held.said_on) if held else ""
