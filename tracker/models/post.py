"""Posts, who holds them on which days, and who covers leave: ownership sits with the post."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When

from inspections.choices import OrganisationKind
from inspections.models import Organisation, within
from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import Role
from tracker.models.person import Membership, Person, can_be_told
from tracker.rules.access import READ_ONLY, ROLES, Actor, Doing


def _on_day(on: date, prefix: str = "") -> Q:
    started = Q(**{f"{prefix}from_on__lte": on})
    return started & (Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gt": on}))


def _has_role_near(*, on: date) -> Q:
    """Return the condition on who holds or covers a post that they have a role in its region, or one above its body.

    Somebody who has moved to another region hears nothing more of what they held here.
    """
    body, region = OuterRef("post__organisation__path"), OuterRef("post__organisation__parent__path")
    roles = Membership.objects.current(on=on).exclude(role__in=READ_ONLY).filter(person=OuterRef("person"))
    is_pdu = Q(of_kind=OrganisationKind.PDU, organisation__path__startswith=region)
    near = Q(organisation__path__startswith=body) | is_pdu | Q(of_body__startswith=F("organisation__path"))
    return Q(
        Exists(
            roles.annotate(
                of_body=ExpressionWrapper(body, output_field=CharField()),
                of_kind=ExpressionWrapper(OuterRef("post__organisation__kind"), output_field=CharField()),
            ).filter(near)
        )
    )


class PostQuerySet(ReferencedQuerySet):
    def of_holder(self, person_id: int | None, *, on: date) -> Self:
        """Return posts that a person holds themselves on a day: covering one is not holding it."""
        holding = PostHolder.objects.filter(_on_day(on), person=person_id).values("post_id")
        return self.filter(pk__in=holding)

    def of_body(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).order_by("pk")

    def for_page(self) -> Self:
        return self.select_related("organisation__parent").order_by("organisation__name", "title", "pk")

    def with_cover(self, *, on: date) -> Self:
        """Add `cover_name` and `cover_to_on` (the first day that no longer counts), None without cover."""
        cover = Deputy.objects.filter(_on_day(on), post=OuterRef("pk")).order_by("from_on", "pk")
        return self.annotate(
            cover_name=Subquery(cover.values("person__name")[:1]), cover_to_on=Subquery(cover.values("to_on")[:1])
        )

    def held_by(self, person_id: int, *, on: date) -> Self:
        """Return posts that a person holds or covers as a deputy on a day."""
        holding = PostHolder.objects.filter(_on_day(on), person_id=person_id).values("post_id")
        covering = Deputy.objects.filter(_on_day(on), person_id=person_id).values("post_id")
        return self.filter(Q(pk__in=holding) | Q(pk__in=covering))

    def of_people(self, people: Iterable[int], *, on: date) -> Self:
        """Return posts that any of these people holds or covers on a day."""
        numbers = list(people)
        holding = PostHolder.objects.filter(_on_day(on), person__in=numbers).values("post_id")
        covering = Deputy.objects.filter(_on_day(on), person__in=numbers).values("post_id")
        return self.filter(Q(pk__in=holding) | Q(pk__in=covering))

    def vacant(self, *, on: date) -> Self:
        """Return posts that nobody holds or covers on the day."""
        held = PostHolder.objects.filter(_on_day(on), post=OuterRef("pk"))
        covered = Deputy.objects.filter(_on_day(on), post=OuterRef("pk"))
        return self.filter(~Exists(held), ~Exists(covered))

    def to_own_actions(self, actor: Actor, *, of: Organisation) -> Self:
        """Return posts that the actor may give an action of this body to: in its region or above it, own body first."""
        region = of.parent if of.kind == OrganisationKind.PDU and of.parent else of
        near = within([region.path], "organisation__") | Q(organisation__kind=OrganisationKind.AGENCY)
        posts = self.filter(near & within(actor.areas(Doing.PLAN_ACTIONS), "organisation__"))
        return posts.select_related("organisation").order_by(
            Case(When(organisation=of, then=0), default=1), "organisation__name", "title", "pk"
        )

    def to_own_alerts(self, *, of: Organisation) -> Self:
        """Return posts that may own an alert about this body: its own first, then its region's and HMPPS's."""
        above = [body.pk for body in (of, of.parent, of.parent.parent if of.parent else None) if body]
        posts = self.filter(organisation__in=above).select_related("organisation")
        return posts.order_by(Case(When(organisation=of, then=0), default=1), "-organisation__path", "title", "pk")

    def to_accept_risks(self, *, of: Organisation) -> Self:
        """Return posts that may accept the risk of ending a body's recommendation: its own, or of a body above it."""
        return self.to_own_alerts(of=of)

    def to_give_actions(self, actor: Actor) -> Self:
        """Return every post that the actor may give actions to, by body."""
        posts = self.filter(within(actor.areas(Doing.PLAN_ACTIONS), "organisation__"))
        return posts.select_related("organisation").order_by("organisation__name", "title", "pk")

    def accountable(self, *, on: date) -> Any:
        """Return a row for everybody who covers or holds each post that day and can be told, and one for nobody.

        `in_order` makes AccountableRow of them. One query, in which each person is looked at once: asked post by post
        it takes four times as long.
        """
        bare = self.order_by().values_list(
            "pk", "organisation__path", "organisation__kind", "look__mark",
            Value(None, models.BigIntegerField()), Value(False), Value(2), Value(on, models.DateField()), "pk",
        )  # fmt: skip
        deputies = _accountable_rows(Deputy.objects.current(on=on).who_can_be_told(on=on), self, rank=0, on=on)
        holders = _accountable_rows(PostHolder.objects.current(on=on).who_can_be_told(on=on), self, rank=1, on=on)
        return bare.union(deputies, holders, all=True)

    def with_holder(self, *, on: date) -> Self:
        """Add `holder_name` and `holder_id`, None for a vacant post."""
        holders = PostHolder.objects.filter(_on_day(on), post=OuterRef("pk"))
        return self.annotate(
            holder_id=Subquery(holders.values("person_id")[:1]),
            holder_name=Subquery(holders.values("person__name")[:1]),
        )


