"""Whole operative reports for tests of the pack ``operative-report``, without a bone graft."""

from __future__ import annotations

REPORT = """\
OPERATIVE REPORT

DATE OF OPERATION: 03/14/2026
SURGEON: Orla Feddersen, MD
ASSISTANT: None.
ANESTHESIA: General endotracheal.
PREOPERATIVE DIAGNOSIS: Symptomatic gallstones.
POSTOPERATIVE DIAGNOSIS: Same.
PROCEDURE: Laparoscopic cholecystectomy.
ESTIMATED BLOOD LOSS: 20 mL.
SPECIMENS: Gallbladder, to pathology.
COMPLICATIONS: None.

DESCRIPTION OF PROCEDURE: The abdomen was prepped and draped. A port was placed through an incision below the \
umbilicus. The cystic duct was clipped and divided, the cystic artery was ligated, the gallbladder was dissected from its bed \
and removed. The skin was closed with 4-0 Monocryl.
"""
SHORT = REPORT.replace("ESTIMATED BLOOD LOSS: 20 mL.\n", "").replace("COMPLICATIONS: None.\n", "")
"""The same without blood loss and complications."""
LETTER = "Dear Dr. Haugland,\n\nThank you for seeing this pleasant lady, who has had a cough for three weeks.\n"
"""No report of an operation."""
