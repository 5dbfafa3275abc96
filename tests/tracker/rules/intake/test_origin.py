"""The publisher's page of a report: a safe address, or none."""

import pytest

from tracker.errors import InvalidInput
from tracker.rules.intake.origin import URL_LIMIT, check_report_url, report_name

SAFE = "https://www.example.org/inspections/kirklees-2026/"


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), ("  ", ""), (SAFE, SAFE), (f" {SAFE} ", SAFE), (SAFE.replace("https", "HTTPS"), SAFE)]
)
def test_a_safe_address_is_kept_and_none_is_needed(typed, kept):
    assert check_report_url(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.example.org/",
        "javascript:alert(1)",
        "www.example.org",
        "https:///nowhere",
        "https://name:word@example.org/",
        "https://example.org/two words",
        f"https://example.org/{'a' * URL_LIMIT}",
    ],
)
def test_another_is_refused_beside_its_question(typed):
    with pytest.raises(InvalidInput) as refused:
        check_report_url(typed)

    assert refused.value.field == "report_url"


@pytest.mark.parametrize(
    ("kept_as", "name", "content_type"),
    [
        ("reports/1f0c.pdf", "report-INS-0004.pdf", "application/pdf"),
        ("reports/1f0c.HTML", "report-INS-0004.html", "text/html"),
        ("reports/1f0c", "report-INS-0004", "application/octet-stream"),
    ],
)
def test_a_download_has_our_name_and_the_kind_of_its_file(kept_as, name, content_type):
    assert report_name("INS-0004", kept_as) == (name, content_type)
