"""Prints the picture of docs/audit.md: three funnel plots of an invented department.

python scripts/audit_picture.py > docs/pictures/audit-funnel.svg
"""

from __future__ import annotations

import sys

from notelint.audit.funnel import funnels
from notelint.audit.groups import Dimension, Group
from notelint.audit.shares import Share
from notelint.outputs.audit import funnel_plot
from notelint.outputs.audit.svg import alone

_TITLES = {"microscope": "Operating microscope", "ischemia_time": "Ischemia time", "perfusion_check": "Perfusion checked"}
_SURGEONS = (  # name, notes, notes with each of the three
    ("Dr. Abara", 118, (92, 81, 108)),
    ("Dr. Castellan", 44, (28, 17, 41)),
    ("Dr. Delacroix", 52, (47, 39, 46)),
    ("Dr. Fontaine", 109, (106, 99, 101)),
    ("Dr. Grieve", 49, (40, 33, 45)),
    ("Dr. Hallward", 41, (35, 30, 27)),
    ("Dr. Imai", 54, (43, 34, 48)),
    ("Dr. Jorvik", 101, (85, 66, 91)),
    ("Dr. Kestrel", 27, (23, 20, 25)),
    ("Dr. Lind", 58, (51, 44, 54)),
    ("Dr. Marchetti", 6, (4, 3, 6)),
    ("Dr. Nwosu", 15, (12, 11, 13)),
)


def picture() -> str:
    """The picture as SVG."""
    groups = tuple(
        Group(name, of, {measure: Share(count, of) for measure, count in zip(_TITLES, counts, strict=True)}, {})
        for name, of, counts in _SURGEONS
    )
    return alone(funnel_plot.funnels(funnels(Dimension("surgeon", groups, 0), tuple(_TITLES)), _TITLES))


if __name__ == "__main__":
    sys.stdout.write(picture())
