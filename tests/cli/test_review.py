"""``notelint review`` and ``notelint check --code``: formats, exit status, errors, and no word of a note where none belongs."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from support.snapshots import assert_matches

from notelint import __version__
from notelint.cli.app import notelint
from notelint.outputs.formats import FORMATS, REVIEW_FORMATS

ROOT = Path(__file__).parents[2]
NOTES = files("notelint.patterns") / "claims" / "examples"
SCHEMA = json.loads((files("notelint.outputs") / "review.schema.json").read_text("utf8"))
CLAIM = """\
date_of_service: 2026-03-02
place_of_service: "21"
surgeons: {a: {name: Ines Marlowe}}
lines:
  - {code: "20956"}
  - {code: "69990"}
notes: [{file: fibula.txt}]
diagnoses: ["M89.79"]
"""
CHECK = ["check", "fibula.txt", "--format", "concise", "--code", "20956"]


@pytest.fixture(autouse=True)
def shipped_tables(monkeypatch, tmp_path):
    monkeypatch.setenv("NOTELINT_DATA", str(tmp_path / "data"))


@pytest.fixture
def claim(write):
    def claim(text=CLAIM, name="claim.yaml"):
        write((NOTES / "fibula.txt").read_text("utf8"), "fibula.txt")
        return write(text, name)

    return claim


def test_a_review_in_a_list(run, claim):
    done = run("review", claim(), "--format", "concise")
    assert done.exit_code == 1
    assert done.stdout == (
        "claim.yaml:5: error donor-site-code-wrong lines[0].code: 20956 is for a different donor bone than the note documents; "
        "the note supports 20955\n"
        "claim.yaml:6: error microscope-billed-apart lines[1].code: 69990 is part of 20956; no modifier is allowed for the pair\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--ignore", "donor-site-code-wrong,microscope-billed-apart"], 0),
        (["--select", "place-implausible"], 0),
        (["--select", "microscope-billed-apart"], 1),
        (["--select", "microscop-billed-apart"], 2),
    ],
)
def test_exit_status(run, claim, arguments, status):
    assert run("review", claim(), *arguments).exit_code == status


def test_an_unknown_rule_is_refused_with_the_nearest(run, claim):
    done = run("review", claim(), "--ignore", "microscop-billed-apart")
    assert done.stderr == "Error: no rule is called 'microscop-billed-apart'; did you mean microscope-billed-apart?\n"


def test_the_documents_follow_the_schema(run):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    samples = ROOT / "sample_encounters"
    document = json.loads(run("review", samples / "05-cosurgeons-copied", samples / "nowhere", "--format", "json").stdout)
    jsonschema.validate(document, SCHEMA)
    assert [encounter["error"] is None for encounter in document["encounters"]] == [True, False]
    lines = run("review", samples / "05-cosurgeons-copied", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == document["encounters"][:1]


def test_without_excerpt_no_word_of_a_note_is_printed(run):
    for form in ("text", "json", "jsonl", "concise"):
        done = run("review", ROOT / "sample_encounters" / "05-cosurgeons-copied", "--no-excerpt", "--format", form)
        assert "peroneal" not in done.stdout.lower()
        assert "end-to-end" not in done.stdout.lower()


VALUES = """\
date_of_service: 2026-03-02
place_of_service: "99"
surgeons: {quillfeather: {name: Ines Quillfeather}, bramblewick: {name: Oda Bramblewick}}
facility: {name: Saint Pemberton Hospital}
lines:
  - {code: "20956", surgeon: quillfeather, charge: 6271.5}
notes: [{file: fibula.txt, author: bramblewick}]
earlier_procedures: [{date: 2026-02-14, code: "20955", surgeon: quillfeather}]
"""
TOLD = ("quillfeather", "bramblewick", "pemberton", "2026-03-02", "2026-02-14", "6,271", "6271")
BROKEN = [
    ("2026-03-02", "quillfeather 2026"),
    ("2026-03-02", "2026-02-01"),
    ('"99"', '"bramblewick"'),
    ("surgeon: quillfeather, charge", "surgeon: pemberton, charge"),
    ("{name: Oda Bramblewick}", "{nom: Oda}"),
    ("{name: Oda Bramblewick}", "{credential: bramblewick}"),
    ("6271.5", "-6271"),
    ("6271.5", "$6271"),
    ('"20956"', '"quillfeather"'),
    ("charge:", "modifiers: [pemberton], charge:"),
    ("charge:", "modifiers: ['62', '62'], charge:"),
    ("charge:", "units: 6271, charge:"),
    ("facility:", "bramblewick:"),
    ("bramblewick: {", "quillfeather: {"),
    ("author: bramblewick", "role: bramblewick"),
    ("date_of_service", "locality: pemberton\ndate_of_service"),
    ("lines:", "lines: [quillfeather"),
]


WITHOUT_CLAIM = {"concise", "csv", "markdown", "sarif"}
"""Formats that show findings and not the claim's own values."""


