"""The operator's brand: name, colours and logo, as every page needs them. Cached, because every page needs it.

The room that stores a brand offers a function that reads it (`Room.brand`); without one, pages show the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.kit.pages import site_contents
from ettle.kit.room import offered
from ettle.kit.values.short_caches import current_period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STRAPLINE = _("Learning for your work")
FRONT_TITLE = _("Five minutes to learn")
FRONT_SENTENCE = _("Read about your work, practise it, and show what you can do.")
FOOTER = _("Ettle is open software. What you write here is yours.")


@dataclass(frozen=True)
class Contact:
    """How to reach the people who run the site. Either is empty when the operator has not given it."""

    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.phone)

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it: digits, after a + if there is one."""
        return "".join(letter for letter in self.phone if letter.isdigit() or letter == "+")


@dataclass(frozen=True)
class SiteBrand:
    """What the page shell shows. stylesheet and logo are addresses, empty when the operator has chosen none.

    front_title, front_sentence: what a visitor reads first on the front page.
    """

    name: str = "Ettle"
    strapline: StrOrPromise = STRAPLINE
    footer: StrOrPromise = FOOTER
    front_title: StrOrPromise = FRONT_TITLE
    front_sentence: StrOrPromise = FRONT_SENTENCE
    contact: Contact = Contact()
    stylesheet: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0


class _BrandCache:
    """The brand this process last read, and in which half minute. Another worker's change is seen in the next."""

    brand: SiteBrand | None = None
    period: int | None = None


def current_brand() -> SiteBrand:
    """Return the site's brand, read in this half minute."""
    if _BrandCache.brand is None or _BrandCache.period != current_period():
        read_brand = next(offered("brand"), SiteBrand)
        _BrandCache.brand = read_brand()
        _BrandCache.period = current_period()
    return _BrandCache.brand


def clear_brand_cache() -> None:
    """Read the brand again at the next page, and what the site has to show."""
    site_contents.clear_cache()
    _BrandCache.brand = None
