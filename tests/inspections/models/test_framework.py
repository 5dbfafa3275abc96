"""Frameworks of standards: a code counts within its own, and questions stand in their places."""

import pytest

from inspections.choices import InspectionKind
from inspections.models import Framework, KeyQuestion, Standard
from tests.factories.rows import refused_by, save_changed, save_twin


@pytest.fixture
def standard(db: None) -> Standard:
    framework = Framework.objects.create(code="pdu-2023", name="Standards of 2023", kind=InspectionKind.PDU)
    return Standard.objects.create(framework=framework, code="P1", title="Leadership", position=2, judged_by="casework")


def ask(standard: Standard, position: int, text: str = "Is there a plan?") -> KeyQuestion:
    return KeyQuestion.objects.create(standard=standard, position=position, text=text)


def test_standards_and_questions_come_in_their_places(standard: Standard) -> None:
    save_twin(standard, code="P2", title="Staffing", position=1)
    for position in (2, 1):
        ask(standard, position, f"Question {position}")

    assert [str(row) for row in standard.framework.standards.all()] == ["P2 Staffing", "P1 Leadership"]
    assert [str(row) for row in standard.key_questions.all()] == ["Question 1", "Question 2"]


def test_a_code_is_refused_a_second_time_in_its_framework(standard: Standard) -> None:
    with refused_by(Standard, "standard_code_once_per_framework"):
        save_twin(standard)


def test_a_code_may_stand_in_another_framework(standard: Standard) -> None:
    other = Framework.objects.create(code="pdu-2021", name="Standards of 2021", kind=InspectionKind.PDU)

    save_twin(standard, framework=other)

    assert Standard.objects.filter(code="P1").count() == 2


def test_a_question_without_words_or_in_a_taken_place_is_refused(standard: Standard) -> None:
    question = ask(standard, 1)

    with refused_by(KeyQuestion, "key_question_once_per_place"):
        save_twin(question)
    with refused_by(KeyQuestion, "key_question_has_words"):
        save_changed(question, text="")
