"""A second graft that a note tells in shorthand, and passages in shorthand that tell of none."""

from __future__ import annotations

import pytest

from notelint.linter import Linter
from notelint.note import Note

HEAD = """OPERATIVE REPORT
Surgeon: Ines Marlowe, MD
Diagnosis: bone loss of both forearms after a blast
Procedure: free vascularized fibula, left leg to left ulna{also}
Reason: two conventional grafts have died in this bed, so bone with its own blood supply was chosen.

Left: gap of 7 cm in the ulna. I raised 15 cm of the left fibula without skin on the peroneal artery 2.2 mm and two veins. The \
pedicle of 5 cm was divided at 09:10. I plated the graft into the ulna. Under the operating microscope the peroneal artery was \
joined end-to-end to the ulnar artery with 9-0 nylon and one vein end-to-end to the basilic vein. Flow was back at 10:30, \
ischemia 80 minutes. The marrow bled and the Doppler was strong.
"""
TAIL = "\nBoth legs were closed in layers over drains. No complications. Blood loss 300 mL.\n"
SECOND = [
    "Right: in the same way. 14 cm of the right fibula, artery 2.1 mm, divided 13:00, sewn as on the left. Flow 14:15.",
    "The other side was done likewise: a strut of 13 cm, its vessels joined to the right ulnar artery, flow at 15:02.",
    "Right forearm: ditto. Gap 6 cm. Fibula 12.5 cm from the right leg. Cut 12:40. Same joins. Clamps off 13:55.",
    "Then the right forearm with the same steps. The bone was 16 cm long. Artery and vein were coupled. Ischemia 74 min.",
]
NONE = [
    "Right: in the same way the leg was opened, but its peroneal artery was too small; no bone was taken.",
    "The right forearm was opened likewise, the dead ends cut back and a spacer put in. The graft is to be done later.",
    "The second vein, 2.4 mm, was joined likewise to a vein of the forearm. Flow was brisk.",
    "On the right the ulna was plated in the same way with a plate of 9 cm.",
    "The graft was folded: first strut 7 cm, second strut 7 cm, fixed in the same way.",
]


@pytest.fixture(scope="module")
def linter():
    return Linter(reader="rules")


def sides(linter, passage, also=""):
    _, read = linter.lint_for_claim(Note(HEAD.format(also=also) + passage + TAIL))
    return [(graft.codes, graft.facts["donor_laterality"]) for graft in read.grafts]


@pytest.mark.parametrize("passage", SECOND)
def test_a_second_graft_in_shorthand_is_a_graft(passage, linter):
    assert sides(linter, passage, "; the same on the right") == [(("20955",), "left"), (("20955",), "right")]


@pytest.mark.parametrize("passage", NONE)
def test_shorthand_for_something_else_is_no_graft(passage, linter):
    assert sides(linter, passage) == [(("20955",), "left")]
