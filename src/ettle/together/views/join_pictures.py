"""What the starter shows so that the other person can join: the code, the address, and both as a square to scan."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ettle.kit.mail.delivery import absolute_url
from ettle.kit.pages.qr_codes import draw_qr_code
from ettle.together.types.join_codes import format_code


@dataclass(frozen=True)
class Invitation:
    """code: as people read it out. address: of the page to type it on. link: opens it with the code."""

    code: str
    address: str
    link: str
    picture: SafeString


def build_invitation(code: str) -> Invitation:
    address, link = absolute_url(reverse("together:join")), absolute_url(reverse("together:join-by", args=[code]))
    return Invitation(format_code(code), address, link, draw_square(link, _("A square code that opens this session")))


def draw_square(address: str, words: str) -> SafeString:
    """An address as a square to scan, drawn as SVG. words: for people who cannot see it."""
    return draw_qr_code(address, words=words, css_class="together-square")
