"""In the demo each mail is one file; by SMTP it goes as the library would send it."""

import email
import email.policy

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import smtp

from tests.factories.post_office import open_post_office
from tracker.notifications.backends.smtp import DemoInboxBackend, SmtpBackend


def message(subject, to="head@example.test"):
    return EmailMultiAlternatives(subject, "Text", "Recommendations <service@example.test>", [to])


def test_each_message_is_a_file_that_can_be_read_back(demo_inbox_dir):
    DemoInboxBackend().send_messages([message("First"), message("Second")])

    read = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in demo_inbox_dir.iterdir()
    ]

    assert {each["Subject"] for each in read} == {"First", "Second"}


def test_files_sort_by_time(demo_inbox_dir):
    backend = DemoInboxBackend()

    for subject in ("First", "Second", "Third"):
        backend.send_messages([message(subject)])

    texts = [path.read_text() for path in sorted(demo_inbox_dir.glob("*.eml"))]
    assert ["First" in texts[0], "Second" in texts[1], "Third" in texts[2]] == [True, True, True]


def test_the_number_sent_is_returned(demo_inbox_dir):
    assert DemoInboxBackend().send_messages([message("One")]) == 1


@pytest.mark.parametrize(
    "address",
    [
        "head@example.test",
        "o'neill.head+mail@example.test",
        "Head of PDU <head@example.test>",
        '"head of pdu"@example.test',
        "head@b\u00fccher.example",
    ],
)
def test_smtp_takes_what_the_library_would_send(address, settings):
    with open_post_office(settings) as office:
        sent = [backend().send_messages([message("One", address)]) for backend in (SmtpBackend, smtp.EmailBackend)]

    ours, library = (each.as_bytes() for each in office.taken)
    assert sent == [1, 1]
    assert office.senders == ["service@example.test"] * 2
    assert office.tried[:1] == office.tried[1:]
    assert _without_its_own_times(ours) == _without_its_own_times(library)


def _without_its_own_times(content):
    return [line for line in content.splitlines() if not line.startswith((b"Message-ID:", b"Date:"))]


@pytest.mark.parametrize("address", ["head@", "head@exa mple.test", f"head@{'x' * 64}.test", "head@example.test\n"])
def test_what_can_be_no_address_is_refused_before_it_goes(address, settings):
    with open_post_office(settings) as office, pytest.raises(ValueError, match=r"Invalid|newlines|label|encode"):
        SmtpBackend().send_messages([message("One", address)])

    assert office.tried == []


def test_without_a_recipient_nothing_goes(settings):
    with open_post_office(settings) as office:
        assert SmtpBackend().send_messages([message("One", "")]) == 0

    assert office.tried == []


def test_a_refusal_is_raised_or_counted_as_asked(settings):
    with open_post_office(settings) as office:
        office.recipients = {"head@example.test": "550 5.1.1 unknown"}

        with pytest.raises(smtp.smtplib.SMTPRecipientsRefused):
            SmtpBackend().send_messages([message("One")])
        assert SmtpBackend(fail_silently=True).send_messages([message("One")]) == 0