class AccountableRow(NamedTuple):
    """Who covers or holds a post, nobody where `person` is None.

    `is_manager` says whether they manage its body: by a role of their own there, or because they cover somebody who
    has one and may see the work there. `rank` is 0 for who covers it and 1 for who holds it.
    """

    post: int
    path: str
    kind: str
    mark: str | None
    person: int | None
    is_manager: bool
    rank: int


def in_order(rows: Iterable[Any]) -> list[AccountableRow]:
    """Return the rows of `PostQuerySet.accountable`: by post, the oldest first.

    Within a post, whoever covers it comes first, by when the cover began.
    """
    return [AccountableRow(*row[:7]) for row in sorted(rows, key=lambda row: (row[0], *row[6:]))]


def _accountable_rows(holders_or_deputies: "models.QuerySet[Any]", posts: PostQuerySet, *, rank: int, on: date) -> Any:
    """Return one half of `accountable`: that of holders or that of deputies."""
    acts = acting(ROLES[Doing.SELF_ASSESS], on=on, covers=rank == 0)
    if posts.query.where:
        holders_or_deputies = holders_or_deputies.filter(post__in=posts.order_by().values("pk"))
    return holders_or_deputies.order_by().values_list(
        "post_id", "post__organisation__path", "post__organisation__kind", "post__look__mark", "person_id",
        ExpressionWrapper(acts, output_field=models.BooleanField()), Value(rank), "from_on", "pk",
    )  # fmt: skip


def acting(roles: Iterable[Role], *, on: date, covers: bool) -> Q:
    """Return the condition on holders, or on deputies, that they have one of these roles at the post's body.

    A deputy acts for a holder who has it, as long as they may see the work there themselves.
    """
    at_body = Membership.objects.current(on=on).filter(
        person=OuterRef("person"), organisation=OuterRef("post__organisation"), role__in=list(roles)
    )
    if not covers:
        return Q(Exists(at_body))
    held = PostHolder.objects.current(on=on).filter(post=OuterRef("post"))
    theirs = Membership.objects.current(on=on).filter(
        person=OuterRef("person"), organisation=OuterRef("post__organisation"), role__in=list(roles)
    )
    sees = (
        Membership.objects.current(on=on)
        .exclude(role__in=READ_ONLY)
        .filter(person=OuterRef("person"))
        .annotate(of_body=ExpressionWrapper(OuterRef("post__organisation__path"), output_field=CharField()))
        .filter(of_body__startswith=F("organisation__path"))
    )
    return Q(Exists(at_body)) | Q(Exists(held.filter(Exists(theirs))), Exists(sees))


