"""What packs have brought that an author chooses for an area: groups and drawings."""

from __future__ import annotations

from django.apps import apps

from ettle.library.media_files.models import PackFile
from ettle.library.types.illustrations import DRAWING, is_icon


def group_choices() -> list[tuple[str, str]]:
    """Key and title of every group, in order."""
    groups = apps.get_model("library", "AreaGroup")._default_manager
    return list(groups.values_list("key", "title"))


def drawing_names() -> list[str]:
    """The names of the stored drawings that have an icon too, in order."""
    paths = set(PackFile.objects.filter(path__startswith="drawings/").values_list("path", flat=True))
    found = {path: DRAWING.fullmatch(path) for path in paths if not is_icon(path)}
    return sorted(match[1] for match in found.values() if match and f"drawings/{match[1]}.icon.svg" in paths)
