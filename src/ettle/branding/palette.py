"""The colours an operator may change, the pairs that need contrast, and the stylesheet made from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from ettle.branding.contrast import TEXT_CONTRAST, contrast_ratio, mix_colours, nearest_colour
from ettle.kit.files.stylesheet import SOURCES

TOKEN_PATTERN = re.compile(r"--colour-([a-z-]+):\s*(#[0-9a-f]{6});")
LIGHT, DARK = "light", "dark"
SCHEMES = (LIGHT, DARK)
TINT_SHARE = {LIGHT: 0.1, DARK: 0.1}


@dataclass(frozen=True)
class Colours:
    """One operator's choice. brand: buttons and the name; link: links. Each for both schemes. radius: in pixels."""

    brand: str
    brand_dark: str
    link: str
    link_dark: str
    accent: str
    radius: int


@dataclass(frozen=True)
class ColourPair:
    """Text in one colour on another. field: the operator's choice that decides the pair; chosen: that choice."""

    field: str
    chosen: str
    words: str
    colour: str
    background: str
    least: float = TEXT_CONTRAST

    @property
    def ratio(self) -> float:
        return contrast_ratio(self.colour, self.background)

    @property
    def is_readable(self) -> bool:
        return self.ratio >= self.least


@cache
def colour_tokens(scheme: str) -> dict[str, str]:
    """Return the colours of tokens.css by name, for this scheme."""
    light, _, dark = (SOURCES / "tokens.css").read_text().partition("@media")
    return dict(TOKEN_PATTERN.findall(light)) | (dict(TOKEN_PATTERN.findall(dark)) if scheme == DARK else {})


DEFAULT_COLOURS = Colours(
    brand=colour_tokens(LIGHT)["brand"],
    brand_dark=colour_tokens(DARK)["brand"],
    link=colour_tokens(LIGHT)["link"],
    link_dark=colour_tokens(DARK)["link"],
    accent=colour_tokens(LIGHT)["accent"],
    radius=12,
)


def background_colours(scheme: str) -> list[str]:
    """Return the backgrounds that brand and link colours are read on."""
    named = colour_tokens(scheme)
    return [named[name] for name in ("page", "surface", "sunken")]


def text_colour_on(colour: str) -> str:
    """Return white or the darkest ink, whichever has more contrast with a colour."""
    return max("#ffffff", colour_tokens(LIGHT)["on-accent"], key=lambda ink: contrast_ratio(ink, colour))


def colour_pairs(colours: Colours) -> Iterator[ColourPair]:
    """Return every pair that an operator's choice decides."""
    for scheme in SCHEMES:
        ending = "" if scheme == LIGHT else "_dark"
        brand, link = getattr(colours, f"brand{ending}"), getattr(colours, f"link{ending}")
        for name, ground in zip(("page", "card", "foot"), background_colours(scheme), strict=True):
            place = {"name": name, "scheme": scheme}
            words = _("Brand colour on the %(name)s, %(scheme)s") % place
            yield ColourPair(f"brand{ending}", brand, words, brand, ground)
            yield ColourPair(f"link{ending}", link, _("Links on the %(name)s, %(scheme)s") % place, link, ground)
        yield ColourPair(
            f"brand{ending}",
            brand,
            _("Words on a button, %(scheme)s") % {"scheme": scheme},
            text_colour_on(brand),
            brand,
        )
        yield ColourPair(
            f"brand{ending}",
            brand,
            _("Words on a tinted part, %(scheme)s") % {"scheme": scheme},
            deepen_colour(brand, scheme),
            tint_colour(brand, scheme),
        )
        yield ColourPair(
            f"link{ending}",
            link,
            _("Links on a tinted part, %(scheme)s") % {"scheme": scheme},
            link,
            tint_colour(brand, scheme),
        )
    yield ColourPair("accent", colours.accent, _("Words on the accent"), text_colour_on(colours.accent), colours.accent)


def corrected_colour(field: str, colour: str) -> str | None:
    """Return the nearest colour that has enough contrast everywhere this field's colour is used."""
    scheme = DARK if field.endswith("_dark") else LIGHT
    if field == "accent":
        return nearest_colour(colour, [colour_tokens(LIGHT)["on-accent"]], TEXT_CONTRAST)
    # A tint depends on the brand colour, which may still change: take the one furthest from the card.
    furthest = tint_colour("#000000" if scheme == LIGHT else "#ffffff", scheme)
    return nearest_colour(colour, [*background_colours(scheme), furthest], TEXT_CONTRAST)


def dark_scheme_colour(colour: str) -> str:
    """Return the dark scheme's colour for an operator who chose only a light one."""
    return corrected_colour("brand_dark", colour) or DEFAULT_COLOURS.brand_dark


def tint_colour(brand: str, scheme: str) -> str:
    return mix_colours(brand, colour_tokens(scheme)["surface"], TINT_SHARE[scheme])


def deepen_colour(brand: str, scheme: str) -> str:
    """Return the brand colour with more contrast to the page: for a pressed button and text on a tint."""
    away = "#000000" if scheme == LIGHT else "#ffffff"
    return mix_colours(brand, away, 0.75)


def render_stylesheet(colours: Colours) -> str:
    """Return a stylesheet of the tokens that change, for both schemes."""
    light, dark = (_render_tokens(colours, scheme) for scheme in SCHEMES)
    on_accent = text_colour_on(colours.accent)
    shape = f"--radius:{colours.radius}px;--colour-accent:{colours.accent};--colour-on-accent:{on_accent};"
    return f"@layer brand{{:root{{{shape}{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}}}\n"


def _render_tokens(colours: Colours, scheme: str) -> str:
    ending = "" if scheme == LIGHT else "_dark"
    brand, link = getattr(colours, f"brand{ending}"), getattr(colours, f"link{ending}")
    values = {
        "brand": brand,
        "brand-deep": deepen_colour(brand, scheme),
        "brand-tint": tint_colour(brand, scheme),
        "on-brand": text_colour_on(brand),
        "link": link,
    }
    return "".join(f"--colour-{name}:{value};" for name, value in values.items())


def is_readable(colours: Colours) -> bool:
    return all(pair.is_readable for pair in colour_pairs(colours))
