"""Files of the folder appear, change, move and go; pages stay quick meanwhile."""

from __future__ import annotations

import os
import time

import pytest
from support.sites import NOTE, put, site_of

from notelint.server.store import actions, notes
from notelint.server.store.actions import On


@pytest.fixture
def site(tmp_path):
    with site_of(tmp_path) as made:
        yield made


def present(site):
    rows, _ = notes.found(site.store, notes.Filter(state="all"), 7)
    return [(site.shown_path(row["file"]), row["name"], row["decision"]) for row in rows]


def test_files_appear_and_go(site):
    first = put(site, "a.txt")
    put(site, "deep/b.txt", "no operation of the family")
    assert present(site) == [("a.txt", "", "supported"), ("deep/b.txt", "", "not_applicable")]
    first.unlink()
    site.folder.look()
    assert present(site) == [("deep/b.txt", "", "not_applicable")]


def test_a_moved_file_keeps_its_review(site):
    path = put(site, "a.txt")
    actions.accept(site.store, On(1, 1, "ida"), may_second=False)
    path.rename(path.with_name("z.txt"))
    site.folder.look()
    site.folder.look()
    row = notes.note(site.store, 1)
    assert (site.shown_path(row["file"]), row["state"], row["present"]) == ("z.txt", "reviewed", 1)


def test_a_file_that_is_still_being_written_waits(site):
    (site.settings.notes / "new.txt").write_text(NOTE)
    site.folder.look()
    assert present(site) == []
    then = time.time() - 5
    os.utime(site.settings.notes / "new.txt", (then, then))
    site.folder.look()
    assert len(present(site)) == 1


def test_a_file_with_several_notes_gives_each(site):
    from support.documents.hl7v2 import write_hl7

    message = write_hl7(NOTE)
    put(site, "two.hl7", message + b"\r" + message)
    rows = present(site)
    assert len(rows) == 2
    assert len({name for _, name, _ in rows}) == 2
    put(site, "two.hl7", message)
    assert len(present(site)) == 1


def test_a_file_of_no_note_and_a_hidden_one_do_not_appear(site):
    put(site, "table.xlsx", b"PK")
    put(site, ".hidden.txt")
    assert present(site) == []


def test_a_name_that_is_no_text_is_told(site):
    path = site.settings.notes / os.fsdecode(b"bad\xff.txt")
    path.write_text(NOTE)
    os.utime(path, (1e9, 1e9))
    put(site, "good.txt")
    assert {decision for _, _, decision in present(site)} == {"unreadable", "supported"}


def test_a_part_that_cannot_be_read_hides_nothing(site, monkeypatch):
    from notelint.server import folder

    path = put(site, "a.txt")
    whole = folder.notes_in
    monkeypatch.setattr(folder, "notes_in", lambda *given: iter([PermissionError(), *whole(*given)]))
    path.unlink()
    put(site, "b.txt")
    assert "cannot be read" in site.folder.problem
    assert [name for name, _, _ in present(site)] == ["a.txt", "b.txt"]


def test_a_busy_worker_leaves_the_file_for_later(site, monkeypatch):
    from notelint.server.workers import BusyError

    def busy(*_given, **_named):
        raise BusyError

    with monkeypatch.context() as patched:
        patched.setattr(site.background, "ask", busy)
        with pytest.raises(BusyError):
            put(site, "a.txt")
    assert present(site) == []
    site.folder.look()
    assert len(present(site)) == 1


def test_a_folder_that_vanishes_keeps_its_notes(site):
    put(site, "a.txt")
    site.settings.notes.rename(site.settings.notes.with_name("away"))
    site.folder.look()
    assert "cannot be read now" in site.folder.problem
    assert len(present(site)) == 1
    site.settings.notes.with_name("away").rename(site.settings.notes)
    site.folder.look()
    assert site.folder.problem == ""


def test_another_version_checks_every_note_again(site):
    site.prepare()
    put(site, "a.txt")
    site.prepare()
    assert len(site.store.read("SELECT * FROM files")) == 1
    with site.store.write() as connection:
        connection.execute("UPDATE checked_with SET tool = 'an earlier one'")
    site.prepare()
    assert site.store.read("SELECT * FROM files") == []
