"""How other systems sign in to the API, and how often they may ask."""

import logging
from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend
from redis.exceptions import RedisError
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from tracker.models import Person

log = logging.getLogger(__name__)


class TokenSignIn(TokenAuthentication):
    """`Authorization: Token …`. A token lives as long as its person may sign in: the same check as at sign-in."""

    def authenticate(self, request: Request) -> tuple[Person, Token] | None:
        signed_in: Any = super().authenticate(request)
        if signed_in:
            vars(request._request)["_cached_user"] = signed_in[0]  # the request's log line names the person
        return signed_in

    def authenticate_credentials(self, key: str) -> tuple[Person, Token]:
        person: Any
        person, token = super().authenticate_credentials(key)
        if not any(
            isinstance(backend, ModelBackend) and backend.user_can_authenticate(person) for backend in get_backends()
        ):
            raise AuthenticationFailed
        return person, token


class PersonThrottle(UserRateThrottle):
    """Counts each person's requests in the cache; while the cache is out of reach nobody is held up."""

    scope = "person"

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError:
            log.warning("API requests are not counted: the cache does not answer")
            return True
