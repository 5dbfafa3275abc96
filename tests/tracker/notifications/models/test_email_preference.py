"""How often each person wants mail: the default for who never chose, and no choice that cannot be."""

from typing import Any

import pytest

from tests.factories.rows import refused_by, save_changed
from tracker.choices import Frequency
from tracker.models import Person
from tracker.notifications.models import EmailPreference
from tracker.notifications.rules.email_preferences import DEFAULT, AtOnce, Preference


@pytest.fixture
def chosen(db: None) -> EmailPreference:
    """Somebody wants every second Thursday, and to hear of no escalation at once."""
    person = Person.objects.create_user("chose@example.org", "Chose")
    return EmailPreference.objects.create(
        person=person, frequency=Frequency.FORTNIGHTLY, weekday=3, tells_escalations_at_once=False
    )


@pytest.fixture
def other(db: None) -> Person:
    return Person.objects.create_user("never@example.org", "Never")


def test_what_was_chosen_is_read_with_what_comes_at_once(chosen: EmailPreference) -> None:
    found = EmailPreference.objects.choice_of(chosen.person_id)

    assert found == (Preference(Frequency.FORTNIGHTLY, 3), AtOnce(reviews=True, escalations=False))
    assert EmailPreference.objects.preference_of(chosen.person_id) == found[0]


def test_who_never_chose_gets_it_on_mondays_and_everything_at_once(chosen: EmailPreference, other: Person) -> None:
    assert EmailPreference.objects.preference_of(other.pk) == DEFAULT == Preference(Frequency.WEEKLY, 0)
    assert EmailPreference.objects.choice_of(other.pk) == (DEFAULT, AtOnce(reviews=True, escalations=True))


def test_of_many_it_reads_those_who_chose_in_one_query(
    chosen: EmailPreference, other: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = EmailPreference.objects.choices_of([chosen.person_id, other.pk])

    assert found == {chosen.person_id: (chosen.preference, chosen.at_once)}


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("email_preference_frequency_known", {"frequency": "hourly"}),
        ("email_preference_on_a_working_day", {"weekday": 5}),
    ],
)
def test_a_choice_that_cannot_be_is_refused(chosen: EmailPreference, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(EmailPreference, constraint):
        save_changed(chosen, **changes)
