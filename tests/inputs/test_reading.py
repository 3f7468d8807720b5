from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from notelint.inputs import Unreadable, read_notes
from notelint.note import Note

NOTE = "PROCEDURE: Free fibula flap.\n"


def read(*paths, stdin=None, **options):
    return list(read_notes([str(path) for path in paths], stdin=stdin, **options))


def refusal(path, **options):
    """The error of the one thing at ``path``."""
    (found,) = read(path, **options)
    assert isinstance(found, Unreadable)
    assert found.source == str(path)
    assert "\n" not in found.error
    return found.error


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text(NOTE)
    return path


def test_a_file_is_read_and_keeps_its_path_as_given(note, monkeypatch):
    monkeypatch.chdir(note.parent)
    assert read("note.txt") == [Note(NOTE, "note.txt", "utf-8")]


def test_offsets_count_what_is_in_the_file(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes("\ufeffA\u00a0“graft”\r\n\0 µ".encode())
    (found,) = read(path)
    assert found.text == "A\u00a0“graft”\r\n\0 µ"
    assert found.position(found.text.index("µ")) == (2, 3)


def test_windows_1252_says_so(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"EBL 5 \xb5l")
    assert read(path) == [Note("EBL 5 µl", str(path), "windows-1252")]


class TestStandardInput:
    def test_is_read_as_a_note(self):
        assert read("-", stdin=io.BytesIO(NOTE.encode())) == [Note(NOTE, "-", "utf-8")]

    def test_has_the_name_it_is_given(self):
        (found,) = read("-", stdin=io.BytesIO(NOTE.encode()), stdin_name="ward/7.txt")
        assert found.source == "ward/7.txt"

    def test_closed(self):
        assert refusal("-") == "standard input is closed; pass the note through a pipe"

    def test_empty(self):
        assert refusal("-", stdin=io.BytesIO()) == "empty; give a file that holds the note's text"

    def test_endless_is_read_no_further_than_the_limit(self):
        class Endless(io.RawIOBase):
            asked = 0

            def read(self, size=-1):
                Endless.asked += size
                return b"a" * size

        assert refusal("-", stdin=Endless(), max_chars=10) == "longer than 10 characters; split it, or raise --max-chars"
        assert Endless.asked < 100


class TestWhatCannotBeRead:
    def test_does_not_exist(self, tmp_path):
        assert refusal(tmp_path / "no.txt") == "no such file or folder; check the path"

    @pytest.mark.parametrize("text", ["", " \r\n\t\u00a0", "\0", "\ufeff"])
    def test_empty(self, tmp_path, text):
        path = tmp_path / "note.txt"
        path.write_text(text, "utf-8")
        assert refusal(path) == "empty; give a file that holds the note's text"

    def test_binary(self, tmp_path):
        path = tmp_path / "note.txt"
        path.write_bytes(bytes(range(256)))
        assert refusal(path).startswith("binary, not plain text;")

    @pytest.mark.parametrize("char", ["a", "µ", "€", "𝄞"])
    def test_more_than_the_limit_in_characters_not_bytes(self, tmp_path, char):
        path = tmp_path / "note.txt"
        path.write_text(char * 50, "utf-8")
        assert refusal(path, max_chars=49) == "longer than 49 characters; split it, or raise --max-chars"
        assert isinstance(read(path, max_chars=50)[0], Note)

    def test_the_limit_is_a_million(self, tmp_path):
        path = tmp_path / "note.txt"
        path.write_text("a" * 1_000_001)
        assert refusal(path) == "longer than 1,000,000 characters; split it, or raise --max-chars"

    def test_ten_gigabytes_are_not_read(self, tmp_path):
        path = tmp_path / "note.txt"
        with path.open("wb") as file:
            file.truncate(10_000_000_000)
        assert refusal(path) == "longer than 1,000,000 characters; split it, or raise --max-chars"

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
    def test_a_named_pipe(self, tmp_path):
        path = tmp_path / "note.txt"
        os.mkfifo(path)
        assert refusal(path) == "not a regular file; pass its content on standard input (notelint check -)"

    @pytest.mark.skipif(sys.platform == "win32", reason="no such device on Windows")
    def test_a_device(self):
        assert refusal("/dev/zero").startswith("not a regular file;")

    @pytest.mark.parametrize("kind", ["file", "folder"])
    def test_permission_denied(self, tmp_path, monkeypatch, kind):
        path = tmp_path / "locked"
        path.write_text(NOTE) if kind == "file" else path.mkdir()

        def refuse(self, *_args, **_options):
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr("pathlib.Path.open", refuse)
        monkeypatch.setattr("pathlib.Path.iterdir", refuse)
        assert refusal(path) == "permission denied; ask for the right to read it"

    def test_another_error_of_the_system(self, tmp_path):
        assert refusal(tmp_path / ("long" * 100)) == "cannot be read: File name too long"

    def test_the_others_are_still_read(self, note, tmp_path):
        found = read(tmp_path / "no.txt", note, tmp_path / "neither.txt", note)
        assert [type(one) for one in found] == [Unreadable, Note, Unreadable, Note]


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path):
        for name in ("b/2.txt", "b/1.txt", "a.txt", "c.TXT", ".hidden/x.txt", "b/._1.txt", "other.json", "b/empty/.keep"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(NOTE)
        return tmp_path

    def names(self, folder):
        return [os.path.relpath(found.source, folder) for found in read(folder)]

    def test_are_walked_in_the_order_of_names_without_what_is_hidden(self, folder):
        assert self.names(folder) == ["a.txt", "b/1.txt", "b/2.txt", "c.TXT"]

    def test_a_loop_of_links_ends(self, folder):
        (folder / "b" / "loop").symlink_to(folder)
        assert self.names(folder) == ["a.txt", "b/1.txt", "b/2.txt", "c.TXT"]

    def test_links_to_folders_are_followed(self, folder, tmp_path_factory):
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        (elsewhere / "note.txt").write_text(NOTE)
        (folder / "link").symlink_to(elsewhere)
        assert "link/note.txt" in self.names(folder)

    def test_a_broken_link_is_told(self, folder):
        (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
        assert Unreadable(str(folder / "gone.txt"), "no such file or folder; check the path") in read(folder)

    def test_without_notes(self, tmp_path):
        (tmp_path / "deep" / "deeper").mkdir(parents=True)
        assert refusal(tmp_path) == "no notes in this folder; put notes there (.txt, .docx, .pdf ...) or name the files"

    def test_a_hidden_folder_that_is_named_is_read(self, folder):
        assert self.names(folder / ".hidden") == ["x.txt"]

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a file's name be any bytes")
    def test_a_name_that_is_not_utf_8(self, tmp_path):
        path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
        Path(os.fsdecode(path)).write_text(NOTE)
        (found,) = read(tmp_path)
        assert found.source == f"{tmp_path}/caf�.txt"
        assert found.text == NOTE
