"""In the demo each mail is one file."""

import email
import email.policy

from django.core.mail import EmailMultiAlternatives

from config.mail import OutboxBackend


def message(subject):
    return EmailMultiAlternatives(subject, "Text", "service@example.test", ["head@example.test"])


def test_each_message_is_a_file_that_can_be_read_back(outbox_dir):
    OutboxBackend().send_messages([message("First"), message("Second")])

    read = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in outbox_dir.iterdir()]

    assert {each["Subject"] for each in read} == {"First", "Second"}


def test_files_sort_by_time(outbox_dir):
    backend = OutboxBackend()

    for subject in ("First", "Second", "Third"):
        backend.send_messages([message(subject)])

    texts = [path.read_text() for path in sorted(outbox_dir.glob("*.eml"))]
    assert ["First" in texts[0], "Second" in texts[1], "Third" in texts[2]] == [True, True, True]


def test_the_number_sent_is_returned(outbox_dir):
    assert OutboxBackend().send_messages([message("One")]) == 1
