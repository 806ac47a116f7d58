"""`./ettle dev`: the site while it is written. Code restarts it; templates and styles show at the next request."""

from __future__ import annotations

import shlex
import time
from pathlib import Path

from launcher import data_folder, environment, run
from launcher.paths import ROOT

# What a prepared database depends on. `./ettle run` prepares after any change, because it gathers static files too.
PREPARED_BY = ("locks/run.txt", "src/ettle/**/migrations")
SIGINT_SECONDS = "10"  # how long a changed site may take to stop before it is killed


def command(arguments: list[str]) -> int:
    options = run.parse_options(arguments, command="dev", description="Serve the site and reload what changes.")
    run.check_options(options)
    began = time.monotonic()
    steps = run.Steps(first_time=not environment.is_ready("test", ".venv-test"))
    steps.next("Making the Python environment", 10)
    python = environment.ensure_environment("test", ".venv-test")
    lock = data_folder.open_folder(options.data, has_new_keys=options.new_keys)
    environ = {
        **run.environment_variables(options),
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings_dev",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    run.accept_new_keys(python, options, environ)
    run.check_settings(python, environ)
    run.prepare(python, options, environ, steps, depends_on=PREPARED_BY, stamp_name="prepared-dev.json")
    steps.next("Starting the web server and the worker", 4)
    commands = {name: reloading(python, words) for name, words in run.site_commands(python, options).items()}
    try:
        return run.run_site(commands, options, environ, began)
    finally:
        lock.close()


def reloading(python: Path, words: list[str]) -> list[str]:
    """Return a command that runs these words, and runs them again whenever code changes."""
    watchfiles = [str(python.parent / "watchfiles"), "--verbosity", "warning", "--sigint-timeout", SIGINT_SECONDS]
    code_only = ["--filter", "launcher.inside.changes.CodeFilter", "--target-type", "command"]
    return [*watchfiles, *code_only, shlex.join(words), "src"]
