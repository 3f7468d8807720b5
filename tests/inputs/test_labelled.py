from __future__ import annotations

import pytest

from notelint.inputs.labelled import labelled_folder, labels_of
from notelint.inputs.reading import Unreadable


@pytest.fixture
def folder(tmp_path):
    for name in ("A1.txt", "A1.gold.json", "A2.txt", "A3.gold.json", "._A1.gold.json", "notes.md", "A4.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "expected").mkdir()
    (tmp_path / "expected" / "A5.gold.json").touch()
    return tmp_path


def test_ids_are_those_of_the_folder_itself_without_what_is_hidden(folder):
    found = labelled_folder(folder)
    assert (found.labelled, found.unlabelled) == (("A1", "A3"), ("A2",))
    assert (found.note("A1"), found.labels("A1")) == (folder / "A1.txt", folder / "A1.gold.json")


def test_labels_are_read_with_or_without_a_byte_order_mark(folder):
    (folder / "A1.gold.json").write_bytes(b"\xef\xbb\xbf{}")
    assert labels_of(labelled_folder(folder), "A1") == "{}"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("A3", b"{}", "there is no A3.txt beside it; add the note or remove the labels"),
        ("A1", b"\xff\xfe{", "not UTF-8; save it as UTF-8"),
    ],
)
def test_labels_that_cannot_be_read(folder, name, content, message):
    path = folder / f"{name}.gold.json"
    path.write_bytes(content)
    assert labels_of(labelled_folder(folder), name) == Unreadable(str(path), message)


def test_a_folder_is_no_note(folder):
    (folder / "A3.txt").mkdir()
    assert isinstance(labels_of(labelled_folder(folder), "A3"), Unreadable)


def test_a_folder_is_no_labels(folder):
    (folder / "A1.gold.json").unlink()
    (folder / "A1.gold.json").mkdir()
    found = labels_of(labelled_folder(folder), "A1")
    assert isinstance(found, Unreadable)
    assert found.error.startswith("cannot be read: ")
