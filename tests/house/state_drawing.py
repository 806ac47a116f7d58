"""The drawing and the table of the states of a review in docs/reference, from `evidence.application.transitions`."""

from __future__ import annotations

from ettle.evidence.application.transitions import TRANSITIONS, ReviewState
from tests.house.drawing import ROOT

STATES_DRAWING = ROOT / "docs" / "reference" / "review-states.svg"
STATES_PAGE = ROOT / "docs" / "reference" / "review-states.md"
WIDTH, HEIGHT, BOX, HIGH = 760, 620, 148, 44
S = ReviewState
PLACES = {
    S.DRAFT: (380, 40),
    S.SENT: (380, 150),
    S.CLAIMED: (380, 260),
    S.DECIDED: (380, 390),
    S.SECOND_MARKING: (640, 325),
    S.REFERRED: (640, 150),
    S.WITHDRAWN: (110, 260),
    S.NOT_YET: (170, 560),
    S.MET: (380, 560),
    S.DECLINED: (590, 560),
}
MADE_FROM = (
    "Made from `src/ettle/evidence/application/transitions.py` by "
    "`.venv-test/bin/python -m tests.house.generated_docs`. The actions refuse every step that is not in the table."
)
STYLE = (
    "<style>rect{fill:#fff;stroke:#23444a;stroke-width:2}text{font:600 16px system-ui;text-anchor:middle;"
    "fill:#23444a}path{fill:none;stroke:#7a9a9f;stroke-width:1.4;marker-end:url(#a)}marker path{fill:#7a9a9f;"
    "stroke:none;marker-end:none}</style>"
    '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0L8 4L0 8z"/></marker></defs>'
)


def list_arrows() -> list[tuple[ReviewState, ReviewState, str]]:
    """Every (state, next state, names of the steps between them); a step that stays where it is has no arrow."""
    arrows: dict[tuple[ReviewState, ReviewState], list[str]] = {}
    for step in TRANSITIONS:
        for before in sorted(step.before):
            for after in step.after:
                if before != after and _can_follow(before, after):
                    arrows.setdefault((before, after), []).append(step.name)
    return [(before, after, ", ".join(names)) for (before, after), names in sorted(arrows.items())]


def _can_follow(before: ReviewState, after: ReviewState) -> bool:
    """Second marking stays second marking until it is decided or referred, and never begins by a claim."""
    return not (
        (before == S.SECOND_MARKING and after in {S.CLAIMED, S.SENT})
        or (before in {S.SENT, S.CLAIMED} and after == S.SECOND_MARKING)
    )


def draw_states() -> str:
    """Return the drawing as SVG: a box for each state, an arrow for each step that changes it."""
    arrows = [_draw_arrow(before, after, names) for before, after, names in list_arrows()]
    boxes = [
        f'<g><rect x="{x - BOX // 2}" y="{y - HIGH // 2}" width="{BOX}" height="{HIGH}" rx="10"/>'
        f'<text x="{x}" y="{y + 6}">{state}</text></g>'
        for state, (x, y) in PLACES.items()
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
            '<title id="t">The states of a review</title>',
            '<desc id="d">Each arrow is a step from one state to the next. The table below it names them all.</desc>',
            STYLE,
            *arrows,
            *boxes,
            "</svg>\n",
        ]
    )


def write_states_page() -> str:
    """Return docs/reference/review-states.md."""
    rows = [
        f"| {step.name} | {', '.join(state for state in S if state in step.before)} | {', '.join(step.after)} "
        f"| {step.who} | {step.needs} |"
        for step in TRANSITIONS
    ]
    return "\n".join(
        [
            "# States of a review",
            "",
            MADE_FROM,
            "",
            "![The states of a review and the steps between them](review-states.svg)",
            "",
            "| step | from | to | who may | what it needs |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _draw_arrow(before: ReviewState, after: ReviewState, names: str) -> str:
    (x, y), (to_x, to_y) = PLACES[before], PLACES[after]
    if abs(to_x - x) > BOX and abs(to_y - y) < HIGH * 2:
        side = 1 if to_x > x else -1
        start, end = (x + side * BOX // 2, y - 6 * side), (to_x - side * BOX // 2, to_y - 6 * side)
    else:
        side = 1 if to_y > y else -1
        start, end = (x + 10 * side, y + side * HIGH // 2), (to_x + 10 * side, to_y - side * HIGH // 2)
    middle = (start[0] + end[0]) // 2 + (end[1] - start[1]) // 10, (start[1] + end[1]) // 2
    return (
        f'<path d="M{start[0]} {start[1]} Q{middle[0]} {middle[1]} {end[0]} {end[1]}"><title>{before} to {after}: '
        f"{names}</title></path>"
    )
