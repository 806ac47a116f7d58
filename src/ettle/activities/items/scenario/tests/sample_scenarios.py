"""Scenarios made for tests."""

from __future__ import annotations

from typing import Any


def three_decisions() -> dict[str, Any]:
    """A story that teaches honestly: trust grows or falls, and the last choice settles nothing alone."""
    story = two_ways()
    scenario = story["scenario"]
    scenario["nodes"] = [
        _decision("first", "second", was="management"),
        _decision("second", "third", was="leadership"),
        _decision("third", "", was="both"),
    ]
    for option in scenario["nodes"][2]["options"]:
        option["routes"] = [{"to": "here", "when": [{"variable": "trust", "at_least": 3}]}, {"to": "there"}]
    return story


def _decision(key: str, leads_to: str, *, was: str) -> dict[str, Any]:
    """A decision with a weak option, the best one and one between."""
    story = {"consequence": "Something happens.", "was": was, "why": "It was.", "nodes": ["D8"]}
    options = [
        {
            **story,
            "key": name,
            "text": f"Do what is {name}",
            "effects": [{"variable": "trust", "by": by}],
            "routes": [{"to": leads_to}],
        }
        for name, by in (("weak-and-quick", -1), ("best", 2), ("between", 1))
    ]
    return {"key": key, "title": key, "text": "It goes on.", "question": "What now?", "options": options}


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
