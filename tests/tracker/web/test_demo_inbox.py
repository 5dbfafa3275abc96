"""The demo's outbox: the mails in the folder, and no way to anything else."""

import pytest
from django.core.mail import EmailMultiAlternatives

from tracker.notifications.backends.smtp import DemoInboxBackend

ADDRESSES = ["/outbox/", "/outbox/{name}/", "/outbox/{name}/html/"]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def names(demo_inbox_dir):
    """Two mails, the older first."""
    for subject in ("1 overdue", "2 overdue"):
        mail = EmailMultiAlternatives(subject, "See https://example.org/a <b>", to=["head@example.org"])
        mail.attach_alternative("<!DOCTYPE html><html lang='en-GB'><h1>Overdue</h1></html>", "text/html")
        DemoInboxBackend().send_messages([mail])
    return sorted(path.stem for path in demo_inbox_dir.glob("*.eml"))


def test_the_list_has_the_newest_first(demo, names, signed_in):
    page = signed_in("head").get("/outbox/").content.decode()

    assert page.index("2 overdue") < page.index("1 overdue")
    assert f"/outbox/{names[0]}/" in page


def test_an_empty_outbox_says_so(demo, signed_in):
    assert "There are no emails" in signed_in("head").get("/outbox/").content.decode()


def test_a_mail_shows_its_facts_and_its_text(demo, names, signed_in):
    page = signed_in("head").get(f"/outbox/{names[0]}/").content.decode()

    assert "1 overdue" in page
    assert "head@example.org" in page
    assert '<a href="https://example.org/a" rel="noopener">https://example.org/a</a> &lt;b&gt;' in page


def test_the_html_part_can_do_nothing(demo, names, signed_in):
    response = signed_in("head").get(f"/outbox/{names[0]}/html/")

    assert "<h1>Overdue</h1>" in response.content.decode()
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_a_mail_without_html_has_no_such_page(demo, demo_inbox_dir, signed_in):
    DemoInboxBackend().send_messages([EmailMultiAlternatives("Plain", "Words", to=["head@example.org"])])
    name = next(demo_inbox_dir.glob("*.eml")).stem

    assert signed_in("head").get(f"/outbox/{name}/html/").status_code == 404
    assert "Show the email" not in signed_in("head").get(f"/outbox/{name}/").content.decode()


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fsettings", "..%2Fsecret", "a.eml"])
def test_no_other_file_is_reached(demo, names, signed_in, demo_inbox_dir, name):
    (demo_inbox_dir.parent / "secret.eml").write_text("Subject: kept apart\n\nkept apart")

    response = signed_in("head").get(f"/outbox/{name}/")

    assert response.status_code == 404
    assert b"kept apart" not in response.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_outside_the_demo_there_is_no_outbox(names, settings, signed_in, address):
    settings.DEMO = False

    assert signed_in("head").get(address.format(name=names[0])).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_sent_to_sign_in(demo, names, client, db, address):
    response = client.get(address.format(name=names[0]))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_read_only(demo, names, signed_in, address):
    assert signed_in("head").post(address.format(name=names[0])).status_code == 405
