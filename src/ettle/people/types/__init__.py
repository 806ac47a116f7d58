"""What others may hold of this room: the request of a signed-in person, when they signed in, roles and settings."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.people.models import User
# In a session, as ISO text: when the person had signed in before, and when they last proved who they are.
LAST_VISIT = "last_visit"
SIGNED_IN_AT = "signed_in_at"
# In a session: whether the person said that others use this computer too.
SHARED_COMPUTER = "shared_computer"


class SignedInRequest(HttpRequest):
    """A request behind an audience that signs in (kit.http.audience): there is a person."""

    user: User


def last_visit(request: HttpRequest) -> datetime | None:
    """Return when the person of this session had signed in before it; None at a first sign-in."""
    at = request.session.get(LAST_VISIT)
    return datetime.fromisoformat(at) if at else None


@dataclass(frozen=True)
class LeavingChoice:
    """What a person decides when they delete their account. A room offers functions from a person to these
    ("people.leaving_choices").

    name: of the field. options: values and words; the first is what happens if nothing is chosen. apply: carries out a
    value before anything is erased; it may raise Refused.
    """

    name: str
    label: StrOrPromise
    options: tuple[tuple[str, StrOrPromise], ...]
    apply: Callable[[User, str, datetime], None]


@dataclass(frozen=True)
class LearningRole:
    """A role that people learn in. Not a permission.

    who: who learns in it, as said to them. is_default: what people who
    have chosen no role are shown. is_hidden: it is not offered any more.
    """

    key: str
    title: str
    who: str
    is_default: bool = False
    is_hidden: bool = False

    @property
    def who_in_a_sentence(self) -> str:
        """Who learns in this role, beginning with a small letter, in the reader's language."""
        words = str(self.who)
        return words[:1].lower() + words[1:]


@dataclass(frozen=True)
class ShownRoles:
    """The roles that a page is shown for; with no keys, for every role. offered: those a reader may choose."""

    keys: frozenset[str] = frozenset()
    offered: tuple[LearningRole, ...] = ()

    def fits(self, roles: Collection[str]) -> bool:
        """Whether what is meant for these roles is for this reader too. Without roles it is meant for everyone."""
        return not self.keys or not roles or not self.keys.isdisjoint(roles)

    def titles(self, roles: Collection[str]) -> list[str]:
        """The titles of these roles, in the order of the site."""
        return [role.title for role in self.offered if role.key in roles]


@dataclass(frozen=True)
class WorkSetting:
    """A kind of service that people work in, such as a care home. Examples are chosen by it."""

    key: str
    title: str
