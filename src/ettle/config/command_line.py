"""Django's command line for operators: what is wrong is a sentence and status 1, never a traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, execute_from_command_line
from django.db import Error as DatabaseError

from ettle.kit.operations import startup_checks
from ettle.kit.operations.command_names import name_commands
from ettle.kit.refusal import Refused

HELP_WORDS = {"-h", "--help", "help", "--version", "version"}
TRACEBACK = "--traceback"
READS_FAULTS = {"doctor"}  # it says what is wrong with the settings itself


def run_command_line(words: Sequence[str]) -> int:
    """Run a management command. Return the status that the process should end with."""
    asks_for_help = len(words) < 2 or bool(HELP_WORDS & set(words[1:]))
    if settings.SETTINGS_FAULTS and not asks_for_help and words[1] not in READS_FAULTS:
        _print_error(startup_checks.format_faults(settings.SETTINGS_FAULTS))
        return 1
    try:
        execute_from_command_line(_leave_errors_to_us(words))
    except KeyboardInterrupt:
        return 130
    except CommandError as error:
        if TRACEBACK in words:
            raise
        _print_error(str(error))
        return error.returncode
    except Exception as error:
        if TRACEBACK in words:
            raise
        _print_error(describe_error(error))
        return 1
    return 0


def _leave_errors_to_us(words: Sequence[str]) -> list[str]:
    """Django prints a CommandError with the name of its class; with this option it raises it instead."""
    if len(words) < 2 or words[1].startswith("-") or TRACEBACK in words:
        return list(words)
    return [*words[:2], TRACEBACK, *words[2:]]


def describe_error(error: Exception) -> str:
    """Return what an operator can do about an error that a command did not expect."""
    if isinstance(error, Refused | ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError):
        return f"The database cannot be used: {startup_checks.first_line(error)}."
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"The command stopped because of an error in Ettle: {type(error).__name__} in {Path(place.filename).name}, "
        f"line {place.lineno}. Run it again with {TRACEBACK} to see all of it, and report it."
    )


def _print_error(words: str) -> None:
    sys.stderr.write(f"{name_commands(words)}\n")
