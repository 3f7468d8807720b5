"""Documents on the command line: where findings are, which notes are read, what a hostile file does to the others."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.archives import results
from support.documents.ccda import write_ccda
from support.documents.docx import write_docx
from support.documents.fhir import as_bytes, attachment, bundle, document_reference, write_fhir
from support.documents.hl7v2 import write_hl7
from support.documents.pdf import write_pdf
from support.documents.rtf import write_rtf
from support.notes import SAMPLES, text_of
from support.snapshots import assert_matches

SHARED = Path(__file__).parents[3] / "shared" / "samples"
KINDS = ("rtf", "docx", "pdf", "html", "ccda", "fhir", "hl7v2", "cds_hooks")  # the scans take a minute, and have their own test
FILES = [path for kind in KINDS for path in sorted((SHARED / kind).glob("*")) if path.suffix != ".md"]
SCHEMA = json.loads((Path(__file__).parents[2] / "src/notelint/outputs/report.schema.json").read_text("utf-8"))
FIBULA, MISSING = text_of(SAMPLES[0]), text_of(next(path for path in SAMPLES if path.name.startswith("10")))

CLAIM = 'date_of_service: 2024-06-11\nplace_of_service: "21"\nsurgeons: {{a: {{}}}}\nlines: [{{code: "{}"}}]\n'


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


class TestFindings:
    def test_say_where_in_the_document_they_are(self, run, write):
        done = run("check", write(write_docx(MISSING), "op.docx"), "--fail-on", "never")
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches("documents/docx.txt", done.stdout)

    def test_of_each_note_of_a_bundle(self, run, write):
        data = bundle(*(document_reference(attachment(write_pdf(text), "application/pdf")) for text in (FIBULA, MISSING)))
        done = run("check", write(as_bytes(data), "bundle.json"), "--format", "concise", "--fail-on", "never")
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches("documents/bundle.txt", done.stdout)

    def test_carry_their_place_as_data(self, run, write):
        names = [write(write_pdf(MISSING), "op.pdf"), write(write_hl7(MISSING), "op.hl7"), write(MISSING, "op.txt")]
        done = run("check", *names, "--format", "json", "--fail-on", "never", "--trace")
        data = json.loads(done.stdout)
        Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)
        pdf, hl7, text = data["notes"]
        assert len(pdf["findings"]) > 3
        for finding in pdf["findings"]:
            place = finding["place"]
            assert (place["steps"], place["page"]) == ([], 1)
            assert len(place["box"]) == 4
            left, top, right, bottom = place["box"]
            assert left < right <= 612
            assert top < bottom <= 792
        assert all(finding["place"]["steps"][0].startswith("OBX[") for finding in hl7["findings"])
        assert all("place" in words for step in hl7["decision"]["trace"] for words in step["evidence"])
        assert '"steps":' not in json.dumps(text)
        assert hl7["document"]["codes"][0] == "TXA-2|OP"
        assert "document" not in text

    def test_without_excerpt_say_no_title_author_or_date(self, run, write):
        name = write(write_hl7(MISSING), "op.hl7")
        (note,) = json.loads(run("check", name, "--format", "json", "--no-excerpt", "--fail-on", "never").stdout)["notes"]
        assert note["document"].keys() == {"codes", "status"}

    def test_in_the_words_of_ascii(self, run, write, monkeypatch):
        monkeypatch.setattr("notelint.outputs.style.can_show_signs", lambda _encoding: False)
        done = run("check", write(write_docx(MISSING), "op.docx"), "--fail-on", "never")
        assert " par. " in done.stdout
        assert "¶" not in done.stdout


class TestText:
    def test_with_places(self, run, write):
        done = run("text", "--places", write(write_ccda(FIBULA), "op.xml"))
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches("documents/text-places.txt", done.stdout)

    def test_as_it_is_read(self, run, write):
        assert run("text", write(write_rtf(FIBULA), "op.rtf")).stdout == FIBULA

    def test_of_several_notes(self, run, write):
        data = bundle(*(document_reference(attachment(text)) for text in ("The fibula.", "The scapula.")))
        done = run("text", write(as_bytes(data), "b.json"), write("The rib.\n", "c.txt"), "none.txt")
        assert done.exit_code == 2
        told = ("b.json Bundle.entry[0] <==\nThe fibula.", "b.json Bundle.entry[1] <==\nThe scapula.", "c.txt <==\nThe rib.")
        assert done.stdout == "\n".join(f"==> {note}\n" for note in told)
        assert done.stderr == "none.txt: error: no such file or folder; check the path\n"

    def test_tells_what_was_not_read(self, run, write):
        done = run("text", write(b"{\\rtf1 The fibula.{\\pict\\pngblip 8950}}", "a.rtf"))
        assert (done.exit_code, done.stderr) == (0, "a.rtf: 1 picture not read\n")

    def test_to_a_file(self, run, write, tmp_path):
        done = run("text", write(write_rtf(FIBULA), "op.rtf"), "--output", "op.txt")
        assert (done.exit_code, done.stdout) == (0, "")
        assert (tmp_path / "op.txt").read_bytes().decode() == FIBULA


class TestCommands:
    def test_check_takes_and_leaves_files_of_a_folder(self, run, write):
        for name, data in (("n/a.rtf", write_rtf(FIBULA)), ("n/b.docx", write_docx(FIBULA)), ("n/c.json", b"{}")):
            write(data, name)
        assert self.checked(run) == ["n/a.rtf", "n/b.docx"]
        assert self.checked(run, "--exclude", "*.rtf") == ["n/b.docx"]
        assert self.checked(run, "--include", "*.rtf", "--include", "*.doc?") == ["n/a.rtf", "n/b.docx"]

    @staticmethod
    def checked(run, *options):
        lines = run("check", "n", "--fail-on", "never", "--format", "jsonl", *options).stdout.splitlines()
        return [json.loads(line)["source"] for line in lines]

    def test_json_that_is_fhir_is_a_note(self, run, write):
        names = [write(write_fhir(FIBULA), "a.json"), write(b"{}", "b.json")]
        done = run("check", *names, "--format", "jsonl", "--fail-on", "never")
        assert done.stderr == "notelint: skipped 1 file that is no note (.json)\n"
        assert json.loads(done.stdout)["decision"]["codes"] == ["20955"]

    def test_explain(self, run, write):
        done = run("explain", write(write_docx(FIBULA), "op.docx"))
        assert done.exit_code == 0
        assert "¶19 “" in done.stdout

    def test_query_of_one_note_of_several(self, run, write):
        name = write(as_bytes(bundle(*(document_reference(attachment(text)) for text in (FIBULA, MISSING)))), "b.json")
        done = run("query", name)
        assert (done.exit_code, done.stdout) == (2, "")
        assert (
            "b.json: holds 2 notes, and a query is about one; give --note one of: Bundle.entry[0], Bundle.entry[1]" in done.stderr
        )
        assert "has no note called 'x'" in run("query", name, "--note", "x").stderr
        assert run("query", name, "--note", "Bundle.entry[1]", "--format", "json").exit_code == 0

    def test_evaluate(self, run, write):
        labels = SAMPLES[0].with_suffix(".gold.json").read_bytes()
        for name in ("a", "b"):
            write(labels, f"set/{name}.gold.json")
        write(write_docx(FIBULA), "set/a.docx")
        write(FIBULA, "set/b.txt")
        (told,) = json.loads(run("evaluate", "set", "--format", "json").stdout)["sets"]
        assert (told["notes"], told["figures"]["codes"]) == (2, 1.0)

    def test_review(self, run, write):
        write(write_docx(FIBULA), "claim/op.docx")
        write(CLAIM.format("20956"), "claim/claim.yaml")
        done = run("review", "claim", "--fail-on", "never")
        assert done.exit_code == 0
        assert "donor-site-code-wrong" in done.stdout
        assert "¶19 “" in done.stdout

    def test_review_of_a_file_with_several_notes(self, run, write):
        data = bundle(*(document_reference(attachment(text)) for text in (FIBULA, "PROGRESS NOTE\nThe leg is warm.")))
        write(as_bytes(data), "claim/chart.json")
        write(CLAIM.format("20955"), "claim/claim.yaml")
        (encounter,) = json.loads(run("review", "claim", "--format", "json", "--fail-on", "never").stdout)["encounters"]
        sources = [note["report"]["source"] for note in encounter["notes"]]
        assert [source.rpartition(" ")[2] for source in sources] == ["Bundle.entry[0]", "Bundle.entry[1]"]

    def test_batch_of_a_folder_and_of_a_column(self, run, write, tmp_path):
        write(write_rtf(FIBULA), "n/a.rtf")
        write(write_hl7(MISSING), "n/b.hl7")
        rows = [{"id": "r", "text": write_rtf(FIBULA).decode()}, {"id": "t", "text": FIBULA}]
        write("".join(f"{json.dumps(row)}\n" for row in rows), "rows.jsonl")
        done = run("batch", "n", "rows.jsonl", "--text-format", "auto", "--output", "out", "--workers", "1", "-q")
        assert (done.exit_code, done.stderr) == (0, "")
        notes = results(tmp_path / "out")
        assert [note["id"] for note in notes] == ["n/a.rtf", "n/b.hl7", "r", "t"]
        assert [note["codes"] for note in notes] == [["20955"], [], ["20955"], ["20955"]]
        places = {found["id"]: found["place"] for found in results(tmp_path / "out", "findings")}
        assert places["n/b.hl7"].startswith("OBX[")
        assert places.get("t") is None


def bomb():
    """A Word document whose text is a thousand times as large when it is unpacked."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(write_docx("a"))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            long = b"<w:body>" + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 300_000
            new.writestr(name, data.replace(b"<w:body>", long, 1) if name == "word/document.xml" else data)
    return made.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><ClinicalDocument>&c;</ClinicalDocument>'
