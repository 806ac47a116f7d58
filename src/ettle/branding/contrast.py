"""The contrast of two colours, and the nearest colour with enough contrast.

Source: WCAG 2.2, definitions of relative luminance and contrast ratio. Colours are "#rrggbb".
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence

TEXT_CONTRAST = 4.5
HEX_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
LIGHTNESS_STEPS = 400


def rgb_channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1. Raises ValueError for anything but #rrggbb in lower case."""
    if not HEX_COLOUR.match(colour):
        raise ValueError(f"{colour!r} is not a colour like #0e4f58")
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def rgb_to_hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in (red, green, blue))


def relative_luminance(colour: str) -> float:
    """Return the relative luminance from 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb_channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(first: str, second: str) -> float:
    """Return the contrast from 1 (the same) to 21 (black on white); the order does not matter."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def has_contrast(colour: str, grounds: Sequence[str], least: float) -> bool:
    return all(contrast_ratio(colour, ground) >= least for ground in grounds)


def nearest_colour(colour: str, grounds: Sequence[str], least: float) -> str | None:
    """Return the same hue, just light or dark enough for every background; None when no lightness is enough."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb_channels(colour))
    for place in sorted(range(LIGHTNESS_STEPS + 1), key=lambda step: abs(step / LIGHTNESS_STEPS - lightness)):
        tried = rgb_to_hex(*colorsys.hls_to_rgb(hue, place / LIGHTNESS_STEPS, saturation))
        if has_contrast(tried, grounds, least):
            return tried
    return None


def mix_colours(colour: str, other: str, share: float) -> str:
    """Mix two colours. share: of the first colour, from 0 to 1; the rest is of the other."""
    pairs = zip(rgb_channels(colour), rgb_channels(other), strict=True)
    red, green, blue = (first * share + other * (1 - share) for first, other in pairs)
    return rgb_to_hex(red, green, blue)
