"""Who may sign in, how often one may try, and where a person goes afterwards."""

import hashlib
import logging

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from redis.exceptions import RedisError

from tracker.models import Person

log = logging.getLogger(__name__)

TRIES = 10
TRIES_SECONDS = 15 * 60
_NEXT = "next_page"


class AccountBackend(ModelBackend):
    """Local accounts. Disabled people are refused, at once also in a session that is open."""

    def user_can_authenticate(self, user: Person | AnonymousUser | None) -> bool:
        """Return whether the account may sign in; demo accounts, whose passwords are printed, only with DEBUG."""
        may = super().user_can_authenticate(user)
        return may and (settings.DEBUG or not getattr(user, "is_demo", False))


def claim_try(request: HttpRequest, email: str) -> bool:
    """Take one of the ten tries that an account has from one address in 15 minutes; False when none is left.

    Each try is a key of its own that the cache adds or refuses in one step, so tries sent at once are counted too,
    and each comes back 15 minutes after it was used. Tries are not counted while the cache is out of reach: nobody
    would be able to work.
    """
    try:
        return any(cache.add(key, 1, timeout=TRIES_SECONDS) for key in _tries(request, email))
    except RedisError:
        log.warning("Sign-in tries are not counted: the cache does not answer")
        return True


def give_tries_back(request: HttpRequest, email: str) -> None:
    """Forget earlier mistakes after a sign-in that worked."""
    try:
        cache.delete_many(_tries(request, email))
    except RedisError:
        log.warning("Sign-in tries were not reset: the cache does not answer")


def remember_next(request: HttpRequest) -> None:
    """Keep the page asked for in the session; an address of another site is dropped."""
    page = request.GET.get("next", "")
    if page and url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        request.session[_NEXT] = page


def take_next(request: HttpRequest) -> str:
    """Return the page asked for before sign-in, once."""
    return str(request.session.pop(_NEXT, "") or settings.LOGIN_REDIRECT_URL)


def _tries(request: HttpRequest, email: str) -> list[str]:
    who = f"{email.strip().lower()} {request.META.get('REMOTE_ADDR', '')}"
    name = hashlib.sha256(who.encode()).hexdigest()
    return [f"sign-in:{name}:{number}" for number in range(TRIES)]