class Post(Referenced):
    """A post in an organisation, such as Head of PDU; it stays when its holder leaves."""

    REF_PREFIX = "POS"

    holder_id: int | None  # by with_holder()
    holder_name: str | None  # by with_holder()
    cover_name: str | None  # by with_cover()
    cover_to_on: date | None  # by with_cover()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="post_once_per_body", fields=["organisation", "title"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    @property
    def cover_last_on(self) -> date | None:
        """Return the last day of the cover that `with_cover` found."""
        return self.cover_to_on - timedelta(days=1) if self.cover_to_on else None


class PostHolderQuerySet(models.QuerySet["PostHolder"]):
    def current(self, *, on: date) -> Self:
        return self.filter(_on_day(on))

    def not_over(self, *, on: date) -> Self:
        """Return holders of today and those named for later."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=on))

    def latest_of(self, post: Post) -> "PostHolder | None":
        """Return who holds the post now or will hold it last, with their name."""
        return self.filter(post=post).select_related("person").order_by("-from_on").first()

    def for_page(self) -> Self:
        return self.select_related("person", "post__organisation__parent").order_by("-from_on", "-pk")

    def who_can_be_told(self, *, on: date) -> Self:
        return self.filter(can_be_told(on=on, prefix="person__"), _has_role_near(on=on))

    def acting(self, roles: Iterable[Role], *, on: date) -> Self:
        """Return holders with one of these roles at the post's body, of posts that nobody covers who can be told."""
        covered = Deputy.objects.current(on=on).who_can_be_told(on=on).filter(post=OuterRef("post"))
        return self.current(on=on).who_can_be_told(on=on).filter(acting(roles, on=on, covers=False), ~Exists(covered))


class PostHolder(models.Model):
    """A person in a post from a day, to a day that no longer counts; one holder at a time."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts_held")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = PostHolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_has_one_holder_now", fields=["post"], condition=Q(to_on__isnull=True)),
            models.UniqueConstraint(name="post_holder_starts_once", fields=["post", "from_on"]),
            models.CheckConstraint(
                name="post_holder_ends_after_start",
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.post}"


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def current(self, *, on: date) -> Self:
        return self.filter(_on_day(on))

    def not_over(self, *, on: date) -> Self:
        """Return cover of today and later."""
        return self.filter(to_on__gt=on)

    def overlapping(self, *, from_on: date, to_on: date) -> Self:
        """Return cover of at least one of these days; `to_on` no longer counts."""
        return self.filter(from_on__lt=to_on, to_on__gt=from_on)

    def for_page(self) -> Self:
        return self.select_related("person", "post__organisation__parent").order_by("from_on", "pk")

    def who_can_be_told(self, *, on: date) -> Self:
        """Return those who can be told; where two cover the same days, the one whose cover began first comes first."""
        able = self.filter(can_be_told(on=on, prefix="person__"), _has_role_near(on=on))
        return able.order_by("from_on", "pk")

    def acting(self, roles: Iterable[Role], *, on: date) -> Self:
        """Return deputies who act with one of these roles at the post's body (`acting`)."""
        return self.current(on=on).who_can_be_told(on=on).filter(acting(roles, on=on, covers=True))


class Deputy(models.Model):
    """Somebody who covers a post's leave for given days; the last day no longer counts."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deputies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts_covered")
    from_on = models.DateField()
    to_on = models.DateField()

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(name="deputy_ends_after_start", condition=Q(to_on__gt=F("from_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.post}"

    @property
    def last_on(self) -> date:
        """Return the last day covered."""
        return self.to_on - timedelta(days=1)
