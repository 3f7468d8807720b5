"""What changes a note's meaning changes its answer: another donor, no skin, no anastomosis, no harvest.

On notes written for it, one for each donor, and on sample notes where a few words are enough.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
import yaml
from support.changed_notes import NOTES as ALL_NOTES
from support.changed_notes import known_misses, needs_dev
from support.markup import parse
from support.notes import FOLDER, text_of
from support.sentences import linter

from notelint.evaluation.answers import answers_of
from notelint.note import Note

_HERE = Path(__file__).parent
BASE = yaml.safe_load((_HERE / "base_notes.yaml").read_text("utf8"))
EDITED = yaml.safe_load((_HERE / "edited_samples.yaml").read_text("utf8"))
DONORS = BASE["donors"]
NOTES = {note["donor"]: note["text"] for note in BASE["notes"]}
WITH_SKIN = [donor for donor, text in NOTES.items() if "<paddle>" in text]
WITHOUT_SKIN = [donor for donor in NOTES if donor not in WITH_SKIN]
TITLE_WITH_SKIN = [donor for donor in WITH_SKIN if "<tissue>" in NOTES[donor]]


def changed(donor, **words):
    """The note of that donor, each mark named replaced with its words."""
    text = NOTES[donor]
    for mark, new in words.items():
        text = re.sub(rf"<{mark}>.*?</{mark}>", new, text, flags=re.DOTALL)
    return linter().lint(Note(parse(text)[0]))


def code_of(donor, *, skin):
    """The code of a free flap from that donor."""
    return (DONORS[donor]["skin" if skin else "bare"],)


def params(law, rows):
    """Parameters of a test; those that ``known_misses.yaml`` lists under ``law`` are expected to fail."""
    entries = [entry for entry in known_misses()["other_answers"] if entry["law"] == law]
    known = {row: entry["happens"] for entry in entries for row in product(*entry["columns"])}
    assert known.keys() <= set(rows), f"known misses of no test: {known.keys() - set(rows)}"
    return [pytest.param(*row, id=", ".join(row), marks=_known_miss(known[row]) if row in known else ()) for row in rows]


def _known_miss(reason):
    return pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)


@pytest.mark.parametrize("donor", NOTES)
def test_a_base_note_has_the_code_of_its_donor(donor):
    report = changed(donor)
    assert report.decision.codes == code_of(donor, skin=donor in WITH_SKIN)
    assert report.facts["donor_site"] == donor
    assert report.integrity == ()


@pytest.mark.parametrize(
    ("donor", "other"), params("another donor", [(donor, other) for donor in NOTES for other in DONORS if other != donor])
)
def test_another_donor_has_another_code(donor, other):
    words = {mark: DONORS[other][mark] for mark in ("island", "bone", "artery", "vein", "site")}
    report = changed(donor, **words)
    assert report.decision.codes == code_of(other, skin=donor in WITH_SKIN)
    assert report.facts["donor_site"] == other


@pytest.mark.parametrize(
    ("donor", "words"), params("no skin", [(donor, words) for donor in WITH_SKIN for words in BASE["no_skin"]])
)
def test_without_skin_the_code_is_that_of_bone_alone(donor, words):
    report = changed(donor, paddle=words, skin="", tissue="")
    assert report.decision.codes == code_of(donor, skin=False)
    assert report.facts["skin_paddle"] == "no"


@pytest.mark.parametrize(
    ("donor", "words"),
    params("no skin but in the title", [(donor, words) for donor in TITLE_WITH_SKIN for words in BASE["no_skin"]]),
)
def test_without_skin_the_body_governs_over_a_title_that_claims_it(donor, words):
    report = changed(donor, paddle=words, skin="")
    assert report.decision.codes == code_of(donor, skin=False)
    assert "header_body_conflict" in report.integrity


@pytest.mark.parametrize("donor", WITHOUT_SKIN)
def test_with_skin_the_code_is_that_of_bone_and_skin(donor):
    report = changed(donor, bare=BASE["with_skin"])
    assert report.decision.codes == code_of(donor, skin=True)
    assert report.facts["skin_paddle"] == "yes"


@pytest.mark.parametrize("donor", NOTES)
def test_without_the_anastomosis_no_code_is_supported(donor):
    decision = changed(donor, anastomosis="").decision
    assert (decision.status, decision.candidates) == ("unsupported", code_of(donor, skin=donor in WITH_SKIN))


@pytest.mark.parametrize(
    ("donor", "words"), params("no harvest", [(donor, words) for donor in NOTES for words in BASE["not_harvested"]])
)
def test_a_harvest_not_documented_as_done_supports_no_code(donor, words):
    assert changed(donor, harvest=words).decision.codes == ()


def edited(entry):
    """The sample with its words changed; what is to be changed stands in it once, whatever its line breaks."""
    text = text_of(FOLDER / f"{entry['note']}.txt")
    for words, others in entry["edits"]:
        pattern = re.compile(r"\s+".join(map(re.escape, words.split(" "))))
        assert len(pattern.findall(text)) == 1, words
        text = pattern.sub(others.replace("\\", r"\\"), text)
    return text


@pytest.mark.parametrize(("note", "why"), params("edited sample", [(entry["note"], entry["why"]) for entry in EDITED]))
def test_an_edited_sample_has_another_answer(note, why):
    (entry,) = (entry for entry in EDITED if (entry["note"], entry["why"]) == (note, why))
    told = answers_of(linter().lint(Note(edited(entry))))
    wanted = {"status": told.status, "codes": [], "candidates": list(told.candidates), **entry["decision"]}
    assert {"status": told.status, "codes": list(told.codes), "candidates": list(told.candidates)} == wanted
    assert {fact: told.facts[fact] for fact in entry.get("facts", {})} == entry.get("facts", {})


@needs_dev
@pytest.mark.parametrize(("note", "code"), params("dev note", [("D125", "20956"), ("D128", "20956")]))
def test_a_dev_note_that_could_harvest_supports_no_code_for_it(note, code):
    text = text_of(ALL_NOTES[note])
    assert text.count("was harvested") == 1
    assert code in linter().lint(Note(text)).decision.codes
    assert code not in linter().lint(Note(text.replace("was harvested", "could be harvested"))).decision.codes
