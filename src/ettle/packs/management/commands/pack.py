"""`pack new|check|load|export PATH` and `pack schema`: content from a folder or a zip into the site, and out of it.

`pack translate PATH gd` begins or brings up to date the translations of a pack into a language. `pack qti FILE -o OUT`,
`pack import-qti FILE -o OUT` and `pack import-h5p FILE -o OUT` write one activity for other systems, and read theirs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ettle.kit.operations.site_command import SiteCommand, require_site
from ettle.kit.refusal import Refused
from ettle.packs import actions, console_output, progress
from ettle.packs.exchange import activity_files
from ettle.packs.export import json_schema
from ettle.packs.scaffold import new_pack

EXCHANGES = {
    "qti": activity_files.export_qti,
    "import-qti": activity_files.import_qti,
    "import-h5p": activity_files.import_h5p,
}


class Command(SiteCommand):
    needs_site = False  # checking needs none; loading and exporting do
    help = "Check a content pack, load it, or write one. Problems are named with file and line; then nothing is loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["new", "check", "load", "export", "schema", "translate", *EXCHANGES])
        parser.add_argument("path", type=Path, nargs="?", help="a folder, or a file that ends in .zip")
        parser.add_argument("-o", "--output", type=Path, help="for qti, import-qti and import-h5p: the new file")
        parser.add_argument("language", nargs="?", help="for translate: the code of a language, such as gd")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--again", action="store_true", help="load files that have not changed too")
        parser.add_argument("--overwrite", action="store_true", help="also what an author has changed here")

    def handle(self, *args: Any, act: str, path: Path | None, **options: Any) -> None:
        if act == "schema":
            self.stdout.write(json_schema.schema_text(), ending="")
        elif path is None:
            self._exit_with_error(f"Say which folder or zip: pack {act} PATH.")
        elif act in EXCHANGES:
            self._exchange_activity(act, path, options["output"])
        else:
            try:
                if act not in {"new", "check", "translate"}:
                    require_site()
                getattr(self, f"_{act}_pack")(path, options)
            except Refused as refusal:
                self._exit_with_error(str(refusal))

    def _new_pack(self, path: Path, options: dict[str, Any]) -> None:
        files = new_pack.write_new_pack(path, today=timezone.localdate())
        self.stdout.write(f"{len(files)} files written to {path}. Next: pack check {path}")

    def _check_pack(self, path: Path, options: dict[str, Any]) -> None:
        self._print_output(console_output.format_check(actions.check(path, progress=self._open_progress()), path))

    def _translate_pack(self, path: Path, options: dict[str, Any]) -> None:
        files = actions.translate(path, options["language"] or "")
        for file in files:
            self.stdout.write(f"{file.path}: {file.done:,} of {file.texts:,} translated")

    def _load_pack(self, path: Path, options: dict[str, Any]) -> None:
        how = {name: options[name] for name in ("dry_run", "again", "overwrite")}
        report = actions.load(path, by=None, now=timezone.now(), progress=self._open_progress(), **how)
        self._print_output(console_output.format_load(report, path, dry_run=options["dry_run"]))

    def _export_pack(self, path: Path, options: dict[str, Any]) -> None:
        self.stdout.write(f"{actions.export(path, progress=self._open_progress()):,} files written to {path}.")

    def _exchange_activity(self, act: str, path: Path, output: Path | None) -> None:
        if output is None:
            self._exit_with_error(f"Say which file to write: pack {act} {path} -o FILE.")
            return
        try:
            notes = EXCHANGES[act](path, output)
        except Refused as refusal:
            self._exit_with_error(str(refusal))
            return
        self.stdout.write(f"Written to {output}.")
        for note in notes:
            self.stdout.write(note)

    def _open_progress(self) -> progress.Progress:
        return progress.open_progress(sys.stderr)

    def _print_output(self, output: console_output.ConsoleOutput) -> None:
        for line in output.lines:
            self.stdout.write(line)
        for line in output.problems:
            self.stderr.write(line)
        if output.problems:
            sys.exit(1)

    def _exit_with_error(self, words: str) -> None:
        self.stderr.write(words)
        sys.exit(1)
