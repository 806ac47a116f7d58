"""Scenarios made for tests."""

from __future__ import annotations

from typing import Any


def two_ways() -> dict[str, Any]:
    """The smallest scenario: one decision, two endings, one variable."""

    def option(key: str, to: str) -> dict[str, Any]:
        return {
            "key": key,
            "text": f"Do {key}",
            "consequence": "Something happens.",
            "was": "both",
            "why": "It was.",
            "nodes": ["D8"],
            "effects": [{"variable": "trust", "by": 1}],
            "routes": [{"to": to, "when": [{"variable": "trust", "at_least": 1}]}, {"to": to}],
        }

    def ending(key: str) -> dict[str, Any]:
        words = dict.fromkeys(("title", "text", "did_well", "missed_link", "question"), "Words.")
        return {"key": key, **words}

    node = {"key": "first", "title": "First", "text": "It begins.", "question": "What now?"}
    return {
        "key": "two-ways",
        "kind": "scenario",
        "title": "Two ways",
        "summary": "A small one.",
        "minutes": 2,
        "scenario": {
            "start": "first",
            "opening": "Once.",
            "variables": [{"key": "trust", "label": "Trust"}],
            "model_nodes": [{"key": "D8", "words": "planning"}],
            "nodes": [{**node, "options": [option("left", "here"), option("right", "there")]}],
            "endings": [ending("here"), ending("there")],
            "reflection": "What will you take from this?",
        },
    }
