"""Evidence attached, reused, renewed and taken out: effect, refusal, event, and doing it twice."""

import uuid
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.factories.evidence_files import docx, pdf, png
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending
from tracker.errors import EditConflict, InvalidInput, NotAllowed, TokenReused, WrongState
from tracker.models import (
    Action,
    Answerable,
    ChosenFile,
    Event,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    Update,
    actor_of,
)
from tracker.operations.actions import UpdateAnswers, update_action
from tracker.operations.chosen_files import keep_file
from tracker.operations.evidence import (
    NewEvidence,
    add_version,
    attach_evidence,
    remove_evidence,
)
from tracker.rules.access import Actor

MARCH = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def actor(world: World, key: str = "head") -> Actor:
    return actor_of(world.people[key], on=TODAY)


def chosen(world: World, data: bytes = b"", *, key: str = "head", name: str = "minutes.pdf") -> ChosenFile:
    return keep_file(data=data or pdf(), name=name, by=actor(world, key), at=NOW)


def attach(world: World, *files: ChosenFile, key: str = "head", place: Any = None, **given: Any) -> Evidence:
    facts = {"shows": "Minutes of the briefing", "about_on": MARCH, "files": files} | given
    uses = attach_evidence(
        place=place or world.actions["kirklees"], given=NewEvidence(**facts), by=actor(world, key), at=NOW
    )
    return uses[-1].evidence


def answerable(world: World, key: str = "kirklees") -> Answerable:
    return world.recommendations[key].answerables.select_related("organisation", "recommendation").get()


def verbs(ref: str) -> list[str]:
    return [event.verb for event in Event.objects.about(ref) if event.verb.startswith("evidence.")]


def stored() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


