"""Which changed files restart a development site. Read by the environment's Python, which has watchfiles."""

from __future__ import annotations

from watchfiles import Change, DefaultFilter

RESTARTING = (".py", ".toml", ".yaml", ".yml")


class CodeFilter(DefaultFilter):
    """Code and content, not tests: those are run by `./ettle test --watch`. Templates and styles need no restart."""

    def __call__(self, change: Change, path: str) -> bool:
        return path.endswith(RESTARTING) and "/tests/" not in path and super().__call__(change, path)
