"""Holds the list of places that decide what is shown of the work on recommendations, each with what it asks.

A recommendation can have several bodies, and the work on one body's answer is not the other's to see (docs/model.md,
decision 3). So whoever adds a place that asks where work stands, or reads the bodies that answer, says here which of
the two questions it asks: of the answer, or of the recommendation.
"""

import ast
from collections.abc import Iterator

from tests.architecture.house import ROOT, modules, tree

ANSWER = "the work on one body's answer is seen where that answer is (answer_in_area, or paths() of an open row)"
STANDS = "lists: the recommendation stands in the area when any of its bodies does; nothing of the work is shown by it"
OWNER = "an action is seen in the area of the post that owns it too"
BODY = "what is about one body as such: its area, alert, fieldwork, post, reorganisation, inspection's carry-over"
PUBLIC = "published: who answers, from when to when, how it ended, whether HMPPS has answered"
OWN = "only rows of bodies for which the actor answers, plans or decides; each is in their area"
TOLD = "not a reader: who is told of a body's own rows is worked out by role, and rows name nobody else's"

FORM = "rows that its view chose for a form: of bodies for which the actor plans or attaches"

KEPT = "kept rows of the bodies of the actor's areas: whichever of the two questions the row answers"
WORKED_OUT = "not a reader: works out what is kept, for every body at once"

TAKEN_BACK = "not a reader: keys and counts of what an operation takes back, for whoever may"

