"""The main pages ask no more queries of a service three times as large."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.models import Organisation
from tracker.models import Action, PostHolder, Recommendation
from tracker.rules.access import SERVICE
from tracker.sample_data.national.world import make_national_world

pytestmark = pytest.mark.django_db
# Parts that are empty in the small service (self-assessments to review and come back, responses, evidence, alerts) take
# queries where there is some: what is not there is not read.
MAY_BE_EMPTY = 8
SMALL, LARGE = 200, 600
READERS = ("head", "region", "national")
PAGES = (
    "/", "/recommendations/", "/recommendations/?sort=due", "/actions/", "/inspections/",
    "/recommendations/{recommendation}/", "/actions/{action}/", "/actions/{action}/update/",
    "/areas/hmpps/", "/areas/{region}/", "/areas/{region}/{pdu}/",
)  # fmt: skip


def queries_of_all_pages(size: int) -> dict[tuple[str, str], int]:
    """How many queries each page needs for each reader in a world of so many recommendations, gone afterwards."""
    now = timezone.now()
    on = timezone.localdate(now)
    with transaction.atomic():
        make_national_world(recommendations=size, updates=1, seed=1, is_for_tests=True, on=on, by=SERVICE, at=now)
        action = typical_action(on)
        pdu = action.owner_post.organisation
        places = {"region": pdu.parent.slug, "pdu": pdu.slug, "action": action.ref}
        places["recommendation"] = Recommendation.objects.filter(answerables__answers__action=action).first().ref
        clients = [signed_in_as_head_of(body) for body in (pdu, pdu.parent, pdu.parent.parent)]
        found = {
            (reader, page): queries_of(client, page.format(**places))
            for reader, client in zip(READERS, clients, strict=True)
            for page in PAGES
        }
        transaction.set_rollback(True)
    return found


def typical_action(on: date) -> Action:
    """An overdue action with an update, of the PDU that has most of them."""
    overdue = Action.objects.overdue(on=on).filter(owner_post__organisation__kind="pdu", updates__isnull=False)
    counts = overdue.values("owner_post__organisation").annotate(n=Count("pk"))
    busiest = counts.order_by("-n", "owner_post__organisation").first()["owner_post__organisation"]
    return overdue.filter(owner_post__organisation=busiest).earliest("pk")


def signed_in_as_head_of(body: Organisation) -> Client:
    """A client of the holder of the body's first post."""
    client = Client()
    client.force_login(PostHolder.objects.filter(post__organisation=body, to_on=None).earliest("post_id").person)
    return client


def queries_of(client: Client, page: str) -> int:
    client.get(page)  # the first page of a session writes the session
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200, page
    return len(captured)


@pytest.fixture(scope="module")
def queries(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, dict[tuple[str, str], int]]]:
    with django_db_blocker.unblock(), override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"]):
        yield {size: queries_of_all_pages(size) for size in (SMALL, LARGE)}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_larger_service_needs_no_more_queries(
    queries: dict[int, dict[tuple[str, str], int]], reader: str, page: str
) -> None:
    assert queries[LARGE][reader, page] <= queries[SMALL][reader, page] + MAY_BE_EMPTY
