"""Vendored and own static files: fit for far-future names, and without what only gov.uk may use."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

STATIC = Path(django_settings.BASE_DIR) / "static"
TEXTS = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_file_names_no_map_no_other_host_and_no_reserved_font(path: Path) -> None:
    text = path.read_text()

    assert "sourceMappingURL" not in text
    assert "GDS Transport" not in text
    assert "@font-face" not in text
    assert not re.search(r"url\(\s*['\"]?(https?:)?//", text)


def test_no_crown_or_crest_is_kept() -> None:
    assert [path.name for path in STATIC.rglob("*") if re.search("crown|crest|logotype", path.name)] == []


def test_all_files_are_collected_with_names_made_from_their_content(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    name = staticfiles_storage.stored_name("vendor/moj-frontend/moj-frontend.min.css")
    assert re.search(r"icon-tag-remove-cross\.[0-9a-f]{12}\.svg", (tmp_path / name).read_text())


def test_the_vendored_versions_are_written_down() -> None:
    notes = (STATIC / "vendor" / "VENDOR.md").read_text()
    script = (Path(django_settings.BASE_DIR) / "scripts" / "vendor_frontend.py").read_text()

    sums = re.findall(r"\b[0-9a-f]{64}\b", script)

    assert len(sums) == 3
    assert all(checksum in notes for checksum in sums)
