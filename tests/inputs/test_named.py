from __future__ import annotations

import pytest

from notelint.inputs.named import endings, notes_among, problem_of


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep.json").mkdir()
    (tmp_path / "deep.json" / "note.txt").write_text("note")
    (tmp_path / "pictures").mkdir()


def test_what_holds_no_note_is_passed_over():
    named = notes_among(["a.txt", "a.gold.json", "CLAIM.YAML", "deep.json", "pictures", "scan.pdf", "note", "-", "README.md"])
    assert named.notes == ("a.txt", "deep.json", "scan.pdf", "note", "-")
    assert named.files == ("a.gold.json", "CLAIM.YAML", "README.md")
    assert named.folders == ("pictures",)


@pytest.mark.parametrize("paths", [["a.gold.json"], ["a.md", "b.md"], ["pictures"], ["claim.yaml", "pictures"], []])
def test_nothing_is_passed_over_where_nothing_else_is_named(paths):
    assert notes_among(paths) == (tuple(paths), (), ())


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("claim.yml", "not a note; notelint review checks a claim"),
        ("archive.CSV", "not a note; notelint batch checks an archive"),
        ("a.gold.json", "not a note; give the note as plain text (.txt) or as a document"),
        ("note.md", ""),
        ("note", ""),
        ("note.txt", ""),
        ("deep.json", ""),
    ],
)
def test_one_that_is_named_alone(path, message):
    assert problem_of(path) == message


def test_endings_are_each_told_once():
    assert endings(["a.gold.json", "b.gold.json", "x.json", "v1.2.yaml"]) == [".gold.json", ".json", ".yaml"]
