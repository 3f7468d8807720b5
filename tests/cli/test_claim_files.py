"""``notelint review`` on files for a payer and ``notelint denials``: notes, output, exit status, and no patient's identifier."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from support.snapshots import assert_matches
from support.x12 import FIRST, HEADER, PERSONAL, SECOND, acknowledgement, claims, remittance

from notelint.outputs.formats import REVIEW_FORMATS

NOTES = files("notelint.patterns") / "claims" / "examples"
SCHEMA = json.loads((files("notelint.outputs") / "review.schema.json").read_text("utf8"))
REVIEW = ["review", "claim.837", "--notes", "notes"]
DENIALS = ["denials", "paid.835"]
WITH_CLAIMS = [*DENIALS, "--claims", "claim.837", "--notes", "notes"]


@pytest.fixture(autouse=True)
def shipped_tables(monkeypatch, tmp_path):
    monkeypatch.setenv("NOTELINT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(autouse=True)
def claim_files(write):
    write(claims(), "claim.837")
    write(remittance(), "paid.835")
    write(acknowledgement(), "taken.277")
    write((NOTES / "fibula.txt").read_text("utf8"), "notes/op-ALPHA7788-zorblatt.txt")
    write((NOTES / "iliac.txt").read_text("utf8"), "notes/op_beta4455.txt")


class TestReview:
    def test_each_claim_is_reviewed_with_its_note(self, run):
        done = run(*REVIEW, "--format", "concise")
        assert done.exit_code == 1
        assert done.stdout == (
            "claim.837#1:19: error donor-site-code-wrong lines[0].code: 20956 is for a different donor bone than the note "
            "documents; the note supports 20955\n"
            "claim.837#1:19: info side-modifier-unsettled lines[0].modifiers[0]: LT on 20956: donor and recipient are on "
            "different sides; no source says which of them the modifier should name\n"
            "claim.837#1:22: error microscope-billed-apart lines[1].code: 69990 is part of 20956; no modifier is allowed for the "
            "pair\n"
            "claim.837#2: error date-contradicted date_of_service: the claim's date of service is 2026-03-03; the note gives "
            "2026-03-02\n"
        )

    def test_json_follows_the_schema_and_says_what_the_file_leaves_open(self, run, write):
        write(claims().replace("*9800*", "*1*"), "claim.837")
        document = json.loads(run(*REVIEW, "--format", "json").stdout)
        jsonschema.validate(document, SCHEMA)
        assert [encounter["source"] for encounter in document["encounters"]] == ["claim.837#1", "claim.837#2"]
        assert document["encounters"][0]["remarks"][0] == {
            "kind": "claim-file",
            "message": "the charge of the claim (CLM02) is not the sum of its lines",
        }

    def test_a_broken_claim_is_told_and_the_other_is_reviewed(self, run, write):
        write(claims().replace("DTP*472*D8*20260302", "DTP*472*D8*2026", 1), "claim.837")
        done = run(*REVIEW, "--format", "concise")
        assert (done.exit_code, done.stdout[:12]) == (2, "claim.837#2:")
        assert done.stderr == "error: claim.837#1: line 1 (segment 19, byte 552): its date of service is missing or no date\n"

    def test_a_claim_without_a_note_is_told_where_it_has_a_code_of_the_packs(self, run, write):
        visit = (one.replace("20956", "99213") for one in SECOND)
        write(claims(*HEADER, *FIRST, *visit), "claim.837")
        done = run("review", "claim.837", "--notes", "data")
        assert done.exit_code == 2
        assert done.stderr == "Error: data: not a folder; give --notes the folder with the notes of the claims\n"
        write("x", "none/other.md")
        done = run("review", "claim.837", "--notes", "none")
        assert done.stderr == (
            "error: claim.837#1: no note of this claim was found; name it in --notes-table, or put the claim's number into the "
            "name of its file\n"
            "claim.837: 1 claim has neither a code of the packs nor a note: not reviewed\n"
        )

    def test_a_table_names_the_notes_and_their_authors(self, run, write):
        write(claims().replace("20956:LT", "20956:62"), "claim.837")
        write("claim,note,author\n#1,notes/op_beta4455.txt,marlowe\n#1,notes/op-ALPHA7788-zorblatt.txt,Halden\n", "table.csv")
        done = run("review", "claim.837", "--notes-table", "table.csv", "--format", "jsonl")
        first = json.loads(done.stdout.splitlines()[0])
        assert [note["author"] for note in first["notes"]] == ["marlowe", "halden"]
        assert "two-surgeons-one-note" not in {finding["rule"] for finding in first["findings"]}

    def test_a_note_that_cannot_be_read_is_named_by_its_position(self, run, write):
        write("", "notes/op-ALPHA7788-zorblatt.txt")
        done = run(*REVIEW, "--format", "concise")
        assert done.stderr.startswith("error: claim.837#1: note 1: empty; give a file that holds the note's text\n")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["claim.837"], "error: claim.837: the claims of this file name no notes; give --notes DIR or --notes-table FILE\n"),
            (["paid.835", "--notes", "notes"], "error: paid.835: it holds a remittance advice (835); use: notelint denials\n"),
            (
                ["claim.837", "--notes", "notes", "--notes-table", "x"],
                "Error: --notes and --notes-table exclude each other; give one",
            ),
            (["claim.837", "--notes-table", "x"], "Error: x: it cannot be read: No such file or directory; check the path\n"),
        ],
    )
    def test_what_is_wrong_is_one_line(self, run, arguments, told):
        done = run("review", *arguments)
        assert done.exit_code == 2
        assert done.stderr.startswith(told)


class TestDenials:
    def test_the_output_is_exact(self, run):
        done = run(*DENIALS)
        assert done.exit_code == 1
        assert_matches("denials/remittance.txt", done.stdout)
        assert_matches("denials/acknowledgement.txt", run("denials", "taken.277").stdout)

    def test_with_claims_and_notes_the_output_is_exact(self, run):
        done = run(*WITH_CLAIMS)
        assert done.exit_code == 1
        assert_matches("denials/with-claims.txt", done.stdout)

    def test_json_has_the_same(self, run):
        document = json.loads(run(*WITH_CLAIMS, "--format", "json").stdout)
        assert (document["schema"], document["summary"]) == (
            "notelint.denials/1",
            {"answers": 3, "denied": 3, "unreadable": 0, "outcomes": {"flagged": 2, "outside": 1}},
        )
        first = document["files"][0]["denials"][1]
        assert (first["claim"], first["identifiers"], first["line"]) == ("paid.835#1", None, {"code": "69990", "modifiers": []})
        assert first["rules"][0] == {
            "rule": "microscope-billed-apart",
            "confidence": "stated",
            "source": "DENIAL-GUIDE",
            "codes": ["97", "M15"],
        }
        assert [finding["rule"] for finding in first["findings"]] == ["microscope-billed-apart"]
        assert {rule["source"] for denial in document["files"][0]["denials"] for rule in denial["rules"]} <= set(
            document["sources"]
        )

    def test_nothing_denied(self, run, write):
        write(remittance("CLP*A*1*300*120**CI*I", "SVC*HC:99213*300*120**1", "CAS*CO*45*180"), "paid.835")
        done = run(*DENIALS)
        assert (done.exit_code, done.stdout) == (0, "1 answer, 0 denials\n")

    def test_a_broken_answer_is_told_and_the_others_are_judged(self, run, write):
        write(remittance().replace("CAS*CO*97*800", "CAS*CO*97*"), "paid.835")
        done = run(*DENIALS)
        assert (done.exit_code, done.stderr) == (2, "error: paid.835#1: an adjustment has no amount (segment 13, byte 396)\n")
        assert done.stdout.endswith("3 answers, 1 denial; 1 answer not read\n")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["claim.837"], "error: claim.837: it holds professional claims (837P); use: notelint review\n"),
            (["nowhere"], "error: nowhere: no such file; check the path\n"),
            ([*DENIALS[1:], "--claims", "claim.837"], "Error: --claims needs the notes of the claims; give --notes DIR or "),
            (
                [*DENIALS[1:], "--claims", "taken.277", "--notes", "notes"],
                "Error: taken.277: it holds a claim acknowledgement (277CA); ",
            ),
        ],
    )
    def test_what_is_wrong_is_one_line(self, run, arguments, told):
        done = run("denials", *arguments)
        assert done.exit_code == 2
        assert done.stderr.startswith(told)


class TestIdentifiers:
    """The canary: names, numbers, addresses and birth dates of the files, and the numbers of their claims."""

    COMMANDS = (
        *([*REVIEW, "--format", form] for form in REVIEW_FORMATS),
        *([*REVIEW, "--no-excerpt", "--format", form] for form in REVIEW_FORMATS),
        *(
            [*command, "--format", form]
            for command in (DENIALS, WITH_CLAIMS, ["denials", "taken.277"])
            for form in ("text", "json")
        ),
        ["review", "broken.837", "--notes", "notes"],
        ["review", "claim.837", "--notes", "none"],
        ["denials", "broken.835", "--debug"],
    )

    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_none_is_printed(self, run, write, command):
        write(claims().replace("*21:B:1", "*ZORBLATT").replace("DTP*472", "D?P*472"), "broken.837")
        write(remittance().replace("*9000", "*ZORBLATT"), "broken.835")
        write("x", "none/note.md")
        done = run(*command)
        assert done.exit_code in {1, 2}
        shown = (done.stdout + done.stderr).lower()
        assert not [one for one in PERSONAL if one in shown]

    def test_the_number_of_the_claim_is_printed_where_it_is_asked_for(self, run):
        assert "claim.837#1 ALPHA7788:19: error" in run(*REVIEW, "--format", "concise", "--show-identifiers").stdout
        assert "notes/op-ALPHA7788-zorblatt.txt (surgeon, operative)" in run(*REVIEW, "--show-identifiers").stdout
        assert "paid.835#1 ALPHA7788: 20956-LT denied" in run(*DENIALS, "--show-identifiers").stdout
