"""The Jinja environment that the settings name: where templates are, and that HTML is escaped."""

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape

from tracker.web.template_words import FILTERS, GLOBALS


def environment(**options: Any) -> Environment:
    """Return Jinja as Django asks for it: HTML is escaped, the plain text of e-mails is not."""
    options["autoescape"] = select_autoescape(("html", "xml"), default_for_string=True)
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(**options)  # noqa: S701 (escaping is set two lines above)
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env.loader = ChoiceLoader([env.loader, macros] if env.loader else [macros])
    env.globals.update(GLOBALS)
    env.filters.update(FILTERS)
    return env
