"""Queries about people, for this room and the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from functools import lru_cache

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ettle.kit.http.audience import Audience
from ettle.kit.http.choice_cookie import Choices, read_choices
from ettle.kit.refusal import Refused
from ettle.kit.values.short_caches import current_period
from ettle.people import models
from ettle.people.assessors import (
    AssessorScope,
    assessing_memberships,
    assessor_scope,
    assessor_scope_of_page,
    assessors_for,
    fellow_assessors,
    has_assessor_role,
    is_learner_in,
    is_site_assessor,
    learners_assessed_by,
    shared_memberships,
    site_assessors,
)
from ettle.people.models import (
    Membership,
    Organisation,
    OrganisationInvitation,
    Session,
    User,
)
from ettle.people.types import LearningRole, ShownRoles, WorkSetting
from ettle.people.types.specs import RoleSpec, RolesSpec, SettingSpec, SettingsSpec

__all__ = [
    "ASSESSORS",
    "LEADS",
    "AssessorScope",
    "OrganisationRole",
    "assessing_memberships",
    "assessor_scope",
    "assessor_scope_of_page",
    "assessors_for",
    "can_end_membership",
    "can_manage_organisation",
    "can_publish",
    "fellow_assessors",
    "find_invitation",
    "has_assessor_role",
    "has_second_factor",
    "is_assessor",
    "is_lead",
    "is_learner_in",
    "is_site_assessor",
    "join_token",
    "learners_assessed_by",
    "main_organisation",
    "needs_second_factor",
    "organisations_led_by",
    "organisations_managed_by",
    "outside_email_fault",
    "shared_memberships",
    "site_assessors",
    "site_authors",
]

OrganisationRole = Membership.Role
JOIN_SALT = "people.join"
CONFIRM_ADDRESS, UNDO_ADDRESS = "address", "address-undo"
# How long an administrator's request to reset a second factor waits for another administrator.
RESET_WAITS = timedelta(days=7)
# The group of authors who may publish; the workshop assigns it.
PUBLISHERS = "Publishers"


def all_roles() -> tuple[LearningRole, ...]:
    """Return every learning role in order, the hidden ones too. Another worker's change is seen within 30 seconds."""
    return _read_roles(current_period())


@lru_cache(maxsize=1)
def _read_roles(_period: int) -> tuple[LearningRole, ...]:
    return tuple(_stored_roles())


def _stored_roles() -> Iterator[LearningRole]:
    names = [field.name for field in fields(LearningRole)]
    yield from (LearningRole(**row) for row in models.LearningRole.objects.values(*names))


def clear_role_cache() -> None:
    """Forget the roles and the settings that this process has read."""
    _read_roles.cache_clear()
    _read_settings.cache_clear()


def offered_settings() -> tuple[WorkSetting, ...]:
    """Return the settings that people may choose, in order. Empty on a site without any: nobody is asked for one."""
    return _read_settings(current_period())


@lru_cache(maxsize=1)
def _read_settings(_period: int) -> tuple[WorkSetting, ...]:
    return tuple(_stored_settings())


def _stored_settings() -> Iterator[WorkSetting]:
    yield from (WorkSetting(**row) for row in models.WorkSetting.objects.values("key", "title"))


def setting_titles() -> dict[str, str]:
    """Return key and title of every setting, in order."""
    return {setting.key: setting.title for setting in offered_settings()}


def known_setting(key: str) -> str:
    """Return the key if there is a setting with it, else nothing."""
    return key if key in setting_titles() else ""


def offered_roles() -> tuple[LearningRole, ...]:
    """Return the roles that people may choose, in order. Empty on a site without any: nobody is asked for one."""
    return tuple(role for role in all_roles() if not role.is_hidden)


def role_titles() -> dict[str, str]:
    """Return key and title of every role, in order."""
    return {role.key: role.title for role in all_roles()}


def role_title(key: str) -> str:
    """Return the title of a role; its key when there is no such role any more."""
    return role_titles().get(key, key) if key else ""


def default_role() -> str:
    """Return the key of the role that is shown to people who have chosen none; empty on a site without roles."""
    offered = sorted(offered_roles(), key=lambda role: not role.is_default)
    return offered[0].key if offered else ""


def known_role(key: str) -> str:
    """Return the key if a role with it is offered, else nothing."""
    return key if key in {role.key for role in offered_roles()} else ""


def learning_roles(person: User) -> list[LearningRole]:
    """Return the roles a person learns in, in order, without hidden ones; empty when they have chosen none."""
    chosen = set(models.ChosenRole.objects.filter(person=person).values_list("role", flat=True))
    return [role for role in offered_roles() if role.key in chosen]


