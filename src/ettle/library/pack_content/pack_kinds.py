"""The kinds of pack content of this room: pictures, films and drawings, groups of areas, areas, statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ettle.kit.input.pack_kinds import PackKind, RawFile, RawFiles, ResourceName, single_file_kind
from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem
from ettle.library import actions, queries
from ettle.library.markup import block_markdown
from ettle.library.models import AreaGroup
from ettle.library.pack_content import area_translations, pack_files, spec_export
from ettle.library.types.specs import (
    AreaSpec,
    GroupsSpec,
    StatementSpec,
    check_groups,
    check_spec,
    drawing_files,
    linked_addresses,
)
from ettle.library.types.translation_specs import AreaTranslationSpec, check_translation

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.library.pack_content.prepared_pages import PreparedPage
    from ettle.people.models import User

AREA_ADDRESS = re.compile(r"/areas/([a-z0-9-]+)/([?#].*)?")

# What an area names under ‘capabilities’.
MAIN_ITEM = "item of the main framework"


def _file_path(file: RawFile) -> str:
    return file.path


def _file_name(file: RawFile) -> Iterator[ResourceName]:
    yield ResourceName("file", file.path)


def _has_file(path: str) -> bool:
    return spec_export.find_stored_file(path) is not None


def _check_file(file: RawFile) -> list[Problem]:
    try:
        pack_files.convert_file(file.path, file.content)
    except Refused as refusal:
        return [Problem("", f"{refusal}.")]
    return []


def _load_file(file: RawFile, *, by: User | None, now: datetime) -> FieldFile:
    row = actions.load_file(file.path, file.content, by=by, now=now)
    return row.picture.file if row.picture else row.file


def _area_name(spec: AreaSpec) -> Iterator[ResourceName]:
    yield ResourceName("area", spec.key, "key")


def _statement_name(spec: StatementSpec) -> Iterator[ResourceName]:
    yield ResourceName("statement", spec.key, "key")


def _area_needs(spec: AreaSpec) -> Iterator[ResourceName]:
    for place, key in enumerate(spec.capabilities):
        yield ResourceName(MAIN_ITEM, key, f"capabilities.{place}")
    for place, reference in enumerate(spec.alignments):
        yield ResourceName("item", reference, f"alignments.{place}")
    for place, number in enumerate(spec.badges):
        yield ResourceName("badge", number, f"badges.{place}")
    for place, key in enumerate(spec.activities):
        yield ResourceName("activity", key, f"activities.{place}")
    for place, tool in enumerate(spec.tools):
        yield ResourceName("page", tool.url, f"tools.{place}.url", comes_first=False)
    for place, key in enumerate(spec.related):
        yield ResourceName("area", key, f"related.{place}", comes_first=False)
    if spec.retired and spec.retired.successor:
        yield ResourceName("area", spec.retired.successor, "retired.successor")
    yield from _opening_needs(spec)
    yield from _role_needs(spec)
    yield from _text_needs(spec)


def _opening_needs(spec: AreaSpec) -> Iterator[ResourceName]:
    if spec.group:
        yield ResourceName("group of areas", spec.group, "group")
    for path in drawing_files(spec):
        yield ResourceName("file", path, "drawing")
    for setting in spec.setting_examples:
        yield ResourceName("setting", setting, f"setting_examples.{setting}")


def _role_needs(spec: AreaSpec) -> Iterator[ResourceName]:
    for place, role in enumerate(spec.roles):
        yield ResourceName("learning role", role, f"roles.{place}")
    for role in spec.role_paragraphs:
        yield ResourceName("learning role", role, f"role_paragraphs.{role}")
    for role in block_markdown.find_example_roles(spec.body):
        yield ResourceName("learning role", role, "body")


def _text_needs(spec: AreaSpec | StatementSpec) -> Iterator[ResourceName]:
    with suppress(block_markdown.BlockError):  # reported by the check
        for path in block_markdown.find_files(spec.body):
            yield ResourceName("file", path, "body")
    for path, address in linked_addresses(spec):
        area = AREA_ADDRESS.fullmatch(address)
        sort, key = ("area", area[1]) if area else ("page", address)
        yield ResourceName(sort, key, path, comes_first=False)


def _translation_name(spec: AreaTranslationSpec) -> Iterator[ResourceName]:
    yield ResourceName("area translation", area_translations.translation_key(spec), "key")


def _translation_needs(spec: AreaTranslationSpec) -> Iterator[ResourceName]:
    yield ResourceName("area", spec.key, "key")
    for role in spec.role_paragraphs:
        yield ResourceName("learning role", role, f"role_paragraphs.{role}")
    for setting in spec.setting_examples:
        yield ResourceName("setting", setting, f"setting_examples.{setting}")


def _has_group(key: str) -> bool:
    return AreaGroup.objects.filter(key=key).exists()


def _has_area(key: str) -> bool:
    return queries.live_areas().filter(slug=key).exists()


def _load_page(page: PreparedPage, *, by: User | None, now: datetime) -> object:
    """Forced: whether to overwrite an author's changes has been decided before."""
    return actions.load_page(page, by=by, now=now, force=True)


def _page_key(page: PreparedPage) -> str:
    return page.spec.key


KINDS = [
    PackKind(
        place="pictures",
        suffix="",
        spec=RawFile,
        check=_check_file,
        key=_file_path,
        load=_load_file,
        list_keys=list,
        find_spec=spec_export.find_stored_file,
        sorts=frozenset({"file"}),
        defined_names=_file_name,
        exists={"file": _has_file},
        max_bytes=100 * 1024 * 1024,
        raw=RawFiles(is_path=pack_files.is_file, export_files=spec_export.export_files),
    ),
    single_file_kind(
        "groups.yaml",
        spec=GroupsSpec,
        check=check_groups,
        load=actions.put_groups,
        export=spec_export.export_groups,
        defines="group of areas",
        exists=_has_group,
    ),
    PackKind(
        place="areas",
        suffix=".md",
        spec=AreaSpec,
        check=check_spec,
        key=_page_key,
        load=_load_page,
        list_keys=spec_export.list_area_keys,
        find_spec=spec_export.export_area,
        sorts=frozenset({"area"}),
        needed_sorts=frozenset(
            {"item", MAIN_ITEM, "badge", "activity", "file", "learning role", "setting", "group of areas"}
        ),
        defined_names=_area_name,
        needed_names=_area_needs,
        exists={"area": _has_area, "page": queries.is_page},
        is_edited=spec_export.is_edited,
        prepare=actions.prepare_page,
    ),
    PackKind(
        place="area-translations",
        suffix=".md",
        spec=AreaTranslationSpec,
        check=check_translation,
        key=area_translations.translation_key,
        load=area_translations.put_translation,
        list_keys=area_translations.list_translation_keys,
        find_spec=area_translations.export_translation,
        sorts=frozenset({"area translation"}),
        needed_sorts=frozenset({"area", "learning role", "setting"}),
        defined_names=_translation_name,
        needed_names=_translation_needs,
    ),
    PackKind(
        place="statements",
        suffix=".md",
        spec=StatementSpec,
        check=check_spec,
        key=_page_key,
        load=_load_page,
        list_keys=spec_export.list_statement_keys,
        find_spec=spec_export.export_statement,
        sorts=frozenset({"statement"}),
        needed_sorts=frozenset({"file"}),
        defined_names=_statement_name,
        needed_names=_text_needs,
        is_edited=spec_export.is_edited,
        prepare=actions.prepare_page,
    ),
]
