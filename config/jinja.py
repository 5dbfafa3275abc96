"""The Jinja environment of our templates: where they are, and the words, links and dates they can use."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape
from markupsafe import Markup, escape

from tracker.models import Person, actor_of
from tracker.notifications.queries import jobs
from tracker.queries.reviews import count_of_reviews
from tracker.rules.access import Actor, Doing, may_anywhere
from tracker.web.forms.rendering import FILTERS

# Lists stop counting there (docs/performance.md): more is said as '1,000+'.
COUNT_LIMIT = 1_000


def environment(**options: Any) -> Environment:
    """Return Jinja as Django asks for it: HTML is escaped, the plain text of e-mails is not."""
    options["autoescape"] = select_autoescape(("html", "xml"), default_for_string=True)
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(**options)  # noqa: S701 (escaping is set two lines above)
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env.loader = ChoiceLoader([env.loader, macros] if env.loader else [macros])
    env.globals.update(url=url, static=static, has_page=has_page, with_query=with_query, chosen_filters=chosen_filters)
    env.filters.update(
        date_long=date_long,
        date_short=date_short,
        date_day=date_day,
        date_month=date_month,
        date_time=date_time,
        counted=counted,
        plural=plural,
        paragraphs=paragraphs,
        starts_lower=starts_lower,
        **FILTERS,
    )
    return env


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what every page may show; nothing here asks the database until the template does."""
    return {
        "service_name": settings.SERVICE_NAME,
        "brand_name": settings.BRAND_NAME,
        "classification": settings.CLASSIFICATION,
        "support_email": settings.SUPPORT_EMAIL,
        "demo": settings.DEMO,
        "printed_at": timezone.now(),
        "alerts": lambda: get_messages(request),
        "reviews_waiting": lambda: reviews_waiting(request),
        "manages_people": lambda: manages_people(request),
        "mail_is_late": lambda: jobs.mail_is_late(at=timezone.now()),
        "last_checked": lambda: jobs.last_checked(at=timezone.now()),
        "records_reorganisations": lambda: records_reorganisations(request),
    }


def reviews_waiting(request: HttpRequest) -> int | None:
    """Return how many self-assessments wait for the signed-in person, for the navigation.

    None for somebody who reviews nothing.
    """
    actor = _actor(request)
    return count_of_reviews(actor) if actor else None


def manages_people(request: HttpRequest) -> bool:
    """Return whether the account menu of the signed-in person has 'Users'."""
    actor = _actor(request)
    return actor is not None and may_anywhere(actor, Doing.MANAGE_PEOPLE)


def records_reorganisations(request: HttpRequest) -> bool:
    """Return whether the account menu of the signed-in person has 'Reorganisations'."""
    actor = _actor(request)
    return actor is not None and may_anywhere(actor, Doing.RECORD_REORGANISATIONS)


def _actor(request: HttpRequest) -> Actor | None:
    """Return who is signed in, which is read once, for pages that have no door of ours."""
    if not isinstance(request.user, Person):
        return None
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        found = request.actor = actor_of(request.user, on=timezone.localdate())  # type: ignore[attr-defined]
    return found


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def has_page(name: str) -> bool:
    """Return whether a page of that name exists, so that shared navigation never links to nowhere."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def with_query(request: HttpRequest, **changes: Any) -> str:
    """Return the present query string with changes, for links: None or '' takes a name out, a list repeats it.

    Returns '?' alone when nothing is left, so that a link still leads to the plain list.
    """
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, "", []):
            query.pop(name, None)
        else:
            query.setlist(name, [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)])
    return f"?{query.urlencode()}"


def chosen_filters(request: HttpRequest, filters: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each filter that is set, for `filter_panel`, with the address of the list's first page without it."""
    return [
        (label, [(words, with_query(request, after=None, before=None, **{name: None}))])
        for name, label, words in filters.chosen
    ]


def date_long(value: date | None) -> str:
    """Return '5 March 2025', in London for a time; '' for None."""
    return f"{_day(value):%-d %B %Y}" if value else ""


def date_short(value: date | None) -> str:
    """Return '5 Mar 2025', where space is tight."""
    return f"{_day(value):%-d %b %Y}" if value else ""


def date_day(value: date | None) -> str:
    """Return 'Wednesday 5 March 2025', where the day helps."""
    return f"{_day(value):%A %-d %B %Y}" if value else ""


def date_month(value: date | None) -> str:
    """Return 'March 2027', for a date known to the month only."""
    return f"{_day(value):%B %Y}" if value else ""


def date_time(value: datetime | None) -> str:
    """Return '5 March 2025 at 9:32am', in London."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{local:%-d %B %Y} at {local:%-I:%M}{'am' if local.hour < 12 else 'pm'}"


def counted(value: int) -> str:
    """Return '950', and '1,000+' beyond a thousand."""
    return f"{value:,}" if value <= COUNT_LIMIT else f"{COUNT_LIMIT:,}+"


def plural(count: int, one: str, many: str = "") -> str:
    """Return '1 action', '3 actions'; give `many` where it is not `one` with an s."""
    return f"{counted(count)} {one if count == 1 else many or one + 's'}"


def paragraphs(text: str | None) -> Markup:
    """Return typed text as paragraphs and line breaks, with everything in it escaped."""
    blocks = re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip())
    return Markup("\n").join(
        Markup('<p class="govuk-body">{}</p>').format(Markup("<br>\n").join(escape(line) for line in lines))
        for block in blocks
        if (lines := block.split("\n")) != [""]
    )


def starts_lower(text: str) -> str:
    """Return the text for the middle of a sentence: 'Due date' becomes 'due date', 'PDU' stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _day(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
