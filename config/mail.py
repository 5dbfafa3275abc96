"""The demo's post office: each message becomes one .eml file in var/outbox/, to be read at /outbox/."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class OutboxBackend(BaseEmailBackend):
    """Writes messages as files whose names sort by the time they were sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            half_written = folder / f".{name}.tmp"
            half_written.write_bytes(message.message().as_bytes())
            half_written.rename(folder / f"{name}.eml")  # a reader never meets half a message
        return len(email_messages)