@pytest.mark.parametrize("form", REVIEW_FORMATS)
def test_without_excerpt_no_name_date_or_charge_of_a_claim_is_printed(run, claim, form):
    told = run("review", claim(VALUES), "--format", form).output.lower()
    assert form in WITHOUT_CLAIM or all(value in told for value in TOLD[:1])
    done = run("review", claim(VALUES), "--format", form, "--no-excerpt")
    assert done.exit_code == 1
    assert "20956" in done.stdout
    assert not [value for value in TOLD if value in done.output.lower()]


@pytest.mark.parametrize("form", REVIEW_FORMATS)
@pytest.mark.parametrize(("old", "new"), BROKEN, ids=[new[:20] for _, new in BROKEN])
def test_without_excerpt_no_error_tells_a_value_of_the_claim(run, claim, form, old, new):
    assert old in VALUES
    done = run("review", claim(VALUES.replace(old, new, 1)), "--format", form, "--no-excerpt")
    assert done.exit_code == 2
    assert done.stderr.startswith("error: claim.yaml:")
    assert not [value for value in TOLD if value in done.output.lower()]


@pytest.mark.parametrize("form", FORMATS)
def test_without_excerpt_a_check_tells_no_date_of_the_claim(run, write, form):
    note = "DATE OF OPERATION: 09/05/2025\nOPERATION: Free fibula flap.\nThe left fibula was harvested on its peroneal vessels.\n"
    line = ["check", write(note), "--code", "20955", "--dos", "2025-09-02", "--format", form]
    assert "2025-09-02" in run(*line).stdout
    done = run(*line, "--no-excerpt")
    assert "date-contradicted" in done.stdout
    assert "2025-09" not in done.output


SARIF = json.loads((Path(__file__).parents[1] / "data" / "schemas" / "sarif-2.1.0.json").read_text("utf8"))


@pytest.mark.parametrize("form", ["sarif", "csv", "markdown"])
def test_exactly(run, claim, write, form):
    write(CLAIM.replace('"20956"', "20956"), "bad.yaml")
    done = run("review", claim(), "bad.yaml", "--format", form)
    assert done.exit_code == 2
    assert_matches(f"review/command-{form}.txt", done.stdout_bytes.decode("utf8").replace(__version__, "VERSION"))


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "sample_encounters").iterdir() if path.is_dir())[:6])
def test_sarif_follows_the_schema_and_every_result_has_a_location(run, folder):
    document = json.loads(run("review", ROOT / "sample_encounters" / folder, "--format", "sarif").stdout)
    jsonschema.Draft4Validator(SARIF).validate(document)
    for result in document["runs"][0]["results"]:
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("claim.yaml")


def test_one_that_cannot_be_read_keeps_its_place_and_the_others_are_reviewed(run, claim, write):
    write(CLAIM.replace('"20956"', "20956"), "bad.yaml")
    done = run("review", "bad.yaml", claim(), "missing.yaml", "--format", "concise")
    assert done.exit_code == 2
    assert done.stdout.count("claim.yaml:") == 2
    assert done.stderr.splitlines() == [
        "error: bad.yaml:5: lines[0].code: expected text, found a whole number; put it in quotes",
        "error: missing.yaml: cannot be read: No such file or directory; check the path",
    ]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("none.txt", "claim.yaml:7: notes[0]: none.txt: no such file or folder; check the path"),
        ("empty.txt", "claim.yaml:7: notes[0]: empty.txt: empty; give a file that holds the note's text"),
        (".", "claim.yaml:7: notes[0]: .: it is a folder"),
        ("scan.pdf", "claim.yaml:7: notes[0]: scan.pdf: damaged, or no PDF file; open it and print it to a new PDF file"),
    ],
)
def test_a_note_that_cannot_be_read_ends_the_review_of_its_encounter(run, claim, write, file, told):
    write("", "empty.txt")
    write(b"%PDF-1.7", "scan.pdf")
    done = run("review", claim(CLAIM.replace("fibula.txt", file)), "--format", "concise")
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"error: {told}\n")


