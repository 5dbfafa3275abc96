"""The pages of a carry-over."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.factories.carry_over import (
    answer,
    confirm_it,
    decide,
    decide_both,
    make_reinspection,
    make_verdict,
    task,
)
from tests.factories.world import NOW, World
from tracker.choices import Ending, Progress, Relation
from tracker.models import Answerable, CarryOver, CarryOverDecision, Link, Recommendation
from tracker.operations.carry_over import open_for
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def again(world: World) -> None:
    make_reinspection(world)
    open_for(inspection=world.inspections["again"], by=SERVICE, at=NOW)


@pytest.fixture
def base(world: World) -> str:
    return f"/inspections/{world.inspections['again'].ref}/carry-over/"


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def sent(world: World, *, link: str = "", **answers: str) -> dict[str, str]:
    """A form as a browser sends it; `link` is the new recommendation that repeats the earlier one."""
    links = {f"link-{world.recommendations[link].pk}": "repeated"} if link else {}
    return {"verdict": "not-judged", "version": "0"} | links | answers


class TestTheList:
    def test_what_needs_a_decision_and_what_is_decided(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "kirklees", answer(world, "new-1"))

        page = text_of(signed_in("lead").get(base))

        assert "Needs a decision (1)" in page
        assert "Decided (1)" in page
        assert f"Repeated in {world.recommendations['new-1'].ref}. Ends as carried over." in page

    def test_looking_writes_nothing(self, world: World, base: str, signed_in: SignIn) -> None:
        CarryOver.objects.all().delete()

        signed_in("lead").get(base)

        assert not CarryOver.objects.exists()

    def test_a_head_reads_it(self, base: str, signed_in: SignIn) -> None:
        page = text_of(signed_in("head").get(base))

        assert "You can read what is decided so far." in page

    @pytest.mark.parametrize("who", ["other_lead", "other_head", "sibling_head"])
    def test_others_do_not_find_it(self, base: str, signed_in: SignIn, who: str) -> None:
        assert signed_in(who).get(base).status_code == 404

    def test_a_decision_that_is_out_of_date_says_why(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        make_verdict(world, "kirklees")

        page = text_of(signed_in("lead").get(base))

        assert "The report’s verdict is on record now: Some progress." in page
        assert "Needs a decision (2)" in page

    def test_nothing_to_carry_over(self, world: World, signed_in: SignIn) -> None:
        page = text_of(signed_in("coordinator").get(f"/inspections/{world.inspections['wigan'].ref}/carry-over/"))

        assert "There is nothing to carry over." in page

    def test_it_can_be_downloaded(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))

        got = signed_in("head").get(f"{base.rstrip('/')}.xlsx")

        rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(got.streaming_content))).worksheets[0].values)
        by_ref = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
        lapsed = by_ref[world.recommendations["region"].ref]
        assert len(by_ref) == 2
        assert (lapsed["State"], lapsed["Ends as"], lapsed["Reason"]) == ("Decided", "Lapsed", "The need went away")
        assert by_ref[world.recommendations["kirklees"].ref]["State"] == "Needs a decision"


class TestATask:
    def address(self, world: World, base: str, key: str = "kirklees") -> str:
        return f"{base}{world.recommendations[key].ref}/"

    def test_it_is_saved_and_the_next_one_follows(self, world: World, base: str, signed_in: SignIn) -> None:
        got = signed_in("lead").post(self.address(world, base), sent(world, link="new-1"))

        assert (got.status_code, got["Location"]) == (302, self.address(world, base, "region"))
        assert CarryOverDecision.objects.get().ending == "carried-over"

    def test_after_the_last_comes_the_check(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "region", answer(world, ending=None))

        got = signed_in("lead").post(self.address(world, base), sent(world, link="new-1"))

        assert got["Location"] == f"{base}check/"

    def test_nothing_is_chosen_for_anybody(self, world: World, base: str, signed_in: SignIn) -> None:
        page = signed_in("lead").get(self.address(world, base)).content.decode()

        form = page[page.index("<form") :]
        chosen = form.count(" checked")
        assert re.findall(r'<option value="[^"]+" selected', form) == []
        # The report says nothing on improvement; the open action goes with the recommendation.
        assert chosen == 2

    def test_a_printed_verdict_is_shown_not_asked(self, world: World, base: str, signed_in: SignIn) -> None:
        make_verdict(world, "kirklees", Progress.SOME)

        page = text_of(signed_in("lead").get(self.address(world, base)))

        assert "Some progress" in page
        assert "What did the inspectorate say" not in page
        assert "Stays open" not in page

    def test_suggestions_come_first_with_their_reasons(self, world: World, base: str, signed_in: SignIn) -> None:
        Recommendation.objects.filter(pk=world.recommendations["new-1"].pk).update(text="mend the roof of the office")
        Recommendation.objects.filter(pk=world.recommendations["new-2"].pk).update(flagged_repeat=True)

        page = text_of(signed_in("lead").get(self.address(world, base)))

        first, other = (page.index(f'id="id_link-{world.recommendations[key].pk}"') for key in ("new-2", "new-1"))
        assert first < other
        assert "Suggested. The report says that it is a repeat. The same wording, or nearly" in page

    @pytest.mark.parametrize(
        ("answers", "message"),
        [
            ({"verdict": ""}, "Select what the inspectorate said"),
            ({}, "Select what happens to it, or the new recommendation that takes it up"),
            ({"ending": "lapsed"}, "Enter why it ends as ‘Lapsed’"),
            ({"verdict": "some", "ending": "open"}, "it cannot stay open"),
        ],
    )
    def test_mistakes(self, world: World, base: str, signed_in: SignIn, answers: dict[str, str], message: str) -> None:
        got = signed_in("lead").post(self.address(world, base), sent(world, **answers))

        assert got.status_code == 400
        assert message in text_of(got)
        assert "<title>Error: " in got.content.decode()

    def test_two_ways_at_once(self, world: World, base: str, signed_in: SignIn) -> None:
        other = {f"link-{world.recommendations['new-2'].pk}": "split"}

        got = signed_in("lead").post(self.address(world, base), sent(world, link="new-1", **other))

        assert "Select the same for each new recommendation that takes it up" in text_of(got)

    def test_an_action_ends_with_a_reason(self, world: World, base: str, signed_in: SignIn) -> None:
        pk = world.actions["kirklees"].pk
        client = signed_in("lead")

        bare = client.post(self.address(world, base), sent(world, link="new-1", **{f"action-{pk}": "ends"}))
        whole = {f"action-{pk}": "ends", f"why-{pk}": "Another post does it"}
        client.post(self.address(world, base), sent(world, link="new-1", **whole))

        assert f"Enter why {world.actions['kirklees'].ref} ends" in text_of(bare)
        assert not task(world, "kirklees").decision.actions.get().follows

    def test_it_opens_again_with_what_was_decided(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "kirklees", answer(world, "new-1", relation=Relation.REWORDED, verdict=Progress.SOME))

        page = signed_in("lead").get(self.address(world, base)).content.decode()

        assert '<option value="reworded" selected' in page
        assert "Reworded as" in page

    def test_somebody_else_was_first(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "kirklees", answer(world, ending=Ending.LAPSED, reason="The need went away"), by="coordinator")

        got = signed_in("lead").post(self.address(world, base), sent(world, link="new-1"))

        page = text_of(got)
        assert got.status_code == 409
        assert "Somebody decided on this recommendation after you opened the page" in page
        assert "Ends as lapsed (Inspection coordinator, HMPPS" in page
        assert '<option value="repeated" selected' in got.content.decode()
        assert 'name="version" value="1"' in got.content.decode()

    def test_a_head_reads_it_and_may_not_save(self, world: World, base: str, signed_in: SignIn) -> None:
        client = signed_in("head")

        assert "Save and continue" not in text_of(client.get(self.address(world, base)))
        assert client.post(self.address(world, base), sent(world, link="new-1")).status_code == 403

    def test_after_it_was_confirmed(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)
        confirm_it(world)
        client = signed_in("lead")

        page = text_of(client.get(self.address(world, base)))
        got = client.post(self.address(world, base), sent(world, link="new-1"))

        assert "This carry-over was confirmed on" in page
        assert "Save and continue" not in page
        assert got.status_code == 409

    def test_several_bodies_are_decided_apart(self, world: World, base: str, signed_in: SignIn) -> None:
        Answerable.objects.create(
            recommendation=world.recommendations["kirklees"],
            organisation=world.organisations["leeds"],
            from_on=NOW.date(),
        )
        client, address = signed_in("lead"), self.address(world, base)

        choice = text_of(client.get(address))
        client.post(f"{address}?body=leeds", sent(world, link="new-1"))

        assert "For which body?" in choice
        assert CarryOverDecision.objects.get().answerable.organisation == world.organisations["leeds"]
        assert client.get(f"{address}?body=wigan").status_code == 404

    @pytest.mark.parametrize("ref", ["REC-9999", "nonsense", "check2"])
    def test_what_is_no_task(self, base: str, signed_in: SignIn, ref: str) -> None:
        assert signed_in("lead").get(f"{base}{ref}/").status_code == 404


class TestTheCheck:
    def seen(self, client: Client, base: str) -> str:
        page = client.get(f"{base}check/").content.decode()
        return page.split('name="seen" value="')[1].split('"')[0]

    def test_it_says_what_will_move(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)

        page = text_of(signed_in("lead").get(f"{base}check/"))

        assert "2 earlier recommendations decided: 1 carried over, 1 lapsed. 1 open action follows" in page
        assert f"follows to {world.recommendations['new-1'].ref} (Kirklees PDU)" in page
        assert "ends here and is withdrawn . The recommendation has ended: lapsed" in page.replace(
            "withdrawn.", "withdrawn ."
        )

    def test_it_is_confirmed(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)
        client = signed_in("lead")

        got = client.post(f"{base}check/", {"seen": self.seen(client, base)}, follow=True)

        page = text_of(got)
        assert got.redirect_chain == [(base, 302)]
        assert "What carried over" in page
        assert "Confirmed on" in page
        assert "2 earlier recommendations: 1 carried over, 1 lapsed. 1 open action followed" in page
        assert f"followed to {world.recommendations['new-1'].ref}" in page
        assert Link.objects.count() == 1

    def test_blocked_until_every_task_is_decided(self, world: World, base: str, signed_in: SignIn) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        client = signed_in("lead")

        page = text_of(client.get(f"{base}check/"))
        got = client.post(f"{base}check/", {"seen": "x"})

        assert "Confirm carry-over" not in page
        assert f"Decide what becomes of {world.recommendations['region'].ref}" in page
        assert got.status_code == 409

    def test_what_changed_since_it_was_shown(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)
        client = signed_in("lead")
        seen = self.seen(client, base)
        decide(world, "kirklees", answer(world, "new-2"), version=1, by="coordinator")

        got = client.post(f"{base}check/", {"seen": seen})

        assert got.status_code == 409
        assert "What this carry-over does has changed since you opened the page" in text_of(got)
        assert not Link.objects.exists()

    def test_the_second_is_told_who_confirmed_it_and_when(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)
        client = signed_in("coordinator")
        seen = self.seen(client, base)
        confirm_it(world, by="lead")

        got = client.post(f"{base}check/", {"seen": seen})

        assert got.status_code == 409
        assert "Regional Probation Director, Yorkshire and the Humber confirmed it on 18 November 2026" in text_of(got)

    def test_the_same_person_again_sees_what_moved(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)
        client = signed_in("lead")
        seen = self.seen(client, base)

        for _ in range(2):
            got = client.post(f"{base}check/", {"seen": seen})

            assert (got.status_code, got["Location"]) == (302, base)

    def test_a_head_may_not_confirm(self, world: World, base: str, signed_in: SignIn) -> None:
        decide_both(world)

        page = signed_in("head").get(f"{base}check/")

        assert "Confirm carry-over" not in page.content.decode()
        assert signed_in("head").post(f"{base}check/", {"seen": "x"}).status_code == 403
