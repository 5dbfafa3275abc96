"""Sessions as pages and API meet them: one read brings the session, who is signed in, their roles and their posts."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from tracker.models import Person, Session, open_session


class SessionStore(DatabaseSessionStore):
    """Django's sessions in the database, in our table; SESSION_ENGINE names this module for it."""

    person: Person | None = None  # whose session it was when it was read

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """Return what the session holds, and read its person along; one query."""
        at = timezone.now()
        session = open_session(self.session_key, at=at, on=timezone.localdate(at)) if self.session_key else None
        if session is None:
            self._session_key = None
            return {}
        self.person = session.person
        return self.decode(session.data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Any = super().create_model_instance(data)
        session.person_id = int(data[auth.SESSION_KEY]) if auth.SESSION_KEY in data else None
        made: Session = session
        return made


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's `request.user`, without a query of its own."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _signed_in(request))  # type: ignore[assignment]


def _signed_in(request: HttpRequest) -> Person | AnonymousUser:
    """Return who is signed in, once for each request, where the log line looks for them too."""
    known = vars(request)
    if "_cached_user" not in known:
        known["_cached_user"] = _of_session(request) or auth.get_user(request)
    user: Person | AnonymousUser = known["_cached_user"]
    return user


def _of_session(request: HttpRequest) -> Person | None:
    """Return the person who was read with the session, where every check of `auth.get_user` says yes.

    Whatever else there is (a changed password, an older secret key, a closed account) is left to Django, which asks
    the database again.
    """
    session: Any = request.session
    kept = session.get(auth.SESSION_KEY)  # reads the session, and its person
    person: Person | None = session.person
    if person is None or kept != str(person.pk):
        return None
    path = session.get(auth.BACKEND_SESSION_KEY)
    backend: Any = auth.load_backend(path) if path in settings.AUTHENTICATION_BACKENDS else None
    may = backend is not None and backend.user_can_authenticate(person)
    is_current = constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if may and is_current else None
