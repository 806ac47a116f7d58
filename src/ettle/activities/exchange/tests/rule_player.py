"""A small player of QTI: works out the score of an item from its response processing, as the specification says."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

TYPES = {"integer": int, "float": float, "identifier": str}


class Player:
    """response: an identifier, a list of them, or a list of pairs ‘thing target’; None for no answer."""

    def __init__(self, item: Element, response: str | list[str] | None) -> None:
        self.item = item
        self.values: dict[str, Any] = {"RESPONSE": response or None}
        for outcome in item.findall("qti-outcome-declaration"):
            default = outcome.findtext("qti-default-value/qti-value")
            kind = TYPES.get(outcome.get("base-type", ""), str)
            self.values[outcome.get("identifier", "")] = kind(default) if default else None

    def play(self) -> Player:
        processing = self.item.find("qti-response-processing")
        for rule in processing if processing is not None else ():
            self.run(rule)
        return self

    def run(self, rule: Element) -> None:
        if rule.tag == "qti-set-outcome-value":
            self.values[rule.attrib["identifier"]] = self.evaluate(rule[0])
        else:
            assert rule.tag == "qti-response-condition"
            chosen = rule[0][1:] if self.evaluate(rule[0][0]) is True else [act for other in rule[1:] for act in other]
            for act in chosen:
                self.run(act)

    def evaluate(self, element: Element) -> Any:
        name = element.tag.removeprefix("qti-").replace("-", "_")
        return getattr(self, f"on_{name}")(element, [self.evaluate(part) for part in element])

    def on_variable(self, element: Element, parts: list[Any]) -> Any:
        return self.values[element.attrib["identifier"]]

    def on_base_value(self, element: Element, parts: list[Any]) -> Any:
        return TYPES[element.attrib["base-type"]](element.text or "")

    def on_correct(self, element: Element, parts: list[Any]) -> Any:
        return self.correct_texts[0] if self.declaration.get("cardinality") == "single" else self.correct_texts

    @property
    def declaration(self) -> Element:
        found = self.item.find("qti-response-declaration")
        assert found is not None
        return found

    @property
    def correct_texts(self) -> list[str]:
        return [value.text or "" for value in self.declaration.iter("qti-value")]

    def on_match(self, element: Element, parts: list[Any]) -> Any:
        if None in parts:
            return None
        first, second = parts
        if isinstance(first, list) and self.declaration.get("cardinality") == "multiple":
            return sorted(first) == sorted(second)
        return first == second

    def on_index(self, element: Element, parts: list[Any]) -> Any:
        place = int(element.attrib["n"])
        return parts[0][place - 1] if parts[0] and place <= len(parts[0]) else None

    def on_lt(self, element: Element, parts: list[Any]) -> Any:
        return None if None in parts else parts[0] < parts[1]

    def on_sum(self, element: Element, parts: list[Any]) -> Any:
        return None if None in parts else sum(parts)

    def on_divide(self, element: Element, parts: list[Any]) -> Any:
        return None if None in parts else parts[0] / parts[1]

    def on_multiple(self, element: Element, parts: list[Any]) -> Any:
        return parts

    def on_map_response(self, element: Element, parts: list[Any]) -> Any:
        mapping = self.declaration.find("qti-mapping")
        assert mapping is not None
        points = {entry.attrib["map-key"]: float(entry.attrib["mapped-value"]) for entry in mapping}
        response = self.values["RESPONSE"] or []
        given = {response} if isinstance(response, str) else set(response)
        total = sum(points.get(answer, float(mapping.attrib["default-value"])) for answer in given)
        return min(float(mapping.attrib["upper-bound"]), max(float(mapping.attrib["lower-bound"]), total))