def chosen_role_keys(people: Iterable[User] | None = None) -> QuerySet[models.ChosenRole, tuple[int, str]]:
    """Return rows (person, role key) of what people chose to learn in, hidden roles too; of everyone when None."""
    rows = models.ChosenRole.objects.values_list("person_id", "role").order_by("person_id", "role")
    return rows if people is None else rows.filter(person__in=people)


def shown_roles(request: HttpRequest) -> ShownRoles:
    """Return the roles to show a page for: what its address says, else what the browser remembers, else the account."""
    key = known_role(request.GET.get("role", read_choices(request).role))
    if not key and "role" not in request.GET and request.user.is_authenticated:
        return ShownRoles(frozenset(role.key for role in learning_roles(request.user)), offered_roles())
    return ShownRoles(frozenset([key] if key else ()), offered_roles())


def shown_choices(request: HttpRequest, reader: User | None = None) -> Choices:
    """Return the role and the setting to show a page for: what its address says, else what the browser or the account
    remembers. reader: who is signed in. An empty value in the address means none, whatever is remembered.
    """
    role = known_role(request.GET.get("role", read_choices(request).role))
    if not role and reader is not None and "role" not in request.GET:
        role = next((own.key for own in learning_roles(reader)), "")
    return Choices(role, shown_setting(request, reader))


def shown_setting(request: HttpRequest, reader: User | None = None) -> str:
    """Return the work setting to show a page for, "" for none; it is found as in `shown_choices`."""
    setting = known_setting(request.GET.get("setting", read_choices(request).setting))
    if not setting and reader is not None and "setting" not in request.GET:
        return known_setting(reader.work_setting)
    return setting


def export_roles() -> RolesSpec | None:
    """Return the learning roles as a pack has them, as they are just now; None on a site without any."""
    roles = [RoleSpec(**asdict(role)) for role in _stored_roles()]
    return RolesSpec(roles=tuple(roles)) if roles else None


def export_settings() -> SettingsSpec | None:
    """Return the settings as a pack has them, as they are just now; None on a site without any."""
    settings = [SettingSpec(**asdict(setting)) for setting in _stored_settings()]
    return SettingsSpec(settings=tuple(settings)) if settings else None


def role_rows(person: User) -> QuerySet[Membership, tuple[str, str, str, int]]:
    """Rows ("role", role, "", number) of a person's current roles, for a query that reads of several rooms at once."""
    here = Membership.objects.current().filter(person=person).order_by()
    return here.values_list(Value("role", TextField()), "role", Value("", TextField()), "pk")


def is_assessor(person: User) -> bool:
    return Membership.objects.current().filter(person=person, role=Membership.Role.ASSESSOR).exists()


def is_lead(person: User) -> bool:
    return Membership.objects.current().filter(person=person, role=Membership.Role.LEAD).exists()


ASSESSORS = Audience("assessors", lambda person: Membership.Role.ASSESSOR in person.current_roles, second_factor=True)
LEADS = Audience(
    "leads of an organisation and administrators",
    lambda person: person.is_superuser or Membership.Role.LEAD in person.current_roles,
    second_factor=True,
)


def needs_second_factor(person: User) -> bool:
    """Whether there are pages that this person opens only after the second step of signing in."""
    if person.is_superuser or person.is_staff:
        return True
    more_than_learners = (Membership.Role.ASSESSOR, Membership.Role.LEAD)
    return Membership.objects.current().filter(person=person, role__in=more_than_learners).exists()


def has_second_factor(person: User) -> bool:
    """Whether this person has set up an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def has_passkey(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists())


def has_authenticator_app(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def waiting_reset(person: User, now: datetime) -> models.SecondFactorReset | None:
    """Return the reset of a person's second factor that one administrator asked for and another may confirm."""
    waiting = models.SecondFactorReset.objects.filter(person=person, confirmed_at=None, asked_at__gt=now - RESET_WAITS)
    return waiting.select_related("asked_by", "person").order_by("-asked_at").first()


def leads_or_administrators(organisation: Organisation | None, *, besides: User | None = None) -> QuerySet[User]:
    """Return who answers for an organisation: its leads; the administrators where it has none, and without one.

    besides: whose matter it is, and who cannot answer it.
    """
    current = Membership.objects.current().filter(organisation=organisation, role=Membership.Role.LEAD)
    people = User.objects.filter(is_active=True).exclude(pk=besides.pk if besides else 0)
    leads = people.filter(Exists(current.filter(person=OuterRef("pk"))))
    administrators = people.filter(is_superuser=True)
    return (leads if organisation is not None and leads.exists() else administrators).order_by("pk")


