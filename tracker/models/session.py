"""Open sessions, each with its person, so that who asks and what they may do is read together with the session."""

from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import QuerySet

from tracker.models.actor import roles_and_posts_from, roles_and_posts_in_sql
from tracker.models.person import Person
from tracker.models.statements import Question


class Session(AbstractBaseSession):
    """Django's session, and who is signed in by it; nobody before they sign in."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return what reads and writes sessions, as the settings say."""
        return import_module(settings.SESSION_ENGINE).SessionStore


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What a session holds, still encoded, and its person with what they may do on the day."""

    data: str
    person: Person | None


def open_session(key: str, *, at: datetime, on: date) -> OpenSession | None:
    """Return the session of this key unless it has run out, with its person, their roles and their posts; one query."""
    for data, roles, held, covered, *facts in _OPEN.rows(key=key, at=at, on=on):
        if facts[0] is None:
            return OpenSession(data, None)
        person: Person = Person.from_db(DEFAULT_DB_ALIAS, _FACTS, facts)
        person.roles_and_posts = roles_and_posts_from(roles, held, covered, on=on)
        return OpenSession(data, person)
    return None


_FACTS = [field.attname for field in Person._meta.concrete_fields]


def _build(*, key: str, at: datetime, on: date) -> "QuerySet[Any, Any]":
    roles_and_posts = roles_and_posts_in_sql("person", on=on)
    facts = (f"person__{name}" for name in _FACTS)
    return Session.objects.filter(session_key=key, expire_date__gt=at).values_list(
        "session_data", *roles_and_posts, *facts
    )


_OPEN = Question(_build)
