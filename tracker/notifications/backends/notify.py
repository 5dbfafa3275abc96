"""GOV.UK Notify as the way out of mail: one send for each message, and what became of those that it took.

It takes no HTML. The template of a kind of message holds ((subject)) and ((body)), and the text of the message goes
into them. Its own answers become tracker.errors.SendFailed, which says whose trouble it is. Documented at
docs.notifications.service.gov.uk/rest-api.html; MAIL_WAY=notify chooses it (docs/decisions).
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from tracker.errors import SendFailed
from tracker.notifications.rules.notify_text import as_plain_text

FAILURES = frozenset({"permanent-failure", "temporary-failure", "technical-failure"})
MOST_PAGES = 40  # of 250 messages each, newest first


class NotifyBackend(BaseEmailBackend):
    """Sends each message by HTTPS; a message that Notify took carries Notify's id as `provider_reference`."""

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.client = NotificationsAPIClient(
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.EMAIL_TIMEOUT
        )

    def close(self) -> None:
        self.client.request_session.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Give each message to Notify and return how many; raises SendFailed for the first that it does not take."""
        for mail in email_messages:
            mail.provider_reference = self._taken_before(mail) or self._send(mail)  # type: ignore[attr-defined]
        return len(email_messages)

    def statuses(self, references: set[str]) -> dict[str, str]:
        """Return what became of these of Notify's ids, as far as it still knows (7 days).

        One request for 250 messages.
        """
        status_by_id: dict[str, str] = {}
        older_than = None
        for _ in range(MOST_PAGES):
            page = _asked(self.client.get_all_notifications, template_type="email", older_than=older_than)
            sent = page["notifications"]
            status_by_id |= {
                notification["id"]: notification["status"] for notification in sent if notification["id"] in references
            }
            if not sent or status_by_id.keys() >= references:
                break
            older_than = sent[-1]["id"]
        return status_by_id

    def _send(self, mail: EmailMessage) -> str:
        unsubscribe = mail.extra_headers.get("List-Unsubscribe", "").strip("<>")
        answer = _asked(
            self.client.send_email_notification,
            email_address=mail.to[0],
            template_id=template_of(getattr(mail, "kind", "")),
            personalisation={"subject": str(mail.subject), "body": as_plain_text(str(mail.body))},
            reference=_reference(mail),
            one_click_unsubscribe_url=unsubscribe if unsubscribe.startswith("https:") else None,
        )
        return str(answer["id"])

    def _taken_before(self, mail: EmailMessage) -> str:
        """Return Notify's id of an earlier try that it took without our hearing of it.

        '' if this is the first to go.
        """
        if not getattr(mail, "is_tried_again", False):
            return ""
        page = _asked(self.client.get_all_notifications, template_type="email", reference=_reference(mail))
        earlier = page["notifications"]
        return next((str(notification["id"]) for notification in earlier if notification["status"] not in FAILURES), "")


def template_of(kind: str) -> str:
    """Return the id of Notify's template for a kind of message, or of the one for all kinds."""
    return str(settings.NOTIFY_TEMPLATES.get(kind) or settings.NOTIFY_TEMPLATES[""])


def _reference(mail: EmailMessage) -> str:
    return str(mail.extra_headers.get("Message-ID", "")).strip("<>").partition("@")[0]


def _asked(call: Any, **what: Any) -> Any:
    try:
        return call(**what)
    except APIError as error:
        about_address = isinstance(error, HTTPError) and error.status_code == 400 and _is_about_address(error.message)
        about_recipient = isinstance(error, HTTPError) and error.status_code == 400 and "recipient" in str(error)
        raise SendFailed(
            f"GOV.UK Notify answered {error.status_code} {error.message}",
            for_good=about_address or about_recipient,
            of_server=not (about_address or about_recipient),
            is_bounce=about_address,
        ) from error


def _is_about_address(errors: Any) -> bool:
    """Return whether Notify says that the address can be no address.

    Anything else that is wrong would be so for everybody.
    """
    rows = errors if isinstance(errors, list) else []
    return any(
        row.get("error") == "ValidationError" and str(row.get("message", "")).startswith("email_address")
        for row in rows
    )
