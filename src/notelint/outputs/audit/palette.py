"""The colours of the pictures: each has a name, and a value for light and for dark pages."""

from __future__ import annotations

INK, MUTED, GRID, PAPER = "#1f2933", "#5b6771", "#dfe4e8", "#ffffff"
GOOD, PARTLY, BAD = "#1f7a99", "#e3b04b", "#c4573a"
BEFORE, BAND, LIMIT, OUTER_LIMIT = "#8a96a0", "#cfe3ea", "#8a96a1", "#5b6770"
ON_STRONG, ON_WEAK, ON_BARS = "#fefefe", "#1f2934", "#1f2932"
HEAT = ("#b94c32", "#d47f68", "#dd9a87", "#e7b6a7", "#f1d3c9", "#f3efec", "#d3e4ea", "#aecfdb", "#87b9cb", "#5fa3b9", "#1f7695")
"""From nothing documented to all documented, in steps of a tenth."""
STRONG = (0, 10)
"""The steps of ``HEAT`` on which text is in ``ON_STRONG``."""

_DARK = {
    INK: "#e4e9ed", MUTED: "#a7b1ba", GRID: "#343d46", PAPER: "#14191e",
    GOOD: "#55b4d4", PARTLY: "#e3b04b", BAD: "#e58368",
    BEFORE: "#87939d", BAND: "#1e3f4c", LIMIT: "#87939e", OUTER_LIMIT: "#a7b1bb",
    ON_STRONG: "#0f1418", ON_WEAK: "#e8edf1", ON_BARS: "#0b0f12",
}  # fmt: skip
_DARK_HEAT = (
    "#e58369", "#96503f", "#824739", "#6b3e33", "#4d342e", "#2b3036", "#243f4b", "#275161", "#2a6074", "#2c6b82", "#55b4d5",
)  # fmt: skip
LIGHT_TO_DARK = _DARK | dict(zip(HEAT, _DARK_HEAT, strict=True))
"""Each colour of a picture, as it is drawn, with the one that stands for it on a dark page."""


def heat(share: float) -> int:
    """The step of ``HEAT`` for a share from 0 to 1."""
    return min(len(HEAT) - 1, max(0, round(10 * share)))


def class_of(colour: str, kind: str) -> str:
    """The CSS class that gives ``colour`` as ``fill`` or ``stroke``."""
    return f"{kind[0]}{list(LIGHT_TO_DARK).index(colour)}"


def rules(*, dark: bool) -> str:
    """The CSS rules of all classes."""
    return "".join(
        f".{class_of(light, kind)}{{{kind}:{other if dark else light}}}"
        for light, other in LIGHT_TO_DARK.items()
        for kind in ("fill", "stroke")
    )
