"""This room stores nothing about people. Its pages show the data of other rooms."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS: list[Declaration] = []
