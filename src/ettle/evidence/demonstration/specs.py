"""The work of a demonstration as data. It lies beside the pack that it fits."""

from __future__ import annotations

from ettle.kit.input.specs import Spec


class DemoApplication(Spec):
    """What Rona has written for one badge. answers: one for each criterion, or only the first of them."""

    badge: str
    answers: tuple[str, ...]


class DemoWork(Spec):
    """The applications of a demonstration, and the badge that Rona has (had). letter: to the person who is accepted."""

    had: str
    expired: DemoApplication
    invited: DemoApplication
    late: DemoApplication
    passed_on: DemoApplication
    half_written: DemoApplication
    letter: str

    def numbers(self) -> set[str]:
        """The numbers of the badges that the pack must have."""
        written = (self.expired, self.invited, self.late, self.passed_on, self.half_written)
        return {self.had, *(application.badge for application in written)}