def active_administrators() -> QuerySet[User]:
    """Return the administrators of the site, who are emailed about what waits for nobody else."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk")


def referral_contacts(learner: User) -> QuerySet[User]:
    """Return who looks into a concern about a learner's work: leads of their organisations, and administrators."""
    learns_in = Membership.objects.current().filter(person=learner, role=Membership.Role.LEARNER)
    leads = Membership.objects.current().filter(person=OuterRef("pk"), role=Membership.Role.LEAD)
    leads_here = Exists(leads.filter(organisation__in=learns_in.values("organisation")))
    return User.objects.filter(Q(leads_here) | Q(is_superuser=True), is_active=True).order_by("name", "pk")


def main_organisation(person: User) -> Organisation | None:
    """Return the organisation where a person learns now, which issues their badges; of several, the first joined."""
    learns_in = Membership.objects.current().filter(person=person, role=Membership.Role.LEARNER)
    first = learns_in.select_related("organisation").order_by("began_at", "pk").first()
    return first.organisation if first else None


def organisations_led_by(person: User) -> QuerySet[Membership]:
    """Return the memberships as lead of a person."""
    return Membership.objects.current().filter(person=person, role=Membership.Role.LEAD).select_related("organisation")


def can_manage_organisation(person: User, organisation: Organisation) -> bool:
    """Whether this person may invite people and end memberships: leads of the organisation and administrators."""
    return person.is_superuser or organisations_led_by(person).filter(organisation=organisation).exists()


def can_end_membership(person: User, membership: Membership) -> bool:
    """Whether this person may end that membership; only an administrator may end a site-wide one."""
    return person.is_superuser or (
        membership.organisation is not None and can_manage_organisation(person, membership.organisation)
    )


def organisations_managed_by(person: User) -> QuerySet[Organisation]:
    """Return the organisations whose page this person may open."""
    if person.is_superuser:
        return Organisation.objects.order_by("name", "pk")
    led = organisations_led_by(person).values("organisation")
    return Organisation.objects.filter(pk__in=led).order_by("name", "pk")


def outside_email_fault(person: User, *, now: datetime) -> str:
    """Return why this person cannot yet send invitations to outside addresses, and who can help; "" if they can.

    They need an organisation, an account that is some days old (a week, unless the operator sets another number), or an
    administrator's yes: a stranger who has just signed up could otherwise use the site to send emails to anyone.
    """
    known_at = person.joined_at + timedelta(days=settings.KNOWN_AFTER_DAYS)
    is_known = person.is_staff or known_at <= now
    if is_known or Membership.objects.current().filter(person=person).exists():
        return ""
    if models.OutsideEmailPermission.objects.filter(person=person).exists():
        return ""
    on = date_format(timezone.localtime(known_at), "DATE_FORMAT")
    words = _(
        "Your account is new, so you can send invitations by email from %(day)s. You can send them sooner if you join "
        "an organisation on this site, or if an administrator of this site allows it."
    )
    return words % {"day": on}


def join_token(invitation: OrganisationInvitation) -> str:
    """Return the signed token in the link of an invitation, which is valid only for joining."""
    return signing.Signer(salt=JOIN_SALT).sign(str(invitation.uuid))


def find_invitation(token: str) -> OrganisationInvitation | None:
    """Return the invitation of a token; None when its signature is not valid."""
    try:
        key = signing.Signer(salt=JOIN_SALT).unsign(token)
    except signing.BadSignature:
        return None
    invitations = OrganisationInvitation.objects.select_related("organisation", "invited_by")
    return invitations.filter(uuid=key).first()


def memberships_of(person: User) -> QuerySet[Membership]:
    """Return the current memberships of a person."""
    return Membership.objects.current().filter(person=person).select_related("organisation").order_by("began_at", "pk")


def find_person(email: str) -> User:
    """Return the person with this address. Raises Refused when there is none."""
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("No account has this address"), field="email")
    return person


def sessions_of(person: User) -> QuerySet[Session]:
    """Return where a person is signed in, the last used first."""
    signed_in = Session.objects.filter(person=person, expire_date__gt=timezone.now()).exclude(signed_in_at=None)
    return signed_in.order_by("-last_used_at", "-signed_in_at")


def find_people(words: str, *, most: int) -> QuerySet[User]:
    """Return people with an account whose name or address contains these words, by name."""
    words = words.strip()
    if not words:
        return User.objects.none()
    found = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words), is_active=True)
    return found.order_by("name", "pk")[:most]


def site_authors() -> QuerySet[User]:
    """Return the people who may open the authors' workshop, by name, with their groups."""
    return User.objects.filter(is_staff=True, is_active=True).prefetch_related("groups").order_by("name", "pk")


def can_publish(author: User) -> bool:
    """Whether an author may publish. An author without a role has every role."""
    if not author.is_staff or author.is_superuser:
        return author.is_staff
    parts = set(author.groups.values_list("name", flat=True))
    return not parts or PUBLISHERS in parts
