"""What tests of intake share: files that stay with their test, and a company that two PDUs followed."""

from pathlib import Path
from typing import Any

import pytest

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.models import Organisation
from inspections.operations.organisations import establish, record_succession
from tests.factories.publishing import UNIFIED
from tests.factories.world import World


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def crc(world: World) -> Organisation:
    """West Yorkshire CRC, which Kirklees and Leeds followed."""
    body = establish(kind=OrganisationKind.CRC, name="West Yorkshire CRC", slug="west-yorkshire-crc", closed_on=UNIFIED)
    for key in ("kirklees", "leeds"):
        record_succession(predecessor=body, successor=world.organisations[key], on=UNIFIED, kind=SuccessionKind.SPLIT)
    return body
