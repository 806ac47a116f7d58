"""Static files under names made from their content; ours are compressed in advance, the CMS's are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Compressing these took most of the first start, and only authors fetch them.
UNCOMPRESSED_PREFIXES = ("wagtail", "django_")


# Our modules import each other by name, and the names of static files change with their content.
MODULES = ("texts/js/*.js", "together/js/*.js")
IMPORTS = (
    (
        r"""(?P<matched>import(?P<names>\s+\{[^}]*\})\s+from\s+"(?P<url>\./[^"]+)";)""",
        'import%(names)s from "%(url)s";',
    ),
    (r"""(?P<matched>import\s+"(?P<url>\./[^"]+)";)""", 'import "%(url)s";'),
)


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped here
    """whitenoise's storage, compressing only the files that everyone fetches."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, *((modules, IMPORTS) for modules in MODULES))

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([path for path in paths if not path.startswith(UNCOMPRESSED_PREFIXES)])
