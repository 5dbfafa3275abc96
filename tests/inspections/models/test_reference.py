"""References that people quote: made of a prefix and a number, and read back however they are typed."""

import pytest

from inspections.choices import InspectionKind
from inspections.models import Inspection
from inspections.models.reference import reference


@pytest.mark.parametrize(("number", "expected"), [(45, "INS-0045"), (12345, "INS-12345")])
def test_a_reference_has_four_digits_or_more(number: int, expected: str) -> None:
    assert reference("INS", number) == expected
    assert Inspection(pk=number).ref == expected


@pytest.mark.parametrize("typed", ["INS-0045", "ins-45", "  INS-00045 "])
def test_a_typed_reference_is_read(typed: str) -> None:
    assert Inspection.number_of(typed) == 45


@pytest.mark.parametrize("typed", ["", "45", "REC-0045", "INS-", "INS-4 5", "INS-1234567890123", "XINS-0045"])
def test_what_is_no_reference_of_this_kind_is_not(typed: str) -> None:
    assert Inspection.number_of(typed) is None


def test_a_record_is_known_by_its_reference(db: None) -> None:
    inspection = Inspection.objects.create(kind=InspectionKind.PDU)

    assert Inspection.objects.by_ref(inspection.ref.lower()).get() == inspection
    assert not Inspection.objects.by_ref("INS").exists()
