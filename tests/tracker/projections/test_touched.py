"""Every event says what it touches: the table has a row for each verb, and each row names something of its subject."""

import pytest

from tracker.projections.touched import TOUCHES, Touch, Touched
from tracker.rules.timeline import WORDS


def test_each_verb_has_a_row_and_no_other():
    assert TOUCHES.keys() == WORDS.keys()


def test_each_kind_of_touch_is_some_verbs():
    assert set(TOUCHES.values()) == set(Touch)


@pytest.mark.parametrize(
    ("verb", "subject", "touched"),
    [
        ("self-assessment.made", "REC-0007", Touched(said={7})),
        ("recommendation.linked", "REC-0007", Touched(linked={7})),
        ("recommendation.ended", "REC-0007", Touched(whole={7})),
        ("recommendation.linked-to-alert", "REC-0007", Touched(whole={7})),
        ("action.updated", "ACT-0007", Touched(actions={7})),
        ("inspection.published", "INS-0007", Touched(reports={7})),
        ("reorganisation.undone", "RGN-0007", Touched(reorganisations={7})),
        ("person.invited", "PER-0007", Touched()),
    ],
)
def test_an_event_touches_its_subject(verb, subject, touched):
    noted = Touched()

    noted.note(verb=verb, subject=subject)

    assert noted == touched
    assert bool(noted) is (TOUCHES[verb] is not Touch.NOTHING)


def test_a_verb_without_a_row_is_refused():
    with pytest.raises(KeyError):
        Touched().note(verb="action.painted", subject="ACT-0007")


def test_a_subject_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="ACT-0007 is no Recommendation"):
        Touched().note(verb="recommendation.ended", subject="ACT-0007")


def test_a_copy_has_sets_of_its_own():
    first = Touched(said={1}, bodies={2})

    second = first.copy()
    second.said.add(9)

    assert (first.said, second.bodies) == ({1}, {2})
