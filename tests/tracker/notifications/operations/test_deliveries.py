"""What a provider says became of the mail it took: delivered, tried anew, or an address that does not work."""

import pytest

from tests.factories.mail import make_message
from tests.factories.mail_days import DAY, MINUTE, MONDAY, note, step
from tests.factories.notify_office import open_notify_office
from tests.factories.world import TODAY
from tracker.choices import MessageKind, MessageState, NoticeWay
from tracker.errors import NotAllowed
from tracker.models import Person, actor_of
from tracker.notifications import sending
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations import deliveries
from tracker.rules.access import SERVICE

PEOPLE = {"head": "kirklees", "sibling_head": "leeds", "other_head": "wigan"}
HEAD = "head@example.org"


@pytest.fixture
def office(settings):
    with open_notify_office(settings) as office:
        yield office


@pytest.fixture
def sent(cast, office):
    """The provider has taken mail for three heads."""
    for key, action in PEOPLE.items():
        note(cast, key, action=action, way=NoticeWay.DIGEST)
    step(MONDAY)
    return cast


def ask(at=MONDAY):
    return deliveries.note_deliveries(by=SERVICE, at=at)


def record(statuses, messages, *, at):
    deliveries.record_statuses(statuses=statuses, messages=messages, by=SERVICE, at=at)


def make_taken(world, **fields):
    """A mail that the provider has taken."""
    return make_message(
        world.people["head"], uid="1", state=MessageState.SENT, sent_at=MONDAY, provider_reference="n", **fields
    )


def message_to(world, key="head"):
    return Message.objects.select_related("person").get(person=world.people[key])


def test_delivered(sent, office):
    for key in PEOPLE:
        office.became(sent.people[key].email, "delivered")

    assert (ask(), ask()) == (3, 0)
    assert set(Message.objects.values_list("state", "delivery")) == {(MessageState.SENT, "delivered")}


@pytest.mark.parametrize("status", ["created", "sending"])
def test_on_its_way_is_asked_again(sent, office, status):
    office.became(sent.people["head"].email, status)

    assert (ask(), ask()) == (3, 3)
    assert message_to(sent).delivery == status


def test_a_permanent_failure_bounces(sent, office):
    office.became(sent.people["head"].email, "permanent-failure")

    ask()

    assert message_to(sent).state == MessageState.FAILED
    assert Bounce.objects.get().person == sent.people["head"]
    assert "says that the address does not work" in message_to(sent).result
    assert NoticeToTell.objects.untold().filter(person=sent.people["head"]).exists()


@pytest.mark.parametrize("status", ["temporary-failure", "technical-failure"])
def test_any_other_failure_is_sent_anew(sent, office, status):
    email = sent.people["head"].email
    office.became(email, status)
    ask()

    sending.send_due(by=SERVICE, at=MONDAY + 5 * MINUTE)

    message = message_to(sent)
    assert (message.state, message.attempts, len(office.sent_to(email))) == (MessageState.SENT, 2, 2)
    assert len({each["reference"] for each in office.sent_to(email)}) == 1
    assert message.provider_reference == office.sent_to(email)[1]["id"]
    assert not Bounce.objects.exists()


def test_a_provider_that_does_not_answer_is_asked_later(sent, office):
    office.fails = (500, "Exception", "Internal server error")

    assert ask() == 0
    assert message_to(sent).state == MessageState.SENT


def test_smtp_is_not_asked(sent, office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert (ask(), office.asked) == (0, 0)


@pytest.mark.parametrize(("moved", "bounces"), [(False, 1), (True, 0)])
def test_the_address_that_it_was_sent_to_is_blamed(sent, office, moved, bounces):
    if moved:
        Person.objects.filter(pk=sent.people["head"].pk).update(email="new@example.org")
    office.became(HEAD, "permanent-failure")

    ask()

    assert (message_to(sent).state, message_to(sent).address) == (MessageState.FAILED, HEAD)
    assert Bounce.objects.count() == bounces


def test_one_sent_before_addresses_were_kept_is_of_the_address_of_now(sent, office):
    Message.objects.update(address="")
    office.became(HEAD, "permanent-failure")

    ask()

    assert Bounce.objects.get().address == HEAD


@pytest.mark.parametrize(
    ("status", "days", "state"),
    [
        ("sending", 0, MessageState.SENT),
        ("a-new-status", 0, MessageState.SENT),
        ("temporary-failure", 0, MessageState.PENDING),
        ("technical-failure", 3, MessageState.PENDING),
        ("permanent-failure", 0, MessageState.FAILED),
    ],
)
def test_what_a_status_does_to_a_digest(cast, status, days, state):
    message = make_taken(cast, kind=MessageKind.INSTANT, created_at=MONDAY)

    record({"n": "temporary-failure"}, {"n": message}, at=MONDAY + DAY)

    assert Message.objects.get().state == MessageState.FAILED
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(("days", "asked"), [(4, 3), (5, 0)])
def test_a_provider_is_asked_for_four_days(sent, days, asked):
    assert ask(MONDAY + days * DAY) == asked


def test_a_person_neither_asks_nor_records(cast):
    by = actor_of(cast.people["administrator"], on=TODAY)

    with pytest.raises(NotAllowed):
        deliveries.note_deliveries(by=by, at=MONDAY)
    with pytest.raises(NotAllowed):
        deliveries.record_statuses(statuses={}, messages={}, by=by, at=MONDAY)
