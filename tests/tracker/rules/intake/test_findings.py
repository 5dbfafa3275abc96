"""Ratings and the alert in a review: as they were read, until a person has answered."""

from tests.factories.reviews_of_drafts import report
from tracker.rules.intake.findings import alert_lines, printed_standards, states_of
from tracker.rules.intake.proposals import Task, TaskState

STANDARD = {"code": "P 1.1", "title": "Leadership", "rating": "Good", "key_questions": []}
ALERT = {"concerns": ["nobody checks"], "actions": ["check"]}


def test_they_stand_as_they_were_read_until_a_person_answers() -> None:
    read = report(standards=[STANDARD], organisational_alert=ALERT)
    answers = {"ratings": {"standards": []}, "alert": {"concerns": [], "required_actions": ["look"]}}

    assert [row.rating for row in printed_standards(read, {})] == ["good"]
    assert alert_lines(read, {}).concerns == ("nobody checks",)
    assert printed_standards(read, answers) == ()
    assert alert_lines(read, answers).required_actions == ("look",)


def test_where_none_were_read_there_is_nothing_to_check() -> None:
    assert set(states_of(frozenset(), {}, report()).values()) == {TaskState.COMPLETED}
    read = report(standards=[STANDARD])
    assert states_of(frozenset(), {}, read)[Task.RATINGS] is TaskState.NOT_STARTED
    assert states_of(frozenset({"ratings"}), {}, read)[Task.RATINGS] is TaskState.COMPLETED
