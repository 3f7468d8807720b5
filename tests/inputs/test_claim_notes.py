"""Notes find their claim by a table, or by the claim's number in the name of the file."""

from __future__ import annotations

import pytest

from notelint.inputs.claim_notes import ListedNotes, NamedNotes
from notelint.inputs.submitted import ClaimFileError, SubmittedClaim


def names(found):
    return [note.path.name for note in found]


@pytest.fixture
def folder(tmp_path):
    for name in (
        "op-ALPHA7788.txt",
        "alpha7788 (2).txt",
        "XALPHA7788.txt",
        "2222-SJ.txt",
        "12.txt",
        "deep/note_2222_sj_b.txt",
        "x.md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("note")
    return tmp_path


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("ALPHA7788",), ["alpha7788 (2).txt", "op-ALPHA7788.txt"]),
        (("other", "alpha7788"), ["alpha7788 (2).txt", "op-ALPHA7788.txt"]),
        (("2222/SJ",), ["2222-SJ.txt", "note_2222_sj_b.txt"]),
        (("12",), []),  # too short to say anything
        (("LPHA7788", ""), []),
    ],
)
def test_the_number_of_a_claim_in_the_name(folder, numbers, expected):
    assert names(NamedNotes(folder).notes(SubmittedClaim(1, numbers))) == expected


def test_the_rows_of_a_table(folder):
    table = folder / "notes.csv"
    table.write_text(
        "\ufeffClaim,note,author,role,kind\n12,12.txt,Halden,co-surgeon,\n#2,deep/b.txt,,,visit\n12,c.txt,,,operative\n", "utf8"
    )
    found = ListedNotes(table).notes(SubmittedClaim(2, ("12",)))
    assert [(note.path, note.author, note.role, note.kind) for note in found] == [
        (folder / "deep/b.txt", "", "surgeon", "visit"),
        (folder / "12.txt", "halden", "co-surgeon", None),
        (folder / "c.txt", "", "surgeon", "operative"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: its columns must be claim and note, and may be author, role and kind; correct the header"),
        ("claim,file\n", "line 1: its columns must be claim and note, and may be author, role and kind; correct the header"),
        ("claim,note\nALPHA\n", "line 2: it has more or fewer cells than the header; give one for each column"),
        ("claim,note\nALPHA,\n", "line 2: the claim or the note is empty; fill it or remove the line"),
        ("claim,note,kind\na,b,visite\n", "line 2: kind: the value is none; use one of: operative, visit"),
        ("claim,note,role\na,b,boss\n", "line 2: role: the value is none; use one of: surgeon, co-surgeon, assistant"),
    ],
)
def test_a_wrong_table_is_refused_without_its_values(tmp_path, text, message):
    (tmp_path / "notes.csv").write_text(text)
    with pytest.raises(ClaimFileError) as refused:
        ListedNotes(tmp_path / "notes.csv")
    assert str(refused.value) == message


def test_a_table_that_cannot_be_read(tmp_path):
    with pytest.raises(ClaimFileError, match="it cannot be read: No such file or directory"):
        ListedNotes(tmp_path / "notes.csv")
    (tmp_path / "notes.csv").write_bytes(b"claim,note\n\xff,x\n")
    with pytest.raises(ClaimFileError, match="it is not UTF-8"):
        ListedNotes(tmp_path / "notes.csv")
