"""No word of a note may reach standard error, a log or a traceback; with --no-excerpt none may reach standard output."""

from __future__ import annotations

import json
import os
import random
import string

import pytest
from support import needs
from support.archives import results, write_archive
from support.documents.ccda import write_ccda
from support.documents.docx import write_docx
from support.documents.fhir import write_fhir
from support.documents.hl7v2 import write_hl7
from support.documents.html import write_html
from support.documents.mht import write_mht
from support.documents.pdf import write_pdf
from support.documents.rtf import write_rtf
from support.labels import labels

from notelint.cli.evaluate import FORMATS as EVALUATION_FORMATS
from notelint.cli.query import FORMATS as QUERY_FORMATS
from notelint.outputs.formats import FORMATS, REVIEW_FORMATS

NOTE = """OPERATIVE REPORT
PATIENT: {} {}   MRN: {}
PREOPERATIVE DIAGNOSIS: Left mandibular defect after resection for {} carcinoma.
POSTOPERATIVE DIAGNOSIS: Same, {}.
PROCEDURE: Left iliac crest free osteocutaneous flap, {}.
SURGEON: {} {}, MD
COSURGEON: {}, MD
ANESTHESIA: General, {}.
ESTIMATED BLOOD LOSS: 250 mL, error warning info {}.

DESCRIPTION OF {}: The {} patient was brought to the {} room. A free fibula flap had been considered by {} and was not chosen.
Last year
in {} a scapula flap was done. The left iliac crest, {}, was harvested with its deep circumflex iliac artery {} and vein,
8.5 x 3 cm, together with a skin island of {} cm. Under the operating microscope {} the artery was joined end to end to the facial
artery {} with {} 9-0 nylon,
the vein to the external jugular vein with a {} coupler. The {} flap was pink and bled from its {} edges.
Ischemia time was {} minutes. The donor site was closed in {} layers over a {} drain. *** {} [ ] {}
COMPLICATIONS: None, {}. {} \u201c{}\u201d was told to the family.
"""
ALOUD = [
    ["explain", path, *more]
    for path in (*(f"notes/{name}.txt" for name in "abcdef"), "wide.txt")
    for more in ([], ["--format", "json"])
]
IMPORTS = [["data", "import", kind, f"notes/{name}.txt"] for name in "abcdef" for kind in ("ncci", "fees")]
QUERIES = [["query", f"notes/{name}.txt", "--format", form] for name in "abcdef" for form in QUERY_FORMATS]
BATCHES = [
    ["batch", "notes", "--output", "shards"],
    ["batch", "archive.jsonl", "--output", "lines", "--max-chars", "8000", "--database", "lines.duckdb"],
    ["batch", "archive.jsonl", "--output", "lines", "--max-chars", "8000", "--resume"],
    ["batch", "archive.jsonl", "--output", "none", "--text-column", "no"],
    ["batch", "archive.jsonl", "--output", "billed", "--code-column", "text"],
    ["batch", "notes/a.txt", "archive.csv", "--output", "mixed"],
    ["batch", "archive.duckdb", "--output", "query", "--query", "SELECT CAST(text AS INT) AS text FROM archive"],
]
OTHER_COMMANDS = [
    ["audit", "notes", "--output", "audit.html"],
    ["codes"],
    ["rules"],
    ["explain", "20970"],
    ["compare", "20956", "20970"],
    ["--help"],
    ["--version"],
]


@pytest.fixture(scope="module")
def words():
    source = random.Random(20970)
    return ["".join(source.choices(string.ascii_lowercase, k=11)) for _ in range(NOTE.count("{}"))]


@pytest.fixture
def notes(write, words):
    """The note as it should be, and as it should not: not UTF-8, far too long, binary, one that makes the linter fail or warn."""
    text = NOTE.format(*words)
    write(text, "notes/a.txt")
    write(text.encode("cp1252"), "notes/b.txt")
    write(text + text * 10, "notes/c.txt")
    write(b"\1" * len(text) + text.encode(), "notes/d.txt")
    write(text.encode("utf-16-le"), "wide.txt")
    write(text + " raise", "notes/e.txt")
    write(text + " warn you", "notes/f.txt")
    return "notes"


