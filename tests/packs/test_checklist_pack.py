"""A pack that is a checklist alone, with an element that no module of notelint has heard of."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from notelint.cli.app import notelint
from notelint.linter import Linter
from notelint.note import Note
from notelint.packs.errors import PackError
from notelint.packs.loader import load_catalogue

SOFT_TISSUE = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"
INFO = """id: counts
version: "1"
title: Counts of the operating room
elements: [sponge_count]
sources: {HOUSE: our own rule for the operating room}
"""
ELEMENT = """title: Sponge count
met: the count of sponges, and whether it was correct
why: A sponge that is left behind is a never event.
example: Sponge count was correct.
source: HOUSE
rules:
  missing:
    name: sponge-count-missing
    severity: warning
    summary: no count of the sponges is documented
    message: no count of the sponges is documented
    why: A sponge that is left behind is a never event.
    fires: The wound was closed.
    silent: Sponge count was correct.
    source: HOUSE
question:
  theme: Counts
  id: sponges
  title: Sponges
  on: the count of sponges
  ask: Please document whether the sponges were counted and, if so, with what result.
  source: HOUSE
belongs: [counts]
ways:
  - {says: 'sponge count'}
cases:
  - {note: Sponge count was correct., status: met, shows: Sponge count}
"""
NOTE = "OPERATION: Excision of a lipoma.\n\nSponge count was correct.\n"


@pytest.fixture
def checklist(tmp_path):
    folder = tmp_path / "counts"
    (folder / "elements").mkdir(parents=True)
    (folder / "pack.yaml").write_text(INFO, "utf8")
    (folder / "elements" / "sponge_count.yaml").write_text(ELEMENT, "utf8")
    return folder


def swap(path, good, bad):
    text = path.read_text("utf8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf8")


def test_it_has_elements_and_their_rules_and_neither_codes_nor_a_decision(checklist):
    catalogue = load_catalogue(checklist)
    assert (dict(catalogue.codes), catalogue.decision.questions, dict(catalogue.facts)) == ({}, (), {})
    assert not catalogue.decides
    assert list(catalogue.rules) == ["sponge-count-missing"]
    element = catalogue.elements["sponge_count"]
    assert (element.belongs, len(element.ways)) == (("counts",), 1)


def test_a_linter_takes_it_and_decides_notes_as_before(checklist):
    both = Linter(packs=[checklist])
    assert [catalogue.info.id for catalogue in both.catalogues][-1] == "counts"
    report = both.lint(Note(NOTE))
    assert replace(report, packs={}) == Linter().lint(Note(NOTE))
    element = report.packs["counts"].elements["sponge_count"]
    assert (element.status, [words.text for words in element.evidence]) == ("met", ["Sponge count was correct"])


def test_what_it_asks_for_and_the_note_leaves_out_is_found_where_it_belongs(checklist):
    note = Note("OPERATION: Excision of a lipoma.\nCOUNTS: see chart.\n")
    (finding,) = Linter(names=(), packs=[checklist]).lint(note).findings
    assert (finding.rule, finding.severity, finding.line) == ("sponge-count-missing", "warning", 2)


def test_the_commands_list_it(checklist):
    done = CliRunner().invoke(notelint, ["rules", "--pack-dir", str(checklist)])
    assert done.exit_code == 0, done.output
    assert "sponge-count-missing" in done.stdout


def test_an_element_that_nothing_answers_is_refused(checklist):
    swap(checklist / "elements" / "sponge_count.yaml", "ways:\n  - {says: 'sponge count'}\n", "")
    with pytest.raises(PackError) as caught:
        Linter(packs=[checklist])
    message = "ways: nothing answers sponge_count; give it ways, or a function that case/answers.py names"
    assert str(caught.value) == f"counts/elements/sponge_count.yaml:1: {message}"


def write_ranking(checklist, text):
    swap(checklist / "elements" / "sponge_count.yaml", "{says: 'sponge count'}", "{says: 'sponge count', shows: best}")
    (checklist / "ranking.tsv").write_text(text, "utf8")


def test_a_ranking_chooses_what_is_shown(checklist):
    write_ranking(checklist, "\ufeffsign\tsponge_count\ncorrec\t1.5\nwound\t\n")  # as a spreadsheet saves it
    note = Note("OPERATION: Excision.\n\nThe sponge count was begun. The wound was closed. The sponge count was correct.\n")
    swap(checklist / "elements" / "sponge_count.yaml", "shows: best}", "shows: best, most: 1}")
    (words,) = Linter(packs=[checklist]).lint(note).packs["counts"].elements["sponge_count"].evidence
    assert words.text == "The sponge count was correct"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word\tsponge_count\n", "ranking.tsv:1: the first column is not sign; name it sign"),
        ("sign\tsponges\n", "ranking.tsv:1: sponges is no element of the pack, or stands twice; correct the name"),
        ("sign\tsponge_count\tsponge_count\n", "ranking.tsv:1: sponge_count is no element of the pack, or stands twice"),
        ("sign\tsponge_count\ncorrec\n", "ranking.tsv:2: 0 weights for 1 elements; give each element its cell"),
        ("sign\tsponge_count\n\ncorrec\tmuch\n", "ranking.tsv:3: sponge_count: much is no number; correct the weight"),
        ("sign\tsponge_count\ncorrec\tinf\n", "ranking.tsv:2: sponge_count: inf is no number; correct the weight"),
        (
            "sign\tsponge_count\ncorrect\t1\n",
            "ranking.tsv:2: correct is no sign; use the first six letters of a word, or another sign of docs/packs.md",
        ),
        ("sign\tsponge_count\ncorrec\t1\ncorrec\t2\n", "ranking.tsv:3: correc stands twice; keep one of the two"),
        ("sign\n", "elements/sponge_count.yaml:25: ways[0].shows: ranking.tsv has no column for the element; add it, or show"),
    ],
)
def test_a_ranking_that_is_wrong_is_refused(checklist, text, message):
    write_ranking(checklist, text)
    with pytest.raises(PackError) as caught:
        load_catalogue(checklist)
    assert str(caught.value).startswith(f"counts/{message}")


def test_a_default_profile_that_is_none_is_refused(checklist):
    swap(checklist / "pack.yaml", "sources:", "profiles: {elective: for planned operations}\ndefault_profile: electiv\nsources:")
    with pytest.raises(
        PackError, match=r"counts/pack\.yaml:\d: default_profile: electiv is not a profile of this pack; did you mean"
    ):
        load_catalogue(checklist)


def test_only_sentences_are_ranked(checklist):
    write_ranking(checklist, "sign\tsponge_count\n")
    swap(checklist / "elements" / "sponge_count.yaml", "says: 'sponge count'", "label: 'sponge count'")
    with pytest.raises(PackError, match="only sentences can be the best ones; add says, or show the first or last"):
        load_catalogue(checklist)


def test_codes_without_a_decision_are_refused(checklist):
    shutil.copy(SOFT_TISSUE / "codes.yaml", checklist)
    with pytest.raises(PackError, match=r"counts/decision\.yaml: the file is missing; add it to the pack"):
        load_catalogue(checklist)


@pytest.mark.parametrize("name", ["microscope-missing", "implausible-value"])
def test_a_rule_of_another_pack_with_the_same_name_is_refused(checklist, name):
    swap(checklist / "elements" / "sponge_count.yaml", "name: sponge-count-missing", f"name: {name}")
    message = f"rules.missing.name: {name} is another rule in the pack microvascular-bone; give it another name"
    with pytest.raises(PackError) as caught:
        Linter(packs=[checklist])
    assert str(caught.value) == f"counts/elements/sponge_count.yaml:8: {message}"
    done = CliRunner().invoke(notelint, ["rules", "--pack-dir", str(checklist)])
    assert (done.exit_code, message in done.stderr) == (2, True)
