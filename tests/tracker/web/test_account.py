"""One's own account: what it shows, the password, and the end of every session."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.factories.world import PASSWORD, World
from tracker.models import Membership, Person

SignedIn = Callable[[str], Client]
STRONG = "correct horse battery staple"


def test_it_shows_roles_in_plain_words_and_posts(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get("/account/").content.decode()

    assert "Head of PDU for Kirklees PDU" in page
    assert "plans and updates actions" in page
    assert "Hand over" in page


def test_somebody_without_a_role_is_told_what_to_do(signed_in: SignedIn, world: World) -> None:
    Membership.objects.all().delete()

    assert "You have no role" in signed_in("auditor").get("/account/").content.decode()


def test_a_new_password_ends_other_sessions_and_keeps_this_one(signed_in: SignedIn, world: World) -> None:
    here, there = signed_in("head"), signed_in("head")

    here.post("/account/password/", {"old_password": PASSWORD, "new_password1": STRONG})

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert Person.objects.get(pk=world.people["head"].pk).check_password(STRONG)


def test_a_wrong_password_is_told_beside_its_field(signed_in: SignedIn, world: World) -> None:
    answer = signed_in("head").post("/account/password/", {"old_password": "wrong", "new_password1": STRONG})

    assert answer.status_code == 400
    assert "Enter the password you use now" in answer.content.decode()
    assert STRONG not in answer.content.decode()


def test_signing_out_everywhere_ends_every_session(signed_in: SignedIn, world: World) -> None:
    here, there = signed_in("head"), signed_in("head")

    here.post("/account/sessions/end/")

    assert [client.get("/account/").status_code for client in (here, there)] == [302, 302]


def test_only_administrators_have_users_in_their_menu(signed_in: SignedIn, world: World) -> None:
    pages = {key: signed_in(key).get("/account/").content.decode() for key in ("administrator", "head")}

    assert 'href="/users/"' in pages["administrator"]
    assert 'href="/users/"' not in pages["head"]


def test_a_new_user_sees_what_they_can_do(signed_in: SignedIn, world: World) -> None:
    Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=timezone.now())

    page = signed_in("head").get("/").content.decode()

    assert "What you can do here" in page
    assert "As Head of PDU: answers recommendations" in page


def test_after_two_weeks_that_is_no_news(signed_in: SignedIn, world: World) -> None:
    Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=timezone.now() - timedelta(days=15))

    assert "What you can do here" not in signed_in("head").get("/").content.decode()
