"""The signed link of a mail: for one purpose, for 60 days, and for nobody who changes it."""

from datetime import timedelta

import pytest
from django.core.signing import Signer

from tests.factories.world import NOW
from tracker.notifications.signed_links import LASTS, SALT, read, sign

HOUR = timedelta(hours=1)


def test_it_names_the_person() -> None:
    assert read(sign(person_id=7, at=NOW), at=NOW + HOUR) == 7


@pytest.mark.parametrize(("age", "expected"), [(LASTS - HOUR, 7), (LASTS, 7), (LASTS + HOUR, None), (-HOUR, None)])
def test_it_lasts_sixty_days(age: timedelta, expected: int | None) -> None:
    assert read(sign(person_id=7, at=NOW), at=NOW + age) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "x" * 500,
        "é:ü",
        sign(person_id=7, at=NOW)[:-1],
        sign(person_id=7, at=NOW).replace(sign(person_id=7, at=NOW)[:4], "abcd"),
        Signer(salt="another.purpose").sign_object([7, int(NOW.timestamp())]),
        Signer(salt=SALT).sign_object([7]),
        Signer(salt=SALT).sign_object({"person": 7}),
        Signer(salt=SALT).sign_object([7, "soon"]),
    ],
)
def test_what_we_did_not_sign_for_this_names_nobody(text: str) -> None:
    assert read(text, at=NOW) is None