PLACES: dict[str, str] = {
    "tracker/models/actor.py:roles_and_posts_from": OWNER,
    "tracker/models/areas.py:of_areas": KEPT,
    "tracker/models/place.py:RecommendationPlaceQuerySet.visible_to": STANDS,
    "tracker/projections/answers.py:_answers_of": WORKED_OUT,
    "tracker/projections/places.py:_answered_at": WORKED_OUT,
    "tracker/projections/recommendations.py:_open": WORKED_OUT,
    "tracker/projections/refresh.py:_whole": WORKED_OUT,
    "tracker/queries/actions.py:_in_state": ANSWER,
    "tracker/queries/areas.py:_counted": BODY,
    "tracker/queries/open_actions.py:_build": OWNER,
    "tracker/queries/actions.py:_is_plain": KEPT,
    "tracker/queries/actions.py:_plain_page": KEPT,
    "tracker/queries/open_actions.py:open_counts": OWNER,
    "tracker/web/views/recommendations.py:_before_and_after": PUBLIC,
    "tracker/web/views/recommendations.py:recommendation_page": ANSWER,
    "tracker/queries/open_actions.py:overdue_of": OWNER,
    "tracker/queries/recommendation_rows.py:_read_work": KEPT,
    "tracker/queries/recommendation_rows.py:_show_answers": ANSWER,
    "tracker/queries/recommendation_rows.py:_views": ANSWER,
    "tracker/queries/recommendation_rows.py:shown_answers": ANSWER,
    "tracker/queries/recommendations.py:_is_plain": KEPT,
    "tracker/queries/recommendations.py:_plain_page": KEPT,
    "tracker/rules/access.py:seeing": ANSWER,
    "tracker/queries/recommendations.py:_owing": f"silence and evidence: {ANSWER}",
    "tracker/rules/access.py:Actor.sees_by_area_alone": "whether one body's kept rows are all that the actor sees",
    "tracker/api/recommendations.py:RecommendationRecord.get_answerable_bodies": PUBLIC,
    "tracker/queries/answering.py:answer_part": ANSWER,
    "tracker/web/forms/action_plans.py:PlanForm.__init__": FORM,
    "tracker/web/forms/action_plans.py:PlanForm.answers": FORM,
    "tracker/web/forms/evidence.py:EvidenceForm.__init__": FORM,
    "tracker/web/forms/evidence.py:EvidenceForm.answerable": FORM,
    "tracker/models/action.py:ActionQuerySet.answering": ANSWER,
    "tracker/models/action.py:AnswersQuerySet.shown_to": ANSWER,
    "tracker/models/action.py:AnswersQuerySet.visible_to": ANSWER,
    "tracker/models/action.py:owned_by": OWNER,
    "tracker/models/alert.py:AlertDutyQuerySet.visible_to": BODY,
    "tracker/models/alert.py:alerts_visible_to": BODY,
    "tracker/models/carry_over.py:CarryOverQuerySet.visible_to": BODY,
    "tracker/models/carry_over.py:to_carry_over": BODY,
    "tracker/models/evidence.py:EvidenceUseQuerySet.visible_to": ANSWER,
    "tracker/models/fieldwork.py:FieldworkQuerySet.visible_to": BODY,
    "tracker/models/judgement.py:JudgementQuerySet.visible_to": ANSWER,
    "tracker/models/recommendation.py:AnswerableQuerySet.with_work_seen_by": ANSWER,
    "tracker/models/recommendation.py:AnswerableQuerySet.work_seen_by": ANSWER,
    "tracker/models/recommendation.py:RecommendationQuerySet.open": PUBLIC,
    "tracker/models/recommendation.py:_stands_in_area": STANDS,
    "tracker/models/recommendation.py:answer_in_area": ANSWER,
    "tracker/models/reorganisation.py:ReorganisationQuerySet.with_waiting": PUBLIC,
    "tracker/models/response.py:ResponseQuerySet.visible_to": ANSWER,
    "tracker/models/sustain_check.py:SustainCheckQuerySet.to_record": OWN,
    "tracker/models/sustain_check.py:SustainCheckQuerySet.visible_to": ANSWER,
    "tracker/notifications/queries/dated_items.py:_responses": TOLD,
    "tracker/notifications/queries/dated_items.py:_unacknowledged": TOLD,
    "tracker/notifications/queries/decisions.py:_new_recommendations": TOLD,
    "tracker/notifications/queries/decisions.py:announced": BODY,
    "tracker/notifications/queries/inspection_reminders.py:_bodies_seen": ANSWER,
    "tracker/notifications/queries/inspection_reminders.py:of_inspection": ANSWER,
    "tracker/notifications/queries/ladder_rows.py:responses": TOLD,
    "tracker/notifications/queries/ladder_rows.py:still_ended": TOLD,
    "tracker/notifications/queries/mail_news.py:_own_records": TOLD,
    "tracker/notifications/queries/recommendation_reminders.py:_of_bodies": ANSWER,
    "tracker/notifications/queries/recommendation_reminders.py:of_recommendation": ANSWER,
    "tracker/notifications/queries/regular_lists.py:_picture": PUBLIC,
    "tracker/notifications/queries/reorganisation_reminders.py:of_reorganisation": BODY,
    "tracker/queries/alerts.py:_bodies": PUBLIC,
    "tracker/queries/alerts.py:whole_alert": BODY,
    "tracker/projections/answers.py:_with_answering": "what is answered and acknowledged, for whoever may read it",
    "tracker/queries/area_facts.py:area_facts": BODY,
    "tracker/queries/answering.py:_answer": ANSWER,
    "tracker/queries/corrections/said_before.py:paper_rows": PUBLIC,
    "tracker/queries/endings.py:answering_bodies": PUBLIC,
    "tracker/models/ending.py:EndingRequestQuerySet.visible_to": ANSWER,
    "tracker/queries/endings.py:may_have_requests": ANSWER,
    "tracker/api/recommendations.py:OneRecommendation.get": ANSWER,
    "tracker/web/views/endings.py:_places": PUBLIC,
    "tracker/web/views/endings.py:_to_ask": OWN,
    "tracker/web/views/endings.py:_with_endings": ANSWER,
    "tracker/web/views/bodies.py:_recommendation": PUBLIC,
    "tracker/queries/answering.py:answers_of": ANSWER,
    "tracker/queries/answering.py:owing": PUBLIC,
    "tracker/queries/answering.py:tags_of": ANSWER,
    "tracker/queries/areas.py:area": BODY,
    "tracker/queries/carry_over.py:Board.receiver": BODY,
    "tracker/queries/carry_over.py:_new": BODY,
    "tracker/queries/carry_over.py:inspection_for": BODY,
    "tracker/queries/carry_over.py:summary_of": BODY,
    "tracker/queries/carry_over_plan.py:_seen": BODY,
    "tracker/queries/changes.py:_bodies_seen": ANSWER,
    "tracker/queries/changes.py:since_last_visit": OWN,
    "tracker/queries/evidence.py:of_recommendation": OWN,
    "tracker/queries/fieldwork.py:gaps_of": BODY,
    "tracker/queries/fieldwork.py:inspection_part": BODY,
    "tracker/queries/posts.py:sees_work": BODY,
    "tracker/queries/posts.py:takeovers": OWN,
    "tracker/queries/corrections/carry_overs.py:depending_on_made": TAKEN_BACK,
    "tracker/queries/corrections/carry_overs.py:state_of": TAKEN_BACK,
    "tracker/queries/corrections/withdrawals.py:depending_on": TAKEN_BACK,
    "tracker/queries/corrections/said.py:recommendation_facts": PUBLIC,
    "tracker/queries/corrections/said.py:recommendation_says": PUBLIC,
    "tracker/queries/corrections/said.py:who_answers": PUBLIC,
    "tracker/queries/corrections/withdrawals.py:answering_for": PUBLIC,
    "tracker/queries/recommendations.py:WholeRecommendation.hidden": ANSWER,
    "tracker/queries/recommendations.py:WholeRecommendation.open_paths": OWN,
    "tracker/queries/recommendations.py:WholeRecommendation.seen": ANSWER,
    "tracker/queries/recommendations.py:whole": ANSWER,
    "tracker/queries/recurrence.py:Said.answering": PUBLIC,
    "tracker/queries/recurrence.py:Said.status": PUBLIC,
    "tracker/queries/recurrence.py:_in_order": PUBLIC,
    "tracker/queries/recurrence.py:chain": PUBLIC,
    "tracker/queries/reorganisation_undo.py:depending_on": BODY,
    "tracker/queries/reorganisations.py:orphans": PUBLIC,
    "tracker/queries/reorganisations.py:passed_on": PUBLIC,
    "tracker/queries/reorganisations.py:who_takes_over": OWN,
    "tracker/queries/self_assessments.py:own_bodies": OWN,
    "tracker/queries/timeline.py:of_recommendation": ANSWER,
    "tracker/rules/access.py:_only_reads": "reading is not changing",
    "tracker/web/views/action_plans.py:_edit_form": OWN,
    "tracker/web/views/action_plans.py:_plan_form": OWN,
    "tracker/web/views/action_plans.py:action_new": OWN,
    "tracker/web/views/evidence.py:new_for_recommendation": OWN,
    "tracker/web/views/responses.py:_answers": ANSWER,
    "tracker/web/views/reviews.py:_check_may_review_here": OWN,
    "tracker/web/views/reviews.py:_recommendation": f"{STANDS}; a named body: {ANSWER}",
}
ASKS = frozenset(
    {
        "SEE_WORK", "in_area_of", "answer_in_area", "work_seen_by", "with_work_seen_by", "shown_to", "is_seen",
        "open_answerables", "answers_of",
    }
)  # fmt: skip
# They change what they were given, and who may is asked of the body itself; the samples are nobody's reader.
NOT_READ = frozenset({"migrations", "sample_data", "management"})


