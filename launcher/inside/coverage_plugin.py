"""A plugin of pytest that measures which lines and branches of the product run: `-p launcher.inside.coverage_plugin`.

SlipCover puts its probes into the code while it is imported, so the plugin is loaded before anything of ours. Each
process writes what it measured into the folder that ETTLE_TEST_COVERAGE names; launcher/coverage.py adds it up.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import slipcover

from launcher.coverage import FOLDER_VARIABLE, MEASURED, OMITTED
from launcher.paths import ROOT

_source = [str(ROOT / MEASURED)]
_measurement = slipcover.Slipcover(branch=True, source=_source, omit=OMITTED)
_importing = slipcover.ImportManager(_measurement, slipcover.FileMatcher(sources=_source, omit=OMITTED))
_importing.__enter__()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what this process measured. The one that only hands out tests to others has nothing to say."""
    if not session.config.getoption("numprocesses", None) or hasattr(session.config, "workerinput"):
        name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        path = Path(os.environ[FOLDER_VARIABLE]) / f"{name}.json"
        path.write_text(json.dumps(_measurement.get_coverage()))