def lines(notes, *more):
    return [
        ["check", notes, "--format", form, "--max-chars", "8000", *verbosity, *more]
        for form in FORMATS
        for verbosity in ([], ["-v"], ["-q"], ["-v", "--output", "out"])
    ]


@pytest.fixture
def labelled(notes, write, words):
    """Labels for each note, two of them as they should not be: what should be a name is a word of the note."""
    told = labels() | {"style": words[0], "trap": " ".join(words)}
    for name in "abcdef":
        write(json.dumps(told), f"notes/{name}.gold.json")
    write(json.dumps(told | {"integrity": words[:1]}), "notes/a.gold.json")
    write(json.dumps(told)[:-9] + words[1], "notes/b.gold.json")
    return notes


@pytest.fixture
def archive(notes, words, tmp_path):
    """The notes as an archive of every kind, one line of it broken."""
    rows = [{"id": str(number), "text": NOTE.format(*words) + more} for number, more in enumerate(["", " raise", " warn you"])]
    for kind in ("jsonl", "csv", "duckdb"):
        write_archive(tmp_path / f"archive.{kind}", rows)
    for kind in ("jsonl", "csv"):
        with (tmp_path / f"archive.{kind}").open("a") as file:
            file.write(f'{words[0]}" {words[1]}\n{{"text": "{words[2]}')
    return tmp_path


def leaked_rows(words, folder):
    return [word for kind in ("notes", "findings") for row in results(folder, kind) for word in leaked(words, str(row))]


@pytest.fixture
def marks(notes, write, words, tmp_path):
    """The notes beside a file of acknowledgements and a baseline that are damaged by words of a note."""
    write(f'{{"record": "acknowledgement/1", "note": "a", "time": "{words[0]}"}}\n{words[1]}\n', "broken.jsonl")
    write(f'{{"schema": "notelint.baseline/1", "notes": "{words[0]}"}}', "broken.json")
    return tmp_path


@pytest.fixture
def claims(notes, write):
    """A claim for each note, and the notes themselves given as claims."""
    for name in "abcdef":
        claim = f'date_of_service: 2026-03-02\nplace_of_service: "21"\nsurgeons: {{a: {{}}}}\nnotes: [{{file: {name}.txt}}]\n'
        write(claim + 'lines: [{code: "20955", modifiers: ["62"]}, {code: "69990"}]\n', f"notes/{name}.yaml")
    paths = [f"notes/{name}.{ending}" for name in "abcdef" for ending in ("yaml", "txt")]
    return [["review", *paths, "--format", form] for form in REVIEW_FORMATS]


WRITERS = {
    "rtf": write_rtf, "docx": write_docx, "html": write_html, "mht": write_mht, "xml": write_ccda, "pdf": write_pdf,
    "json": write_fhir, "hl7": write_hl7,
}  # fmt: skip
DOCUMENTS = [
    ["check", "docs", "--trace"],
    ["check", "docs", "--format", "json", "-v", "--output", "out"],
    ["text", "docs"],
    ["text", "docs", "--places", "--exclude", "*.pdf"],
    ["batch", "docs", "--output", "of-docs", "--workers", "1"],
    ["evaluate", "docs"],
    *(["explain", f"docs/{name}.{ending}"] for name in ("whole", "cut", "mixed") for ending in WRITERS),
    *(["query", f"docs/whole.{ending}"] for ending in WRITERS),
]


