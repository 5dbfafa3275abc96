"""The demo inbox: the mails that a real service would have sent, to be read; no such pages elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door

SHOWN = 50  # the newest
# What a mail brings along is shown, and nothing in it runs, loads or sends.
HTML_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "sandbox",
    ]
)


@dataclass(frozen=True, slots=True)
class InboxMail:
    """One mail as it was sent; `name` is its file's, without the ending."""

    name: str
    message: EmailMessage

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def sent_at(self) -> datetime:
        """Return when it was sent. Mail writes '-0000' for UTC, which Python reads as a time without a zone."""
        written = parsedate_to_datetime(str(self.message["Date"]))
        return written if written.tzinfo else written.replace(tzinfo=UTC)

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


@door("GET")
def demo_inbox(request: Request) -> HttpResponse:
    _check_demo(request)
    newest = sorted(Path(settings.DEMO_INBOX_DIR).glob("*.eml"), reverse=True)
    return render(request, "tracker/demo_inbox/list.html", {"mails": [_read(path) for path in newest[:SHOWN]]})


@door("GET")
def demo_inbox_mail(request: Request, name: str) -> HttpResponse:
    _check_demo(request)
    mail = _mail(name)
    return render(request, "tracker/demo_inbox/mail.html", {"mail": mail})


@door("GET")
def demo_inbox_html(request: Request, name: str) -> HttpResponse:
    """Return the HTML part as a mail program would show it."""
    _check_demo(request)
    html = _mail(name).html
    if not html:
        raise Http404
    return HttpResponse(html, headers={"Content-Security-Policy": HTML_POLICY})


def _check_demo(request: Request) -> None:
    if not settings.DEMO or not access.may_anywhere(request.actor, Doing.READ_DEMO_INBOX):
        raise Http404


def _mail(name: str) -> InboxMail:
    """Return the mail of that name.

    The address admits letters, digits and hyphens only, so no other folder is reached.
    """
    path = Path(settings.DEMO_INBOX_DIR) / f"{name}.eml"
    if not path.is_file():
        raise Http404
    return _read(path)


def _read(path: Path) -> InboxMail:
    return InboxMail(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default))
