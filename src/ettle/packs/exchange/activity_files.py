"""One activity of a pack as a file of another system, and such a file as an activity of a pack. No site is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ettle.activities.types.exchange import (
    MAX_BYTES,
    MAX_JSON_BYTES,
    read_h5p,
    read_qti_item,
    read_qti_package,
    write_qti_package,
)
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec, check_activity
from ettle.kit.input.document_reader import Unreadable, read_yaml
from ettle.kit.input.spec_reader import parse_spec
from ettle.kit.refusal import Refused
from ettle.packs.export.spec_writer import spec_to_yaml
from ettle.packs.reader.pack_source import read_foreign_zip

H5P_CONTENT = "content/content.json"


def export_qti(path: Path, output: Path) -> list[str]:
    """Write an activity that could be published as a package of QTI 3.0. Raises Refused, also for a file there is."""
    _check_output(output, ".zip")
    _write_new(output, write_qti_package(_read_activity(path)))
    return []


def import_qti(path: Path, output: Path) -> list[str]:
    """Write a package of QTI 3.0, or one item, as an activity. Returns what is to be completed. Raises Refused."""
    _check_output(output, ".yaml")
    if path.suffix.lower() == ".xml":
        activity = read_qti_item(_read_bytes(path), path.name)
    else:
        _check_file(path)
        activity = read_qti_package(read_foreign_zip(path, is_wanted=_is_xml, max_file=MAX_BYTES))
    _write_new(output, spec_to_yaml(activity).encode())
    return list(_list_gaps(activity))


def import_h5p(path: Path, output: Path) -> list[str]:
    """Write an H5P Branching Scenario (.h5p, or its content.json) as the draft of a story.

    Returns what was not taken over, and what is to be completed. Raises Refused.
    """
    _check_output(output, ".yaml")
    if path.suffix.lower() == ".json":
        reading = read_h5p(_read_bytes(path), path.name)
    else:
        _check_file(path)
        files = read_foreign_zip(path, is_wanted=H5P_CONTENT.__eq__, max_file=MAX_JSON_BYTES)
        if H5P_CONTENT not in files:
            raise Refused(f"There is no {H5P_CONTENT} in {path.name}. Export the content from H5P again.")
        reading = read_h5p(files[H5P_CONTENT], H5P_CONTENT)
    _write_new(output, spec_to_yaml(reading.story).encode())
    lost = ["Not taken over:", *reading.problems] if reading.problems else []
    return [*lost, *_list_gaps(reading.story)]


def _is_xml(path: str) -> bool:
    return path.lower().endswith(".xml")


def _list_gaps(activity: ActivitySpec) -> Iterator[str]:
    problems = check_activity(activity)
    if problems:
        yield "Before it can be published:"
    for problem in problems:
        yield f"{problem.path}: {problem.words}"


def _read_activity(path: Path) -> ActivitySpec:
    try:
        tree = read_yaml(_read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as fault:
        raise Refused(f"{path}: Save the file as UTF-8 text.") from fault
    except Unreadable as fault:
        raise Refused(f"{path}:{fault.line}: {fault.words}") from fault
    document = parse_spec(tree, ActivityFileSpec)
    if document.faults or document.spec is None:
        raise Refused("\n".join(f"{path}:{fault.line}: {fault.words}" for fault in document.faults))
    problems = check_activity(document.spec)
    if problems:
        raise Refused("\n".join(f"{path}:{document.line(problem.path)}: {problem.words}" for problem in problems))
    return document.spec


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")


def _read_bytes(path: Path) -> bytes:
    _check_file(path)
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _check_output(output: Path, suffix: str) -> None:
    if output.suffix != suffix:
        raise Refused(f"Name a file that ends in {suffix}, not {output}.")
    if not output.absolute().parent.is_dir():
        raise Refused(f"There is no folder {output.absolute().parent} to write into. Make it first.")


def _write_new(output: Path, content: bytes) -> None:
    try:
        with output.open("xb") as file:
            file.write(content)
    except FileExistsError as fault:
        raise Refused(f"There is already a file at {output}. Name one that is not there yet.") from fault