def test_an_unknown_locality_is_reported_with_its_line(run, claim):
    done = run("review", claim(f"locality: FL-04\n{CLAIM}"))
    assert done.exit_code == 2
    assert done.stderr.startswith("error: claim.yaml:1: locality: no localities are known")


def test_an_empty_folder_says_what_it_lacks(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("review", "empty")
    assert (done.exit_code, done.stderr) == (2, "error: empty: no claim.yaml in this folder; put one there or name the file\n")


def test_a_folder_of_encounters_is_reviewed_in_order(run, tmp_path):
    for name in ("02-wrong-site", "01-clean"):
        shutil.copytree(ROOT / "sample_encounters" / name, tmp_path / "all" / name)
    done = run("review", "all", "--format", "json")
    sources = [Path(encounter["source"]).parent.name for encounter in json.loads(done.stdout)["encounters"]]
    assert sources == ["01-clean", "02-wrong-site"]


def test_the_output_may_not_be_one_of_the_inputs(run, claim):
    done = run("review", claim(), "--output", "claim.yaml")
    assert done.exit_code == 2
    assert "is one of the files to be read" in done.stderr


# -- check --code -----------------------------------------------------------------------------------------------------


def test_findings_of_a_quick_claim_are_at_the_notes_words(run, claim):
    claim()
    lines = run(*CHECK, "--modifier", "50,RT", "--pos", "11", "--dos", "2026-03-03").stdout.splitlines()
    told = {line.split()[2]: line for line in lines}
    assert told["donor-site-code-wrong"].startswith("fibula.txt:10:27: error donor-site-code-wrong 20956 is for a different")
    assert told["date-contradicted"].startswith("fibula.txt:2:20: error")
    assert told["place-implausible"].startswith("fibula.txt:1:1: error")
    assert {"both-sides-not-payable", "modifiers-exclude-each-other"} <= told.keys()


def test_several_codes_make_several_lines(run, claim):
    claim()
    found = [line.split()[2] for line in run(*CHECK[:-1], "20955,69990").stdout.splitlines()]
    assert "microscope-billed-apart" in found
    assert "donor-site-code-wrong" not in found


def test_select_and_ignore_know_the_rules_of_both(run, claim):
    claim()
    assert run(*CHECK, "--select", "donor-site-code-wrong").stdout.count("\n") == 1
    assert "donor-site-code-wrong" not in run(*CHECK, "--ignore", "donor-site-code-wrong").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--code", "2095"], "--code: '2095' is no procedure code; did you mean 20955, 20956 or 20957?\n"),
        (["--code", "12"], "--code: '12' is no procedure code; write five characters, such as 20955\n"),
        (["--code", "12", "--no-excerpt"], "--code: the value is no procedure code; write five characters, such as 20955\n"),
        (
            ["--code", "20955", "--modifier", "6"],
            "--modifier: '6' is no modifier; write one that CPT or HCPCS has, such as 62 or",
        ),
        (["--code", "20955", "--pos", "2"], "--pos: '2' is no place of service; write two digits, such as 21\n"),
        (["--modifier", "62"], "tell of a claim; give its --code too"),
        (["--dos", "2026-03-02"], "tell of a claim; give its --code too"),
        (["--code", "20955", "--dos", "March"], "'--dos': this is not a date; write it YYYY-MM-DD, such as 2026-03-31\n"),
        (["--code", "20955", "--dos", "20260331"], "'--dos': this is not a date; write it YYYY-MM-DD, such as 2026-03-31\n"),
        (["--code", "20955", "--dos", "2026-02-30"], "'--dos': no calendar has this day; write a date YYYY-MM-DD"),
        (["--code", "20955", "--payer", "aetna"], "'aetna' is not one of 'medicare', 'medicaid', 'commercial'."),
    ],
)
def test_a_wrong_claim_is_refused(run, claim, arguments, told):
    claim()
    done = run("check", "fibula.txt", *arguments)
    assert done.exit_code == 2
    assert told in done.stderr


def test_the_json_of_a_check_stays_the_contracts(run, claim):
    claim()
    schema = json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8"))
    jsonschema.validate(json.loads(run("check", "fibula.txt", "--code", "20956", "--format", "json").stdout), schema)


def test_review_is_a_command():
    assert notelint.get_command(notelint.make_context("notelint", ["codes"]), "review").name == "review"
