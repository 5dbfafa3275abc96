"""Evidence: who sees it, when it is stale, who is asked to renew it, and how much one person has brought."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import STRANGER, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor, add_version, answerable, make_evidence
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending, NoticeKind
from tracker.models import (
    Action,
    Answerable,
    Answers,
    ChosenFile,
    Deputy,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    Notice,
)
from tracker.models.evidence import held_by, reference_of
from tracker.rules import evidence as rules
from tracker.rules.access import SERVICE

ABOUT = date(2026, 11, 2)  # what the factory's evidence is about
STALE = {"on": TODAY, "after_days": 15}


def use(world: World, evidence: Evidence, key: str) -> EvidenceUse:
    """For the action of that key."""
    return EvidenceUse.objects.create(evidence=evidence, action=world.actions[key], used_at=NOW)


def choose_file(world: World, key: str, *, at: Any = NOW, size: int = 10) -> ChosenFile:
    return ChosenFile.objects.create(person=world.people[key], file_name="a.pdf", size=size, kept_at=at)


def bring_file(world: World, evidence: Evidence, *, at: Any = NOW) -> EvidenceVersion:
    """A file of a hundred bytes that the head added."""
    given = {"file": "evidence/a.pdf", "sha256": "a" * 64, "size": 100, "added_by": world.people["head"]}
    return EvidenceVersion.objects.create(evidence=evidence, number=9, about_on=ABOUT, added_at=at, **given)


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        ("key", "expected"), [("owner", 1), ("lead", 1), ("sibling_head", 0), ("other_lead", 0), ("disabled", 0)]
    )
    def test_whoever_sees_the_work_where_it_is_used(self, world: World, key: str, expected: int) -> None:
        make_evidence(world)

        assert Evidence.objects.visible_to(actor(world, key)).count() == expected
        assert EvidenceUse.objects.visible_to(actor(world, key)).count() == expected

    def test_a_use_for_an_action_shows_it_where_the_action_is_seen(self, world: World) -> None:
        evidence = make_evidence(world)
        made = use(world, evidence, "wigan")

        assert list(Evidence.objects.visible_to(actor(world, "other_head"))) == [evidence]
        assert list(EvidenceUse.objects.visible_to(actor(world, "other_head"))) == [made]

    def test_taken_out_it_is_seen_by_nobody_of_that_place(self, world: World) -> None:
        make_evidence(world)
        EvidenceUse.objects.update(removed_at=NOW)

        assert [Evidence.objects.visible_to(by).count() for by in (SERVICE, actor(world, "head"))] == [0, 0]

    def test_the_service_sees_all_and_a_stranger_nothing(self, world: World) -> None:
        make_evidence(world)

        assert [Evidence.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [1, 0]


class TestWhereItIsUsed:
    def test_for_a_recommendation_or_for_an_action_that_answers_it_now(self, world: World) -> None:
        own, of_action, ended = (make_evidence(world, place) for place in ("kirklees", "leeds", "wigan"))
        use(world, of_action, "region")
        use(world, ended, "leeds")
        Answers.objects.filter(action=world.actions["leeds"]).update(to_on=TODAY, reason="Done")
        wanted = [world.recommendations[key].pk for key in ("kirklees", "region")]

        assert list(Evidence.objects.for_any(wanted).order_by("pk")) == [own, of_action]

    @pytest.mark.parametrize("places", [("leeds", "wigan"), ("wigan", "leeds")])
    def test_the_place_of_the_first_use_comes_first(self, world: World, places: tuple[str, str]) -> None:
        evidence = make_evidence(world)
        for pk, key in zip((902, 901), places, strict=True):
            EvidenceUse.objects.create(pk=pk, evidence=evidence, action=world.actions[key], used_at=NOW)

        assert [each.pk for each in evidence.uses.with_evidence()][1:] == [901, 902]

    def test_uses_of_a_place_and_of_the_work(self, world: World) -> None:
        evidence = make_evidence(world)
        of_action, row = use(world, evidence, "leeds"), answerable(world)
        own = EvidenceUse.objects.get(answerable=row)

        assert EvidenceUse.objects.at_place(world.actions["leeds"]).get() == of_action
        assert EvidenceUse.objects.at_place(row).get() == own
        work = EvidenceUse.objects.of_work_on(Answerable.objects.filter(pk=row.pk), Action.objects.all())
        assert set(work) == {own, of_action}

    def test_a_place_has_the_reference_that_people_quote(self, world: World) -> None:
        evidence = make_evidence(world)

        places = [made.place for made in (use(world, evidence, "leeds"), evidence.uses.get(action=None))]

        assert [reference_of(place) for place in places] == [
            world.actions["leeds"].ref,
            world.recommendations["kirklees"].ref,
        ]

    @pytest.mark.parametrize(("file", "kind"), [("evidence/ab12.pdf", "pdf"), ("", "")])
    def test_a_files_kind_is_the_ending_of_its_name(self, file: str, kind: str) -> None:
        assert EvidenceVersion(file=file).kind == kind


class TestWhenItIsStale:
    @pytest.mark.parametrize(("after_days", "is_stale"), [(15, True), (16, False)])
    def test_by_the_day_it_is_about(self, world: World, after_days: int, is_stale: bool) -> None:
        make_evidence(world)

        assert Evidence.objects.stale(on=TODAY, after_days=after_days).exists() is is_stale
        assert EvidenceUse.objects.of_stale(on=TODAY, after_days=after_days).exists() is is_stale
        assert rules.is_stale(ABOUT, on=TODAY, after_days=after_days) is is_stale

    def test_its_newest_version_counts(self, world: World) -> None:
        evidence = make_evidence(world)
        newest = add_version(evidence)
        save_changed(newest, about_on=TODAY)

        assert not Evidence.objects.stale(**STALE).exists()
        assert evidence.newest == newest

    def test_who_manages_the_answering_body_is_asked_to_renew_it(self, cast: World) -> None:
        make_evidence(cast)

        [made] = EvidenceUse.objects.to_renew(**STALE)

        assert (made.told_id, made.newest_about_on) == (cast.people["head"].pk, ABOUT)

    def test_who_covers_the_owning_post_is_asked_to_renew_an_actions(self, cast: World) -> None:
        save_changed(cast.actions["leeds"], status=ActionStatus.IN_PROGRESS)
        made = use(cast, make_evidence(cast), "leeds")
        post = cast.posts["Head of PDU, leeds"]
        Deputy.objects.create(post=post, person=cast.people["lead"], from_on=TODAY, to_on=date(2026, 12, 1))

        told = EvidenceUse.objects.to_renew(**STALE).get(pk=made.pk).told_id

        assert told == cast.people["lead"].pk

    @pytest.mark.parametrize(("status", "expected"), [(ActionStatus.COMPLETED, 1), (ActionStatus.WITHDRAWN, 0)])
    def test_nobody_is_asked_for_a_withdrawn_action(self, cast: World, status: ActionStatus, expected: int) -> None:
        save_changed(cast.actions["leeds"], status=status)
        made = use(cast, make_evidence(cast), "leeds")

        assert EvidenceUse.objects.to_renew(**STALE).filter(pk=made.pk).count() == expected

    def test_nobody_is_asked_where_nobody_answers_any_more(self, cast: World) -> None:
        save_changed(cast.actions["leeds"], status=ActionStatus.COMPLETED)
        use(cast, make_evidence(cast, "leeds"), "leeds")
        save_changed(answerable(cast, "leeds"), to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW)

        assert not EvidenceUse.objects.to_renew(**STALE).exists()

    def test_nobody_is_asked_where_nobody_can_be_told(self, cast: World) -> None:
        make_evidence(cast)
        save_changed(cast.people["head"], address_refused_at=NOW)

        assert not EvidenceUse.objects.to_renew(**STALE).exists()

    def test_who_was_told_of_it_is_not_told_again(self, cast: World) -> None:
        evidence = make_evidence(cast)
        head = cast.people["head"]
        before = EvidenceUse.objects.to_renew(**STALE).untold().count()

        Notice.objects.create(
            person=head, kind=NoticeKind.STALE_EVIDENCE, number=evidence.pk, since_on=ABOUT, created_at=NOW
        )

        assert (before, EvidenceUse.objects.to_renew(**STALE).untold().count()) == (1, 0)


class TestFilesOfAPerson:
    @pytest.mark.parametrize(
        ("age", "waits"), [(timedelta(hours=24), False), (timedelta(hours=24) - timedelta(seconds=1), True)]
    )
    def test_a_chosen_file_waits_for_a_day(self, world: World, age: timedelta, waits: bool) -> None:
        choose_file(world, "head", at=NOW - age)
        choose_file(world, "owner")

        assert ChosenFile.objects.of_person(world.people["head"].pk, at=NOW).exists() is waits
        assert ChosenFile.objects.expired(at=NOW).exists() is not waits

    def test_what_a_person_has_brought_is_counted(self, world: World, django_assert_num_queries: Any) -> None:
        bring_file(world, make_evidence(world))
        choose_file(world, "head", at=NOW - timedelta(hours=1))
        choose_file(world, "owner")

        with django_assert_num_queries(2):
            held = held_by(world.people["head"].pk, at=NOW)

        assert held == rules.Held(2, 110, 1)


def test_evidence_of_nothing_is_refused(world: World) -> None:
    with refused_by(Evidence, "evidence_says_what_it_shows"):
        save_changed(make_evidence(world), shows="")


def test_a_number_of_a_version_is_refused_a_second_time(world: World) -> None:
    with refused_by(EvidenceVersion, "evidence_version_once"):
        save_twin(make_evidence(world).newest)


@pytest.mark.parametrize("changes", [{"link": ""}, {"file": "evidence/a.pdf"}, {"sha256": "a" * 64}])
def test_what_is_not_one_file_or_one_link_is_refused(world: World, changes: dict[str, str]) -> None:
    with refused_by(EvidenceVersion, "evidence_is_a_file_or_a_link"):
        save_changed(make_evidence(world).newest, **changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("evidence_is_used_in_one_place", {"answerable": None}),
        ("evidence_use_removed_after_used", {"removed_at": NOW - timedelta(seconds=1)}),
    ],
)
def test_a_use_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(EvidenceUse, constraint):
        save_changed(make_evidence(world).uses.get(), **changes)


def test_a_piece_is_refused_a_second_time_in_one_place(world: World) -> None:
    evidence = make_evidence(world)
    of_action, own = use(world, evidence, "leeds"), evidence.uses.get(action=None)

    with refused_by(EvidenceUse, "evidence_used_once_per_action"):
        save_twin(of_action)
    with refused_by(EvidenceUse, "evidence_used_once_per_recommendation"):
        save_twin(own)


def test_evidence_about_a_day_beyond_those_that_are_kept_is_refused(world: World) -> None:
    with refused_by(EvidenceVersion, "evidence_version_days_in_bounds"):
        save_changed(make_evidence(world).newest, about_on=date.min)
