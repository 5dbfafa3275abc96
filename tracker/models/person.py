"""People who sign in, and the roles they hold for an organisation and all below it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from inspections.choices import OrganisationKind
from inspections.models import Organisation, within
from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import Role
from tracker.rules.access import READ_ONLY, Actor, Doing, RolesAndPosts


class PersonQuerySet(ReferencedQuerySet):
    def managed_by(self, actor: Actor) -> Self:
        """Return those that the actor may see on the users' pages.

        They have a role in the administrator's area, or none at all.
        """
        areas = actor.areas(Doing.MANAGE_PEOPLE)
        if not areas:
            return self.none()
        held = Membership.objects.filter(person=OuterRef("pk"))
        return self.filter(Exists(held.filter(within(areas, "organisation__"))) | ~Exists(held))

    def with_role_in(self, organisation: Organisation | None, *, role: str = "", on: date) -> Self:
        """Return those who have this role, or any, for the body or one below it on the day."""
        held = Membership.objects.current(on=on).filter(person=OuterRef("pk"))
        if organisation is not None:
            held = held.filter(within([organisation.path], "organisation__"))
        return self.filter(Exists(held.filter(role=role) if role else held))

    def who_could_hold_a_post_of(self, *organisations: Organisation, on: date) -> Self:
        """Return people with a role that does more than read, in a body's region, or in HMPPS for HMPPS's own posts."""
        near = Q(pk__in=[])
        for body in organisations:
            region = body.parent if body.kind == OrganisationKind.PDU and body.parent else body
            is_below_hmpps = region.kind in (OrganisationKind.REGION, OrganisationKind.PDU)
            near |= within([region.path], "organisation__") if is_below_hmpps else Q(organisation=region)
        roles = Membership.objects.current(on=on).exclude(role__in=READ_ONLY).filter(near, person=OuterRef("pk"))
        return self.filter(Exists(roles), is_active=True).order_by("name", "pk")

    def without_role(self, *, on: date) -> Self:
        """Return those with no role on the day or later, who see only what is published."""
        return self.filter(~Exists(Membership.objects.not_ended(on=on).filter(person=OuterRef("pk"))))

    def never_signed_in(self) -> Self:
        return self.filter(first_signed_in_at__isnull=True)

    def matching(self, words: str) -> Self:
        """Return those with these words in their name or address."""
        return self.filter(Q(name__icontains=words) | Q(email__icontains=words))

    def who_can_be_told(self, people: Iterable[int], *, on: date) -> set[int]:
        """Return who of these people is to be mailed on the day (`can_be_told`); one query."""
        return set(self.filter(can_be_told(on=on), pk__in=list(people)).values_list("pk", flat=True))

    def is_open(self, is_open: bool) -> Self:
        """Return accounts that can be signed in to, or those that cannot."""
        return self.filter(is_active=is_open)


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "Person":
        """Create an account; without a password it cannot sign in with one."""
        person = self.model(email=self.normalize_email(email), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Referenced, AbstractBaseUser):
    """Somebody with an account; never deleted, because their name stays on what they did."""

    REF_PREFIX = "PER"

    roles_and_posts: RolesAndPosts | None = None  # where it was read with the session (models/session.py)

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="Refused at sign-in, and by a check, unless DEBUG is on")
    first_signed_in_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True, help_text="When the visit now began")
    last_visit_at = models.DateTimeField(null=True, blank=True, help_text="When the visit before began")
    address_refused_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when no mail goes to the address, because a mail server refused it"
    )
    sign_outs = models.PositiveIntegerField(default=0, help_text="Counts up to end every session that is open")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager.from_queryset(PersonQuerySet)()

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Return what each session must know of the account: another password or `sign_outs` ends them all."""
        facts = f"{self.password}:{self.sign_outs}" if self.sign_outs else self.password
        return salted_hmac("tracker.person.session", facts, secret=secret, algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, *, on: date) -> Self:
        return self.filter(from_on__lte=on).filter(Q(to_on__isnull=True) | Q(to_on__gt=on))

    def administrators(self, *, on: date) -> list[int]:
        """Return who is an administrator anywhere on the day and can be mailed."""
        able = self.current(on=on).filter(can_be_told(on=on, prefix="person__"), role=Role.ADMINISTRATOR)
        return sorted(set(able.values_list("person_id", flat=True)))

    def coordinators(self, *, on: date) -> list[tuple[int, str]]:
        """Return the inspection coordinators who can be told something that day, with the place of their role.

        1 query.
        """
        return self.told_as([Role.COORDINATOR], on=on)

    def told_as(self, roles: Iterable[Role], *, on: date) -> list[tuple[int, str]]:
        """Return who has one of these roles and can be told something that day, with the place of the role; 1 query."""
        able = self.current(on=on).filter(can_be_told(on=on, prefix="person__"), role__in=list(roles))
        return list(able.order_by("pk").values_list("person_id", "organisation__path"))

    def of_those_who_can_be_told(self, role: Role, *, on: date) -> Self:
        """Return those of this role, held by somebody who can be mailed on the day."""
        return self.filter(can_be_told(on=on, prefix="person__"), role=role).order_by("pk")

    def not_ended(self, *, on: date) -> Self:
        """Return those of today and those that begin later."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=on))

    def for_page(self) -> Self:
        return self.select_related("organisation__parent").order_by("-from_on", "pk")


class Membership(models.Model):
    """A person's role for one organisation and all below it, from a day, to a day that no longer counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_once_at_a_time",
                fields=["person", "organisation", "role"],
                condition=Q(to_on__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")),
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()} for {self.organisation}"


def can_be_told(*, on: date, prefix: str = "") -> Q:
    """Return the condition that a person is to be mailed, for a relation spelled 'person__'.

    Never somebody whose account is off, who has not signed in yet, who has no role left on the day, or whose address
    was refused for good (Person.address_refused_at). Somebody who only reads is not asked to act either.
    """
    roles = Membership.objects.current(on=on).exclude(role__in=READ_ONLY).filter(person=OuterRef(f"{prefix}pk"))
    account = Q(**{f"{prefix}is_active": True, f"{prefix}first_signed_in_at__isnull": False})
    return account & Q(**{f"{prefix}address_refused_at__isnull": True}) & Q(Exists(roles))
