"""Kept answers of a form: once for each person and address, and gone with their person's account."""

from tests.factories.rows import refused_by, save_twin
from tests.factories.world import NOW
from tracker.models import FormDraft, Person


def make_draft() -> FormDraft:
    person = Person.objects.create_user("new@example.org", "New")
    return FormDraft.objects.create(person=person, address="/actions/", answers={"title": ["Plans"]}, kept_at=NOW)


def test_kept_answers_are_refused_a_second_time_for_one_form(db: None) -> None:
    draft = make_draft()

    with refused_by(FormDraft, "form_draft_once_per_form"):
        save_twin(draft)


def test_another_form_of_the_same_person_is_kept_too(db: None) -> None:
    save_twin(make_draft(), address="/posts/")

    assert [str(draft) for draft in FormDraft.objects.order_by("pk")] == ["New at /actions/", "New at /posts/"]
