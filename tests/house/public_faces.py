"""A contract for import-linter: a room is entered through its public face, and everything else of it is private.

It holds for every package of the product, so a room that is added needs no line in pyproject.toml.
"""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.application import contract_utils


class PublicFacesContract(Contract):
    """Options in pyproject.toml.

    public: modules of a room that others may import, with what is below them. public_to_tests: those that tests of
    other rooms may import too. open_rooms: rooms that are public as a
    whole. free_rooms: rooms that may import anything. open_modules: single modules that are public, each for a reason.
    ignore_imports: as in other contracts.
    """

    type_name = "public_faces"

    public = fields.SetField(subfield=fields.StringField())
    public_to_tests = fields.SetField(subfield=fields.StringField(), required=False)
    open_rooms = fields.SetField(subfield=fields.StringField(), required=False)
    free_rooms = fields.SetField(subfield=fields.StringField(), required=False)
    open_modules = fields.SetField(subfield=fields.StringField(), required=False)
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)
    unmatched_ignore_imports_alerting = fields.EnumField(
        contract_utils.AlertLevel, default=contract_utils.AlertLevel.ERROR
    )

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        removal = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,  # type: ignore[arg-type]  # fields hold their values once read
            unmatched_alerting=self.unmatched_ignore_imports_alerting,  # type: ignore[arg-type]
        )
        broken = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_past_the_face(importer.split("."), imported.split("."))
        ]
        return ContractCheck(kept=not broken, warnings=list(removal.warnings), metadata={"broken": broken})

    def _is_past_the_face(self, importer: list[str], imported: list[str]) -> bool:
        if len(importer) < 2 or len(imported) < 3 or importer[0] != imported[0] or importer[1] == imported[1]:
            return False
        if importer[1] in self._names(self.free_rooms) or imported[1] in self._names(self.open_rooms):
            return False
        if "tests" in imported:
            return "tests" not in importer
        public = self._names(self.public) | (self._names(self.public_to_tests) if "tests" in importer else set())
        return imported[2] not in public and ".".join(imported[1:]) not in self._names(self.open_modules)

    def _names(self, field: Any) -> set[str]:
        return field or set()

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} is not allowed to import {imported}: it is not public", bold=False)
        output.new_line()
        output.print("Offer it through the room's actions, queries or types.")
