"""Which texts the pack ``operative-report`` takes for a report, by texts and near misses written for it."""

from __future__ import annotations

import pytest
from support.reports_of_operations import HERNIA, VISIT, all_packs

from notelint.note import Note

CRANIOTOMY = """PROCEDURE: Craniotomy for resection of a tumor with EEG monitoring.

FINDINGS: A firm gray mass.

DESCRIPTION OF PROCEDURE: The head was shaved and draped. The scalp was incised, burr holes were drilled, and the bone was
elevated. The dura was opened. The tumor was dissected and removed. The dura was closed and the flap was fixed with plates.
"""
COLONOSCOPY = """PROCEDURE: Colonoscopy.
MEDICATIONS: Versed and fentanyl.

The colonoscope was inserted and advanced to the cecum. The mucosa was normal. The patient tolerated the procedure well.
"""
SLEEP = """PROCEDURE: Sleep study.

CLINICAL INFORMATION: Snoring. The recording was started at ten and was performed with all leads. The tracing was reviewed.
"""
ENCEPHALOGRAM = """PROCEDURE: A 21-channel electroencephalogram was performed in the awake state.

FINDINGS: A posterior rhythm of nine hertz is seen.
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HERNIA, "operative_report"),
        (CRANIOTOMY, "operative_report"),
        (COLONOSCOPY, "procedure_note"),
        (VISIT, "other"),
        (SLEEP, "other"),
        (ENCEPHALOGRAM, "other"),
    ],
    ids=["hernia", "craniotomy", "colonoscopy", "visit", "sleep", "encephalogram"],
)
def test_kind(text, kind):
    assert all_packs().lint(Note(text)).packs["operative-report"].kind == kind


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("TBD", "missing"),
        ("?", "missing"),
        ("see dictation.", "missing"),
        ("to be dictated", "missing"),
        ("see anaesthesia record", "missing"),
        ("Unknown.", "missing"),
        ("None", "met"),
        ("unknown amount, at least 200 mL", "met"),
        ("50 mL, see anesthesia record", "met"),
        ("see above", "met"),  # what is above says it
    ],
)
def test_what_stands_in_place_of_a_value_is_none(value, status):
    report = all_packs().lint(Note(HERNIA.replace("*** mL", value)))
    assert report.packs["operative-report"].elements["blood_loss"].status == status