def functions(node: ast.AST, name: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions and methods of a module with their names; what stands inside one belongs to it."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.FunctionDef):
            yield f"{name}{each.name}", each
        elif isinstance(each, ast.ClassDef):
            yield from functions(each, f"{name}{each.name}.")


def asks(function: ast.FunctionDef) -> bool:
    """Return whether it asks where work stands, or reads the bodies that answer."""
    return any(
        (isinstance(node, ast.Name) and node.id in ASKS)
        or (isinstance(node, ast.Attribute) and (node.attr in ASKS or _reads_rows(node)))
        for node in ast.walk(function)
    )


def _reads_rows(node: ast.Attribute) -> bool:
    """Return whether it is the rows of bodies: all of them, or those of a page or a chain."""
    is_manager = node.attr == "objects" and isinstance(node.value, ast.Name) and node.value.id == "Answerable"
    return is_manager or node.attr == "answerables"


def found() -> set[str]:
    """Return every place of `tracker` that asks, as 'path:function'."""
    return {
        f"{path.relative_to(ROOT)}:{name}"
        for _, path in modules()
        if path.is_relative_to(ROOT / "tracker")
        and not NOT_READ & set(path.relative_to(ROOT).parts)
        and path.relative_to(ROOT).parts[:2] != ("tracker", "operations")
        for name, function in functions(tree(path))
        if asks(function)
    }


def test_each_place_says_what_it_asks():
    new = sorted(found() - PLACES.keys())

    assert not new, f"Say in {__name__}.PLACES whether it asks of a body's answer, and test it: {', '.join(new)}"


def test_each_place_that_is_listed_is_there():
    assert sorted(PLACES.keys() - found()) == []
    assert all(PLACES.values())
