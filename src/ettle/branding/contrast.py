"""How well two colours can be told apart, and the nearest colour that can be read.

Source: WCAG 2.2, definitions of relative luminance and contrast ratio. Colours are "#rrggbb".
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence

TEXT = 4.5
EDGE = 3.0
HEX = re.compile(r"#[0-9a-f]{6}\Z")
STEPS = 400


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1. Raises ValueError for anything but #rrggbb in small letters."""
    if not HEX.match(colour):
        raise ValueError(f"{colour!r} is not a colour like #0e4f58")
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def hexed(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in (red, green, blue))


def luminance(colour: str) -> float:
    """From 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white); the order does not matter."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def passes(colour: str, grounds: Sequence[str], least: float) -> bool:
    return all(contrast(colour, ground) >= least for ground in grounds)


def nearest(colour: str, grounds: Sequence[str], least: float) -> str | None:
    """The same hue, made just light or dark enough for every ground. None when no lightness is enough."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(colour))
    for place in sorted(range(STEPS + 1), key=lambda step: abs(step / STEPS - lightness)):
        tried = hexed(*colorsys.hls_to_rgb(hue, place / STEPS, saturation))
        if passes(tried, grounds, least):
            return tried
    return None


def mixed(colour: str, other: str, share: float) -> str:
    """share of the first colour (0 to 1), the rest of the other."""
    pairs = zip(channels(colour), channels(other), strict=True)
    red, green, blue = (one * share + two * (1 - share) for one, two in pairs)
    return hexed(red, green, blue)