HOSTILE = {
    "bomb.docx": (bomb, "a part of the Word document is too large when unpacked"),
    "cut.docx": (lambda: write_docx(FIBULA)[:900], "the Word document is cut off or damaged"),
    "laughs.xml": (lambda: LAUGHS, "a document type declaration (DOCTYPE) is not read"),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, "groups nested deeper than 512"),
    "deep.json": (lambda: b'{"resourceType":"Bundle","entry":' + b"[" * 500_000, "JSON nested too deep"),
    "loop.pdf": (lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", ""),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ""),
    "huge.png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\1\x86\xa0" * 2 + b"\x08\0\0\0\0" + bytes(40), ""),
}


def test_a_hostile_file_is_one_line_and_the_others_are_reported(run, write):
    for name, (make, _) in HOSTILE.items():
        write(make(), f"n/{name}")
    write(write_rtf(FIBULA), "n/a.rtf")
    write(FIBULA, "n/z.txt")
    done = run("check", "n", "--format", "jsonl")
    assert done.exit_code == 2
    notes = {note["source"]: note for note in map(json.loads, done.stdout.splitlines())}
    assert set(notes) == {f"n/{name}" for name in (*HOSTILE, "a.rtf", "z.txt")}
    for name, (_, told) in HOSTILE.items():
        assert notes[f"n/{name}"]["error"].startswith(told), name
    assert [notes[f"n/{name}"]["decision"]["codes"] for name in ("a.rtf", "z.txt")] == [["20955"], ["20955"]]
    assert len(done.stderr.splitlines()) == len(HOSTILE)


@pytest.mark.skipif(not FILES, reason="needs the sample documents in ../shared/samples")
def test_the_shared_samples_are_read_or_refused_in_one_line(run):
    done = run("check", *map(str, FILES), "--format", "jsonl", "--fail-on", "never")
    notes = [json.loads(line) for line in done.stdout.splitlines()]
    refused = [note for note in notes if note["error"] is not None]
    assert len(notes) > 60
    assert done.exit_code == 2
    assert len([line for line in done.stderr.splitlines() if ": error: " in line]) == len(refused)
    assert not [note for note in refused if "internal" in note["error"] or "crashed" in note["error"]]
    assert [note for note in notes if note["decision"] and note["decision"]["codes"]] == []