@pytest.fixture
def documents(write, words):
    """The note in every format as it should be, cut off, and with its words where the marks of the format should be."""
    text = NOTE.format(*words)
    for ending, writer in WRITERS.items():
        data = writer(text)
        write(data, f"docs/whole.{ending}")
        write(data[: len(data) // 2], f"docs/cut.{ending}")
        write(data[:300] + text.encode() + data[300:700] + data[720:], f"docs/mixed.{ending}")
        write(json.dumps(labels()), "docs/whole.gold.json")
    write(b"PK\x03\x04" + text.encode(), "docs/no.docx")
    write(b"%PDF-1.7\n" + text.encode(), "docs/no.pdf")
    write(b"<?xml version='1.0'?><ClinicalDocument><title>" + text.encode(), "docs/no.xml")


def leaked(words, told):
    return [word for word in words if word in told.lower()]


RECORDS = ".notelint-acknowledgements.jsonl"
MARKS = [
    ["acknowledge", "notes/a.txt", "ischemia-time-missing", "--all", "--code", "other", "--reason", "as agreed", "--by", "A"],
    ["acknowledge", "notes/a.txt", "microscope-missing", "--all", "--code", "other", "--reason", "as agreed", "--by", "A"],
    ["acknowledge", "notes/e.txt", "blood-loss-missing", "--code", "other", "--reason", "as agreed", "--by", "A"],
    ["check", "notes", "--acknowledgements", "notes/a.txt", "--baseline", "notes/a.txt", "-q", "--no-excerpt"],
    ["check", "notes", "--acknowledgements", "broken.jsonl", "--baseline", "broken.json", "-q", "--no-excerpt"],
    ["baseline", "write", "notes", "--output", "base.json"],
    ["baseline", "write", "notes", "--output", "notes/a.txt"],
    ["baseline", "check", "notes", "--baseline", "base.json"],
    ["check", "notes", "--baseline", "base.json", "--no-excerpt"],
    *(["acknowledgements", name] for name in ("list", "audit", "export")),
    ["acknowledgements", "list", "notes/a.txt"],
]


@pytest.mark.parametrize("flags", [["--fake"], pytest.param([], marks=needs.linter)], ids=["fake", "real"])
class TestNoWord:
    def test_on_standard_error(self, program, notes, words, flags, tmp_path):
        done = program([*lines(notes, "--trace"), *ALOUD, *QUERIES, *OTHER_COMMANDS], *flags, "--debug")
        assert done.returncode == 2
        assert leaked(words, done.stdout)
        assert "binary, not plain text" in done.stderr
        assert "longer than 8,000 characters" in done.stderr
        assert not leaked(words, done.stderr)
        assert not leaked(words, (tmp_path / "audit.html").read_text("utf8"))

    def test_anywhere_without_excerpt(self, program, notes, words, flags, tmp_path):
        done = program(
            [*lines(notes, "--no-excerpt", "--trace"), *([*line, "--no-excerpt"] for line in (*ALOUD, *QUERIES))],
            *flags,
            "--debug",
        )
        assert "notes/a.txt" in done.stdout
        assert not leaked(words, done.stdout + done.stderr)
        assert not leaked(words, (tmp_path / "out").read_text())

    @pytest.mark.parametrize("failing", [[], ["--raise"]], ids=["working", "failing"])
    def test_in_acknowledgements_and_baselines(self, program, marks, words, flags, failing):
        done = program(MARKS, *flags, "--debug", *failing)
        assert done.returncode == 2
        assert "this is no baseline" in done.stderr
        assert not leaked(words, done.stdout + done.stderr)
        assert not leaked(words, (marks / "base.json").read_text())
        records = marks / "notes" / RECORDS
        assert records.exists() is not bool(failing)
        assert not leaked(words, records.read_text() if records.exists() else "")

    def test_when_the_linter_fails(self, program, notes, words, flags):
        done = program([*lines(notes), *ALOUD, *QUERIES], *flags, "--debug", "--raise")
        assert "notes/a.txt: error: internal error (RuntimeError)" in done.stderr
        assert not leaked(words, done.stdout + done.stderr)

    def test_when_a_failure_tells_its_line(self, program, notes, words, flags):
        commands = [*lines(notes)[:2], ALOUD[0], QUERIES[0], ["review", "notes/a.yaml"], ["evaluate", "notes"]]
        done = program([[*line, "--debug"] for line in commands], *flags, "--debug", "--raise")
        assert "notes/a.txt: error: internal error (RuntimeError), at cli/linting.py:" in done.stderr
        assert not leaked(words, done.stdout + done.stderr)

    @pytest.mark.parametrize("failing", [[], ["--raise"]], ids=["reading", "failing"])
    def test_in_an_archive(self, program, archive, words, flags, failing):
        done = program([[*line, "--workers", "1"] for line in BATCHES], *flags, "--debug", *failing)
        assert done.returncode == 2
        assert "by_status" in done.stdout or "Decision" in done.stdout
        assert "archive.duckdb: the query fails (ConversionException)" in done.stderr
        assert "there is no column 'no'" in done.stderr
        assert not leaked(words, done.stdout + done.stderr)
        assert not [word for folder in ("shards", "lines", "billed", "mixed") for word in leaked_rows(words, archive / folder)]
        assert results(archive / "billed")[0]["error"].startswith("the billed code is no procedure code")
        assert not leaked(words, (archive / "lines" / "run.json").read_text("utf8"))

    def test_when_a_note_is_imported_as_a_table(self, program, notes, words, flags, tmp_path):
        done = program(IMPORTS, *flags, "--debug", env={**os.environ, "NOTELINT_DATA": str(tmp_path / "data")})
        assert done.returncode == 2
        assert "notes/a.txt: no table of CMS's that notelint knows by its columns" in done.stderr
        assert not leaked(words, done.stdout + done.stderr)

    def test_of_a_document(self, program, documents, words, flags):
        done = program(DOCUMENTS, *flags, "--debug")
        assert done.returncode == 2
        assert leaked(words, done.stdout)
        assert "docs/cut.docx: error: the Word document is cut off or damaged" in done.stderr
        assert not leaked(words, done.stderr)

    def test_of_a_document_anywhere_without_excerpt(self, program, documents, words, flags):
        lines = [[*line, "--no-excerpt"] for line in DOCUMENTS if line[0] in {"check", "explain", "query"}]
        done = program(lines, *flags, "--debug")
        assert "docs/whole.docx" in done.stdout
        assert not leaked(words, done.stdout + done.stderr)

    def test_in_an_evaluation(self, program, labelled, words, flags):
        done = program([["evaluate", labelled, "--show", "--format", form] for form in EVALUATION_FORMATS], *flags, "--debug")
        assert done.returncode == 2
        assert "notes/a.gold.json:1: integrity[0]: not one of the choices" in done.stderr
        assert "notes/b.gold.json:1: not JSON" in done.stderr
        assert "notes/d.txt: binary, not plain text" in done.stderr
        assert "elements.microscope" in done.stdout
        assert not leaked(words, done.stdout + done.stderr)


@needs.linter
class TestNoWordOfAReview:
    def test_on_standard_error(self, program, claims, words):
        done = program(claims, "--debug")
        assert leaked(words, done.stdout)
        assert "notes/d.yaml:4: notes[0]: notes/d.txt: binary, not plain text" in done.stderr
        assert "notes/a.txt: neither a .yaml file nor" in done.stderr
        assert not leaked(words, done.stderr)

    def test_anywhere_without_excerpt(self, program, claims, words):
        done = program([[*line, "--no-excerpt"] for line in claims], "--debug")
        assert "skin-paddle-not-billed" in done.stdout or "donor-site-code-wrong" in done.stdout
        assert not leaked(words, done.stdout + done.stderr)

    def test_when_the_linter_fails(self, program, claims, words):
        done = program(claims, "--debug", "--raise")
        assert "notes/a.yaml: internal error (RuntimeError)" in done.stderr
        assert not leaked(words, done.stdout + done.stderr)
