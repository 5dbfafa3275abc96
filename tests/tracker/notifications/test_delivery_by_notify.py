"""GOV.UK Notify as the way out: what it is sent, and what its answers mean."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.notify_office import SERVICE as NOTIFY_SERVICE
from tests.factories.notify_office import TEMPLATE, open_notify_office
from tests.factories.world import NOW
from tracker.choices import ActionStatus, MessageState, NoticeKind, NoticeWay
from tracker.models import Action, Person
from tracker.notifications import sending
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations import deliveries
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PEOPLE = {"head": "kirklees", "sibling_head": "leeds", "other_head": "wigan"}


@pytest.fixture
def office(settings):
    settings.SERVICE_URL = "https://recommendations.example"
    with open_notify_office(settings) as office:
        yield office


@pytest.fixture
def cast(world):
    """Three heads are to be told of an action that was given to them."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    for key, action in PEOPLE.items():
        held, person = world.actions[action], world.people[key].pk
        Action.objects.filter(pk=held.pk).update(status=ActionStatus.NOT_STARTED, due_on=NOW.date().replace(year=2027))
        NoticeToTell.objects.create(
            number=1,
            person_id=person,
            kind=NoticeKind.ASSIGNED,
            way=NoticeWay.DIGEST,
            subject=held.ref,
            created_at=NOW,
        )
    remind(by=SERVICE, at=MONDAY)
    return world


def send(at=MONDAY):
    return sending.send_due(by=SERVICE, at=at)


def ask(at=MONDAY):
    return deliveries.note_deliveries(by=SERVICE, at=at)


def message_to(world, key="head"):
    return Message.objects.get(person=world.people[key])


def test_the_text_goes_as_subject_and_body_with_our_reference(cast, office):
    run = send()

    message, (sent,) = message_to(cast), office.sent_to(cast.people["head"].email)
    assert run.sent == 3
    assert office.issuers == {NOTIFY_SERVICE}
    assert sent["template_id"] == TEMPLATE
    assert sent["reference"] == message.message_id.strip("<>").partition("@")[0]
    assert sent["personalisation"]["subject"] == message.subject != ""
    assert sent["personalisation"]["body"].startswith("Hello ")
    assert "<" not in sent["personalisation"]["body"].replace("<https", "")
    assert sent["one_click_unsubscribe_url"].startswith("https://recommendations.example/email-preferences/")
    assert (message.state, message.provider_reference) == (MessageState.SENT, sent["id"])


def test_a_title_that_is_markdown_goes_as_text(cast, office):
    """Notify reads the body as Markdown (rules/notify_text)."""
    Action.objects.update(title="[Confirm your password](https://evil.example)")

    send()

    (sent,) = office.sent_to(cast.people["head"].email)
    assert r"\[Confirm your password\](https://evil.example)" in sent["personalisation"]["body"]
    assert "[Confirm your password]" not in sent["personalisation"]["body"].replace(r"\[", "").replace(r"\]", "")


def test_an_address_that_can_be_none_fails_alone_and_bounces(cast, office):
    email = cast.people["head"].email
    office.answers[email] = (400, "ValidationError", "email_address Not a valid email address")

    run = send()

    assert (run.sent, run.failed, Bounce.objects.get().address) == (2, 1, email)


def test_a_recipient_that_the_key_may_not_reach_fails_alone_and_does_not_bounce(cast, office):
    words = "Can’t send to this recipient using a team-only API key"
    office.answers[cast.people["head"].email] = (400, "BadRequestError", words)

    run = send()

    assert (run.sent, run.failed, Bounce.objects.count()) == (2, 1, 0)
    assert words in message_to(cast).last_error


@pytest.mark.parametrize(
    "answer",
    [
        (403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"),
        (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
        (429, "TooManyRequestsError", "Exceeded send limits (email: 50) for today"),
        (500, "Exception", "Internal server error"),
        (503, "Exception", "Service unavailable"),
        (400, "BadRequestError", "Template not found"),
    ],
    ids=lambda answer: f"{answer[0]} {answer[1]}",
)
def test_what_is_nobodys_address_ends_the_run_and_goes_later(cast, office, answer):
    office.fails = answer
    run = send()
    office.fails = None

    later = send(MONDAY + MINUTE)

    assert (run.sent, run.later, run.failed) == (0, 1, 0)
    assert (later.sent, len(office.taken), Bounce.objects.count()) == (3, 3, 0)


def test_an_answer_that_was_lost_is_asked_for_before_it_is_sent_again(cast, office):
    office.forgets_to_answer = True
    first = send()
    office.forgets_to_answer = False

    send(MONDAY + MINUTE)

    assert (first.sent, first.later, len(office.taken)) == (0, 1, 3)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


def test_nothing_listens(cast, office, settings):
    settings.NOTIFY_URL = "http://127.0.0.1:9"

    run = send()

    assert (run.sent, run.later) == (0, 1)
