"""People, the roles they learn in, and their organisations. A membership is a row with a beginning and an end."""

from __future__ import annotations

import uuid
import zoneinfo
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.translations.pack_texts import PackCharField
from ettle.people.bulk import models as bulk_models  # noqa: F401 - Django finds the models of a room here
from ettle.people.membership_requests import models as request_models  # noqa: F401

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

INVITATION_LASTS = timedelta(days=14)
# How long both addresses have to confirm a change of address, and how long the old one can undo it.
ADDRESS_LINK_LASTS = timedelta(days=1)
ADDRESS_UNDO_LASTS = timedelta(days=7)


def _validate_time_zone(value: str) -> None:
    if value and value not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list"))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. is_superuser is the administrator; is_staff may open the authors' pages."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    # What they asked to be called. Never guessed: the first word of a name is a family name in many countries.
    preferred_name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[_validate_time_zone])
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # When they answered or skipped the welcome page; until then it is shown after sign-in.
    welcomed_at = models.DateTimeField(null=True)
    suggestions_off_at = models.DateTimeField(null=True)
    # The key of the setting they work in, by which examples are chosen; empty when they have not said.
    work_setting = models.CharField(max_length=40, blank=True, db_default="")
    # The code of the language of their pages and emails; empty when they have not chosen.
    language = models.CharField(max_length=12, blank=True, db_default="")
    # The key of the page that they begin on after signing in; empty when they have not chosen.
    landing_page = models.CharField(max_length=20, blank=True, db_default="")

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_once")]
        indexes = [
            models.Index(fields=["name", "email", "id"], name="people_user_by_name"),
            models.Index(fields=["name", "id"], condition=Q(is_staff=True), name="people_author_by_name"),
            models.Index(fields=["name", "id"], condition=Q(is_superuser=True), name="people_administrator_by_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def current_places(self) -> frozenset[tuple[str, int | None]]:
        """The role and the organisation of each current membership. One query for each object."""
        return frozenset(Membership.objects.current().filter(person=self).values_list("role", "organisation"))

    @cached_property
    def current_roles(self) -> frozenset[str]:
        """What this person is now, anywhere: learner, assessor, lead. Read with `current_places`."""
        return frozenset(role for role, _ in self.current_places)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        """Return what to call this person in a greeting: what they asked for, or the whole name."""
        return self.preferred_name or str(self)


class LearningRole(models.Model):
    """A role people learn in, as a pack brought it. Not a permission; a person may hold several.

    Never deleted: what people chose, answered and wrote names it by its key. `types.LearningRole` explains the fields.
    """

    key = models.SlugField(max_length=10, unique=True)
    title = PackCharField(max_length=80)
    who = PackCharField(max_length=300)
    position = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="people_one_default_role")
        ]

    def __str__(self) -> str:
        return str(self.title)


class WorkSetting(models.Model):
    """A kind of service that people work in, as a pack brought it. Never deleted: examples name it by its key."""

    key = models.SlugField(max_length=40, unique=True)
    title = PackCharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.title)


class ChosenRole(models.Model):
    """A role that a person chose to learn in, by its key. Deleted when they choose otherwise."""

    person = models.ForeignKey(User, models.CASCADE, related_name="chosen_roles")
    role = models.CharField(max_length=10)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="people_role_once")]


class Organisation(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    # Whether people who are signed in find it in a list and may ask to join. Its leads choose.
    is_listed = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="people_organisation_by_name")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A person's role in an organisation, from one moment to another. Site-wide assessors have no organisation."""

    class Role(models.TextChoices):
        LEARNER = "learner", _lazy("Learner")
        ASSESSOR = "assessor", _lazy("Assessor")
        LEAD = "lead", _lazy("Organisation lead")

    person = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=Q(ended_at=None), name="people_member_once"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(role="assessor"), name="people_only_assessors_site_wide"
            ),
        ]

    def is_current(self, now: datetime) -> bool:
        return self.began_at <= now and (self.ended_at is None or self.ended_at > now)


class OutsideEmailPermission(models.Model):
    """An administrator's yes: this person may send invitations to addresses outside the site. Deleted to end it."""

    person = models.OneToOneField(User, models.CASCADE, related_name="outside_email_permission")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class OrganisationInvitationQuerySet(models.QuerySet["OrganisationInvitation"]):
    def waiting(self) -> OrganisationInvitationQuerySet:
        return self.filter(accepted_at=None, withdrawn_at=None)


class OrganisationInvitation(models.Model):
    """An invitation of an address to an organisation. It is accepted once, withdrawn, or expires."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Membership.Role.choices)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = OrganisationInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="people_invited_once",
            ),
        ]

    def ends_at(self) -> datetime:
        return self.invited_at + INVITATION_LASTS

    def is_for(self, person: User) -> bool:
        """Whether it was sent to this person's confirmed address. A person who has the link may be someone else."""
        confirmed = EmailAddress.objects.filter(user_id=person.pk, verified=True, email__iexact=self.email)
        return bool(confirmed.exists())

    def needs_its_address(self) -> bool:
        """To assess or lead is to see other people's work or names, so a forwarded link is not enough."""
        return self.role != Membership.Role.LEARNER

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now < self.ends_at()


class SecondFactorReset(models.Model):
    """One administrator asked to remove a person's second factor, and another confirmed it. Then it never changes."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=models.F("confirmed_by")), name="people_reset_by_two"),
            models.CheckConstraint(condition=~Q(person=models.F("asked_by")), name="people_reset_not_own"),
        ]


class JoinRequest(models.Model):
    """A person with another address asks to use an invitation to assess or lead. The lead says yes or no, once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invitation = models.ForeignKey(OrganisationInvitation, models.CASCADE, related_name="requests")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "person"], name="people_asked_to_join_once")]


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def waiting(self) -> AddressChangeQuerySet:
        return self.filter(changed_at=None, cancelled_at=None)


class AddressChange(models.Model):
    """A person asked for another email address. It changes when both addresses have confirmed; the old one can undo it.

    Deleted when nothing can come of it any more (`actions.accounts.delete_expired_rows`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    old_confirmed_at = models.DateTimeField(null=True)
    new_confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(changed_at=None, cancelled_at=None), name="people_one_address_change"
            ),
            models.CheckConstraint(
                condition=Q(changed_at=None) | Q(old_confirmed_at__isnull=False, new_confirmed_at__isnull=False),
                name="people_both_addresses_confirmed",
            ),
        ]

    def is_open(self, now: datetime) -> bool:
        return self.changed_at is None and self.cancelled_at is None and now < self.asked_at + ADDRESS_LINK_LASTS

    def is_undoable(self, now: datetime) -> bool:
        return self.changed_at is not None and self.undone_at is None and now < self.undo_ends_at()

    def undo_ends_at(self) -> datetime:
        return (self.changed_at or self.asked_at) + ADDRESS_UNDO_LASTS


class Session(AbstractBaseSession):
    """The session of a browser. It names its person, so that they can end it.

    session_key: a digest of the key in the cookie (sign_in.sessions). last_used_at: to the minute. is_shared: whether
    the person said at sign-in that others use this computer too.
    """

    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    is_shared = models.BooleanField(default=False)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "signed-in browser"
        verbose_name_plural = "signed-in browsers"
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class DataExport(models.Model):
    """A download of everything about a person, made by the queue. done, total: files packed. Deleted with its file."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="data_exports")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=100, blank=True)
    ready_at = models.DateTimeField(null=True)


class ErasureList(models.Model):
    """Which list of erased people, outside the database, belongs to this database. One row."""

    uuid = models.UUIDField()
    begun_at = models.DateTimeField()
