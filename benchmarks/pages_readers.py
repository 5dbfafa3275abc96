"""Signs readers in and out of one database for benchmarks/pages.py, in a process of its own: `begin`, `end KEY …`.

A process of Django knows one database, and the benchmark measures several at once. `begin` prints as JSON how many
recommendations the database has, each reader's session, and the addresses of the pages with references of the
reader's own work. Everything else is left as it is.
"""

import json
import sys
import time
from importlib import import_module
from typing import Any

import django

from benchmarks.pages_list import PAGES, READERS, name_of


def begin() -> dict[str, Any]:
    """Return the number of recommendations, the keys of the sessions, and the addresses with their cookies."""
    from django.conf import settings  # noqa: PLC0415

    from tracker.models import Recommendation  # noqa: PLC0415

    keys, own = {}, {}
    for reader, email in READERS.items():
        keys[reader], own[reader] = _sign_in(email)
    addresses = [
        {
            "name": name_of(page, reader),
            "path": page.path.format(**own[reader]),
            "cookie": f"{settings.SESSION_COOKIE_NAME}={keys[reader]}",
            "is_api": page.is_api,
        }
        for page in PAGES
        for reader in page.readers
    ]
    return {"count": Recommendation.objects.count(), "keys": list(keys.values()), "addresses": addresses}


def _sign_in(email: str) -> tuple[str, dict[str, str]]:
    """Return the key of a new session, and the references of the reader's most urgent action and of what it answers."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from tracker.models import Action, Person, Recommendation, actor_of  # noqa: PLC0415

    person = Person.objects.get(email=email)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    store["_auth_user_hash"] = person.get_session_auth_hash()
    store["began_at"] = store["seen_at"] = int(time.time())
    store.save()
    actor = actor_of(person, on=timezone.localdate())
    action = Action.objects.mine(actor).open().most_urgent_first().first()
    answered = Recommendation.objects.filter(answerables__answers__action=action).first() if action else None
    if action is None or answered is None:
        raise SystemExit(f"{email} has no open action: make the database anew, for a day near today.")
    return store.session_key, {"action": action.ref, "recommendation": answered.ref}


def end(keys: list[str]) -> None:
    """Delete the sessions."""
    from django.conf import settings  # noqa: PLC0415

    for key in keys:
        import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "begin":
        print(json.dumps(begin()))
    else:
        end(sys.argv[2:])
