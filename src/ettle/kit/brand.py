"""The operator's name, colours and logo, as every page needs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What the shell shows. stylesheet and logo are addresses, empty when the operator has chosen none."""

    name: str = "Ettle"
    strapline: str = "Leadership learning in social services"
    footer: str = "Ettle is open software. What you write here is yours."
    stylesheet: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0


def current_brand() -> Look:
    return Look()
