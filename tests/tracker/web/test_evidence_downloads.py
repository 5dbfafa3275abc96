"""Downloads of evidence: through the gate, as attachments under generated names, and never at a public address."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories.evidence import make_evidence
from tests.factories.evidence_files import docx, pdf
from tests.factories.world import NOW, TODAY, World
from tracker.models import Evidence, EvidenceVersion, actor_of
from tracker.operations.chosen_files import keep_file
from tracker.operations.evidence import NewEvidence, attach_evidence, remove_evidence

SignedIn = Callable[[str], Client]
FILE = pdf(body=b"Minutes")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def held(world: World) -> Evidence:
    return make_evidence(world, world.actions["kirklees"])


def file_address(evidence: Evidence, number: int = 1) -> str:
    return f"/evidence/{evidence.uid}/{number}/"


def remove(world: World, evidence: Evidence) -> None:
    by = actor_of(world.people["head"], on=TODAY)
    remove_evidence(evidence=evidence, place=world.actions["kirklees"], by=by, at=NOW)


def test_it_is_served_as_an_attachment_under_a_generated_name(signed_in: SignedIn, world: World) -> None:
    evidence = held(world)

    answer: Any = signed_in("head").get(file_address(evidence))

    start = str(evidence.uid)[:8]
    assert b"".join(answer.streaming_content) == FILE
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"evidence-{start}-version-1.pdf\"; filename*=UTF-8''minutes.pdf"
    )


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Type", "application/pdf"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ("Cache-Control", "no-store"),
        ("Content-Length", str(len(FILE))),
    ],
)
def test_its_headers(signed_in: SignedIn, world: World, header: str, value: str) -> None:
    answer: Any = signed_in("head").get(file_address(held(world)))

    answer.close()
    assert answer.headers[header] == value


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "a" * 300, "cod\u202efdp.exe", "a\r\nSet-Cookie: b=c.pdf", "a\x00.pdf", "CON", '";x="']
)
def test_no_name_breaks_its_header(signed_in: SignedIn, world: World, name: str) -> None:
    client = signed_in("head")
    by = actor_of(world.people["head"], on=TODAY)
    file = keep_file(data=docx(), name=name, by=by, at=NOW)
    given = NewEvidence("Minutes", TODAY, (file,))
    [use] = attach_evidence(place=world.actions["kirklees"], given=given, by=by, at=NOW)

    answer: Any = client.get(file_address(use.evidence))

    answer.close()
    assert re.fullmatch(
        r"attachment; filename=\"evidence-[0-9a-f]{8}-version-1\.docx\"; filename\*=UTF-8''[\w.%~-]+",
        answer.headers["Content-Disposition"],
    )
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("key", "status"),
    [("owner", 200), ("lead", 200), ("auditor", 200), ("sibling_head", 404), ("other_lead", 404)],
)
def test_who_may_have_it(signed_in: SignedIn, world: World, key: str, status: int) -> None:
    answer: Any = signed_in(key).get(file_address(held(world)))

    answer.close()
    assert answer.status_code == status


def test_a_stranger_signs_in_first(world: World) -> None:
    assert Client().get(file_address(held(world))).status_code == 302


def test_what_was_taken_out_is_not_there(signed_in: SignedIn, world: World) -> None:
    evidence = held(world)
    remove(world, evidence)

    assert signed_in("head").get(file_address(evidence)).status_code == 404


def test_a_guessed_address_is_not_there(signed_in: SignedIn, world: World) -> None:
    evidence, client = held(world), signed_in("head")

    assert client.get(f"/evidence/{uuid.uuid4()}/1/").status_code == 404
    assert client.get(file_address(evidence, 2)).status_code == 404
    assert client.get(file_address(evidence, 0)).status_code == 404


def test_no_file_has_a_public_address(signed_in: SignedIn, world: World) -> None:
    held(world)
    name = EvidenceVersion.objects.get().file.name
    client = signed_in("head")

    assert [client.get(f"/{start}{name}").status_code for start in ("", "media/", "static/")] == [404, 404, 404]


def test_a_missing_file_is_said_with_its_checksum(
    signed_in: SignedIn, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    evidence = held(world)
    version = EvidenceVersion.objects.get()
    version.file.storage.delete(version.file.name)

    answer = signed_in("head").get(file_address(evidence))

    assert answer.status_code == 404
    assert version.sha256 in answer.content.decode()
    assert version.sha256 in caplog.text


def test_a_link_is_no_download(signed_in: SignedIn, world: World) -> None:
    by = actor_of(world.people["head"], on=TODAY)
    given = NewEvidence("Minutes", TODAY, link="https://example.org")
    [use] = attach_evidence(place=world.actions["kirklees"], given=given, by=by, at=NOW)

    assert signed_in("head").get(file_address(use.evidence)).status_code == 404