class TestAttaching:
    def test_a_file_for_an_action(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        version, use = evidence.versions.get(), evidence.uses.get()
        assert (version.number, version.about_on, version.file_name) == (1, MARCH, "minutes.pdf")
        assert (use.action, use.used_by) == (world.actions["kirklees"], world.people["head"])
        assert [path.read_bytes() for path in stored()] == [pdf()]
        assert verbs(world.actions["kirklees"].ref) == ["evidence.added"]
        assert not ChosenFile.objects.exists()

    def test_a_link_is_kept_and_never_opened(self, world: World) -> None:
        evidence = attach(world, link=" https://intranet.example.org/minutes ")

        version = evidence.versions.get()
        assert (version.link, version.sha256, bool(version.file)) == ("https://intranet.example.org/minutes", "", False)

    def test_several_files_at_once_are_pieces_of_their_own(self, world: World) -> None:
        attach(world, chosen(world), chosen(world, png()), chosen(world, docx()))

        assert Evidence.objects.count() == 3
        assert verbs(world.actions["kirklees"].ref) == ["evidence.added"] * 3

    def test_for_a_bodys_recommendation(self, world: World) -> None:
        evidence = attach(world, chosen(world), place=answerable(world))

        assert evidence.uses.get().answerable == answerable(world)
        assert verbs(world.recommendations["kirklees"].ref) == ["evidence.added"]

    def test_the_same_submit_twice_adds_one_piece(self, world: World) -> None:
        first = attach(world, chosen(world))
        second = attach(world, chosen(world))

        assert first == second
        assert EvidenceVersion.objects.count() == 1
        assert verbs(world.actions["kirklees"].ref) == ["evidence.added"]

    def test_the_same_file_under_other_words_is_recognised(self, world: World) -> None:
        attach(world, chosen(world, name="first.pdf"))

        with pytest.raises(InvalidInput, match="attached here already, as ‘Minutes of the briefing’") as refusal:
            attach(world, chosen(world, name="second.pdf"), shows="Something else")
        assert refusal.value.field == "upload"

    def test_the_same_file_elsewhere_is_another_piece(self, world: World) -> None:
        attach(world, chosen(world))
        attach(world, chosen(world), place=answerable(world))

        assert Evidence.objects.count() == 2

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "upload"),
            ({"link": "javascript:alert(1)"}, "link"),
            ({"link": "https://example.org", "shows": " "}, "shows"),
            ({"link": "https://example.org", "shows": "Case X123456"}, "shows"),
            ({"link": "https://example.org", "about_on": None}, "about_on"),
            ({"link": "https://example.org", "about_on": date(2026, 11, 19)}, "about_on"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said_beside_its_field(
        self, world: World, given: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(InvalidInput) as refusal:
            attach(world, **given)

        assert refusal.value.field == field
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize("key", ["owner", "sibling_head", "other_lead", "coordinator", "auditor"])
    def test_only_managers_of_the_area_and_the_owning_post(self, world: World, key: str) -> None:
        with pytest.raises(NotAllowed, match="attach evidence"):
            attach(world, link="https://example.org", key=key)

    def test_the_holder_of_the_owning_post_may(self, world: World) -> None:
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(
            owner_post=world.posts["Senior Probation Officer, kirklees"]
        )

        assert attach(world, link="https://example.org", key="owner")

    def test_a_withdrawn_action_takes_none(self, world: World) -> None:
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)

        with pytest.raises(WrongState, match="withdrawn"):
            attach(world, chosen(world))

    def test_a_body_that_no_longer_answers_takes_none(self, world: World) -> None:
        place = answerable(world)
        Answerable.objects.filter(pk=place.pk).update(to_on=TODAY, ending=Ending.SUFFICIENT, ended_at=NOW)

        with pytest.raises(WrongState, match="no longer answers"):
            attach(world, chosen(world), place=place)

    def test_a_file_kept_too_long_is_asked_for_again(self, world: World) -> None:
        kept = chosen(world)
        ChosenFile.objects.all().delete()

        with pytest.raises(InvalidInput, match="Select the file again"):
            attach(world, kept)
        assert not Evidence.objects.exists()

    def test_nobody_attaches_what_another_chose(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="Select the file again"):
            attach(world, chosen(world, key="lead"), key="head")


class TestReuse:
    def test_what_an_action_has_is_used_for_the_recommendation_too(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        attach(world, place=answerable(world), reused=(evidence,))
        attach(world, place=answerable(world), reused=(evidence,))

        assert EvidenceVersion.objects.count() == 1
        assert evidence.uses.count() == 2
        assert verbs(world.recommendations["kirklees"].ref) == ["evidence.reused"]

    def test_what_one_may_not_see_cannot_be_reused(self, world: World) -> None:
        hidden = attach(world, chosen(world, key="other_head"), key="other_head", place=world.actions["wigan"])

        with pytest.raises(InvalidInput, match="from the list"):
            attach(world, reused=(hidden,))


class TestVersions:
    def renew(self, world: World, evidence: Evidence, *, key: str = "head", number: int = 1, **given: Any) -> Any:
        facts = {"source": chosen(world, png(), key=key, name="new.png"), "about_on": TODAY} | given
        return add_version(evidence=evidence, number=number, by=actor(world, key), at=NOW, **facts)

    def test_earlier_versions_stay(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        self.renew(world, evidence)

        assert [(each.number, each.file_name) for each in evidence.versions.all()] == [
            (2, "new.png"),
            (1, "minutes.pdf"),
        ]
        assert len(stored()) == 2

    def test_each_place_of_its_use_is_told(self, world: World) -> None:
        evidence = attach(world, chosen(world))
        attach(world, place=answerable(world), reused=(evidence,))

        self.renew(world, evidence)

        for ref in (world.actions["kirklees"].ref, world.recommendations["kirklees"].ref):
            assert verbs(ref)[0] == "evidence.version-added"

    def test_twice_is_once(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        assert self.renew(world, evidence) == self.renew(world, evidence)
        assert evidence.versions.count() == 2

    def test_two_people_at_once_are_told(self, world: World) -> None:
        evidence = attach(world, chosen(world))
        self.renew(world, evidence, key="lead")

        with pytest.raises(EditConflict):
            self.renew(world, evidence, source="https://example.org")
        assert evidence.versions.count() == 2

    def test_a_link_follows_a_file(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        self.renew(world, evidence, source="https://example.org/new")

        assert evidence.newest.link == "https://example.org/new"

    @pytest.mark.parametrize("key", ["owner", "sibling_head", "other_head", "auditor"])
    def test_others_may_not(self, world: World, key: str) -> None:
        evidence = attach(world, chosen(world))

        with pytest.raises(NotAllowed):
            self.renew(world, evidence, key=key, source="https://example.org")

    def test_a_day_to_come_is_refused(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        with pytest.raises(InvalidInput, match="today or in the past"):
            self.renew(world, evidence, about_on=date(2027, 1, 1))


class TestRemoving:
    def remove(self, world: World, evidence: Evidence, *, key: str = "head", at: datetime = NOW) -> Any:
        return remove_evidence(evidence=evidence, place=world.actions["kirklees"], by=actor(world, key), at=at)

    def test_it_is_recorded_and_nothing_is_deleted(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        use = self.remove(world, evidence)

        assert (use.removed_at, use.removed_by) == (NOW, world.people["head"])
        assert not EvidenceUse.objects.current().exists()
        assert len(stored()) == 1
        assert verbs(world.actions["kirklees"].ref) == ["evidence.removed", "evidence.added"]

    def test_twice_is_once(self, world: World) -> None:
        evidence = attach(world, chosen(world))
        self.remove(world, evidence)

        assert self.remove(world, evidence) is None
        assert verbs(world.actions["kirklees"].ref).count("evidence.removed") == 1

    def test_it_stays_where_else_it_is_used(self, world: World) -> None:
        evidence = attach(world, chosen(world))
        attach(world, place=answerable(world), reused=(evidence,))

        self.remove(world, evidence)

        assert EvidenceUse.objects.current().get().answerable == answerable(world)

    def test_it_can_be_attached_again(self, world: World) -> None:
        evidence = attach(world, chosen(world))
        self.remove(world, evidence)

        assert attach(world, chosen(world)) != evidence

    def test_others_may_not(self, world: World) -> None:
        evidence = attach(world, chosen(world))

        with pytest.raises(NotAllowed):
            self.remove(world, evidence, key="sibling_head")

    def test_out_of_reach_once_it_is_removed(self, world: World) -> None:
        evidence = attach(world, chosen(world))
        self.remove(world, evidence)

        assert not Evidence.objects.visible_to(actor(world)).exists()


class TestWithAnUpdate:
    ANSWERS = {
        "version": 1,
        "status": ActionStatus.IN_PROGRESS,
        "text": "Two briefings held",
        "token": uuid.UUID(int=1),
    }

    def save(self, world: World, *files: ChosenFile, **answers: Any) -> Update:
        given = NewEvidence("Minutes of the briefing", MARCH, files) if files else NewEvidence()
        update = UpdateAnswers(**(self.ANSWERS | answers), evidence=given)
        return update_action(action=world.actions["kirklees"], given=update, by=actor(world), at=NOW)

    def test_both_are_saved(self, world: World) -> None:
        update = self.save(world, chosen(world))

        assert EvidenceUse.objects.get().update == update

    def test_what_is_refused_saves_neither(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            update_action(
                action=world.actions["kirklees"],
                given=UpdateAnswers(**self.ANSWERS, evidence=NewEvidence("", MARCH, (chosen(world),))),
                by=actor(world),
                at=NOW,
            )

        assert (Update.objects.count(), Evidence.objects.count(), ChosenFile.objects.count()) == (0, 0, 1)

    def test_a_stale_version_keeps_the_chosen_file(self, world: World) -> None:
        kept = chosen(world)

        with pytest.raises(EditConflict):
            self.save(world, kept, version=9)

        assert ChosenFile.objects.get() == kept

    def test_a_double_click_saves_once(self, world: World) -> None:
        first, second = self.save(world, chosen(world)), self.save(world, chosen(world))

        assert first == second
        assert (Update.objects.count(), EvidenceVersion.objects.count()) == (1, 1)

    def test_a_used_form_takes_no_other_evidence(self, world: World) -> None:
        self.save(world)

        with pytest.raises(TokenReused):
            self.save(world, chosen(world))

    def test_without_evidence_it_is_an_update(self, world: World) -> None:
        self.save(world)

        assert (Update.objects.count(), Evidence.objects.count()) == (1, 0)
