"""The colours an operator may change, what must be read on what, and the small stylesheet made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ettle.branding.contrast import TEXT, contrast, mixed, nearest
from ettle.kit.stylesheet import SOURCES

TOKEN = re.compile(r"--colour-([a-z-]+):\s*(#[0-9a-f]{6});")
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
class Pair:
    """Words in one colour on another. field names the operator's choice that decides it, chosen is that choice."""

    field: str
    chosen: str
    words: str
    colour: str
    ground: str
    least: float = TEXT

    @property
    def ratio(self) -> float:
        return contrast(self.colour, self.ground)

    @property
    def enough(self) -> bool:
        return self.ratio >= self.least


@cache
def tokens(scheme: str) -> dict[str, str]:
    """The colours of tokens.css by name, as this scheme has them."""
    light, _, dark = (SOURCES / "tokens.css").read_text().partition("@media")
    return dict(TOKEN.findall(light)) | (dict(TOKEN.findall(dark)) if scheme == DARK else {})


OURS = Colours(
    brand=tokens(LIGHT)["brand"],
    brand_dark=tokens(DARK)["brand"],
    link=tokens(LIGHT)["link"],
    link_dark=tokens(DARK)["link"],
    accent=tokens(LIGHT)["accent"],
    radius=12,
)


def grounds(scheme: str) -> list[str]:
    """What brand and link colours are read on."""
    named = tokens(scheme)
    return [named[name] for name in ("page", "surface", "sunken")]


def on(colour: str) -> str:
    """White or the darkest ink, whichever is read better on a colour."""
    return max("#ffffff", tokens(LIGHT)["on-accent"], key=lambda ink: contrast(ink, colour))


def pairs(colours: Colours) -> Iterator[Pair]:
    """Every pair that an operator's choice decides."""
    for scheme in SCHEMES:
        ending = "" if scheme == LIGHT else "_dark"
        brand, link = getattr(colours, f"brand{ending}"), getattr(colours, f"link{ending}")
        for name, ground in zip(("page", "card", "foot"), grounds(scheme), strict=True):
            yield Pair(f"brand{ending}", brand, f"Brand colour on the {name}, {scheme}", brand, ground)
            yield Pair(f"link{ending}", link, f"Links on the {name}, {scheme}", link, ground)
        yield Pair(f"brand{ending}", brand, f"Words on a button, {scheme}", on(brand), brand)
        yield Pair(
            f"brand{ending}", brand, f"Words on a tinted part, {scheme}", deep(brand, scheme), tint(brand, scheme)
        )
        yield Pair(f"link{ending}", link, f"Links on a tinted part, {scheme}", link, tint(brand, scheme))
    yield Pair("accent", colours.accent, "Words on the accent", on(colours.accent), colours.accent)


def mended(field: str, colour: str) -> str | None:
    """The nearest colour to this one that could be read everywhere this field's colour is read."""
    scheme = DARK if field.endswith("_dark") else LIGHT
    if field == "accent":
        return nearest(colour, [tokens(LIGHT)["on-accent"]], TEXT)
    # A tint depends on the brand colour, which may still change: take the one furthest from the card.
    furthest = tint("#000000" if scheme == LIGHT else "#ffffff", scheme)
    return nearest(colour, [*grounds(scheme), furthest], TEXT)


def for_dark(colour: str) -> str:
    """The dark scheme's colour for an operator who named only one."""
    return mended("brand_dark", colour) or OURS.brand_dark


def tint(brand: str, scheme: str) -> str:
    return mixed(brand, tokens(scheme)["surface"], TINT_SHARE[scheme])


def deep(brand: str, scheme: str) -> str:
    """The brand colour further from the page: for a pressed button and words on a tint."""
    away = "#000000" if scheme == LIGHT else "#ffffff"
    return mixed(brand, away, 0.75)


def css(colours: Colours) -> str:
    """The tokens that change, for both schemes."""
    light, dark = (_tokens(colours, scheme) for scheme in SCHEMES)
    shape = f"--radius:{colours.radius}px;--colour-accent:{colours.accent};--colour-on-accent:{on(colours.accent)};"
    return f"@layer brand{{:root{{{shape}{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}}}\n"


def _tokens(colours: Colours, scheme: str) -> str:
    ending = "" if scheme == LIGHT else "_dark"
    brand, link = getattr(colours, f"brand{ending}"), getattr(colours, f"link{ending}")
    values = {
        "brand": brand,
        "brand-deep": deep(brand, scheme),
        "brand-tint": tint(brand, scheme),
        "on-brand": on(brand),
        "link": link,
    }
    return "".join(f"--colour-{name}:{value};" for name, value in values.items())


def readable(colours: Colours) -> bool:
    return all(pair.enough for pair in pairs(colours))
