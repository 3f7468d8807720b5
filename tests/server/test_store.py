"""The store: what is saved stays, what is undone is as before, and a changed log shows."""

from __future__ import annotations

import sqlite3
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.note import Note
from notelint.report import Decision, Report
from notelint.server.store import actions, copies, letters, log, notes, people
from notelint.server.store.actions import ChangedMeanwhileError, On, RefusedActionError
from notelint.server.store.database import FILE, Database, StoreBusyError, StoreDamagedError, StoreError, StoreTooNewError
from notelint.server.store.letters import Edits
from notelint.server.store.people import PeopleError, Person


@pytest.fixture
def store(tmp_path):
    database = Database(tmp_path / "data")
    yield database
    database.close()


def put(store, file="/n/a.txt", text="a note"):
    report = Report(Note(text, file), Decision("supported", ("20955",)))
    return notes.put(store, notes.Checked(file, report, report))


def state(store, number):
    row = dict(notes.note(store, number))
    return {name: row[name] for name in ("state", "reviewed_by", "second_by", "assigned")}


def on(store, number, name="ida"):
    return On(number, notes.note(store, number)["revision"], name)


class TestFile:
    def test_it_is_readable_by_the_user_alone_and_syncs_every_action(self, store):
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
        with store.write() as connection:
            assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
            assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"

    def test_it_is_opened_again_as_it_was(self, store):
        number = put(store)
        again = Database(store.folder)
        assert notes.note(again, number)["file"] == "/n/a.txt"
        again.close()

    def test_a_store_of_a_later_version_is_refused(self, store):
        with store.write() as connection:
            connection.execute("PRAGMA user_version = 99")
        with pytest.raises(StoreTooNewError, match="later version"):
            Database(store.folder)

    def test_what_is_no_store_is_refused(self, tmp_path):
        (tmp_path / FILE).write_bytes(b"this is no database at all, and long enough to be taken for one" * 50)
        with pytest.raises(StoreDamagedError, match="restore it from a back-up"):
            Database(tmp_path)

    def test_a_locked_store_says_so_and_goes_on_afterwards(self, store, monkeypatch):
        number = put(store)
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        store._writer.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StoreBusyError):
            actions.assign(store, on(store, number), "ida")
        other.execute("ROLLBACK")
        other.close()
        actions.assign(store, on(store, number), "ida")
        assert state(store, number)["assigned"] == "ida"


class TestNotes:
    def test_another_text_is_open_again_and_the_same_text_keeps_its_state(self, store):
        number = put(store)
        actions.accept(store, on(store, number), may_second=False)
        assert put(store) == number
        assert state(store, number)["state"] == "reviewed"
        assert put(store, text="another text") == number
        assert state(store, number) == {"state": "open", "reviewed_by": None, "second_by": None, "assigned": None}

    def test_a_moved_file_keeps_its_state(self, store):
        number = put(store)
        actions.accept(store, on(store, number), may_second=False)
        notes.gone(store, "/n/a.txt")
        assert put(store, file="/n/b.txt") == number
        assert state(store, number)["state"] == "reviewed"


class TestActions:
    def test_a_second_check_is_another_persons_and_needs_the_role(self, store):
        number = put(store)
        assert actions.accept(store, on(store, number), may_second=True) == "reviewed"
        with pytest.raises(RefusedActionError, match="another person"):
            actions.accept(store, on(store, number), may_second=True)
        with pytest.raises(RefusedActionError, match="role second checker"):
            actions.accept(store, on(store, number, "otto"), may_second=False)
        assert actions.accept(store, on(store, number, "otto"), may_second=True) == "second check"
        assert state(store, number) == {"state": "second check", "reviewed_by": "ida", "second_by": "otto", "assigned": None}

    def test_an_action_on_what_another_changed_is_refused_and_says_who(self, store):
        number = put(store)
        old = on(store, number, "otto")
        actions.accept(store, on(store, number), may_second=False)
        with pytest.raises(ChangedMeanwhileError, match="ida has changed this note"):
            actions.assign(store, old, "otto")
        assert state(store, number)["assigned"] is None

    def test_what_another_person_built_on_cannot_be_undone(self, store):
        number = put(store)
        actions.accept(store, on(store, number), may_second=False)
        actions.accept(store, on(store, number, "otto"), may_second=True)
        with pytest.raises(ChangedMeanwhileError, match="otto"):
            actions.undo(store, "ida", actions.latest(store, "ida"))

    def test_a_letter_is_drafted_sent_answered_and_undone(self, store):
        number = put(store)
        letters.step(store, on(store, number), "query saved", Edits(closing="Thank you."))
        letters.step(store, on(store, number), "query sent")
        assert letters.edits_of(letters.letter(store, number)).closing == "Thank you."
        with pytest.raises(RefusedActionError, match="is sent"):
            letters.step(store, on(store, number), "query saved", Edits())
        letters.step(store, on(store, number), "query answered")
        for expected in ("sent", "draft", None):
            actions.undo(store, "ida", actions.latest(store, "ida"), letters.take_back)
            row = letters.letter(store, number)
            assert (row and row["state"]) == expected

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["accept", "reopen", "assign", "undo"]), st.sampled_from(["ida", "otto"])), max_size=12
        )
    )
    def test_undoing_everything_leads_back_and_the_log_stays_whole(self, tmp_path_factory, steps):
        store = Database(tmp_path_factory.mktemp("store"))
        number = put(store)
        before = state(store, number)
        for step, name in steps:
            try:
                self._do(store, step, on(store, number, name))
            except RefusedActionError:
                continue
        while (
            row := store.one("SELECT by FROM actions WHERE undone_by IS NULL AND kind != 'undo' ORDER BY id DESC LIMIT 1")
        ) is not None:
            actions.undo(store, row["by"], actions.latest(store, row["by"]))
        assert state(store, number) == before
        assert copies.verified(store).problems == ()
        store.close()

    def _do(self, store, step, who):
        if step == "accept":
            actions.accept(store, who, may_second=True)
        elif step == "reopen":
            actions.reopen(store, who)
        elif step == "assign":
            actions.assign(store, who, who.name)
        elif (what := actions.latest(store, who.name)) is not None:
            actions.undo(store, who.name, what)


class TestLog:
    def test_rows_cannot_be_changed_or_deleted(self, store):
        log.record(store, "ida", "saw the note", 1)
        for statement in ("UPDATE log SET by = 'otto'", "DELETE FROM log"):
            with pytest.raises(StoreError), store.write() as connection:
                connection.execute(statement)
        assert copies.verified(store).rows == 1

    @pytest.mark.parametrize(
        ("tamper", "problem"),
        [
            ("UPDATE log SET by = 'otto' WHERE seq = 2", "row 2: was changed"),
            ("DELETE FROM log WHERE seq = 2", "row 2: missing; the next one is 3"),
            ("UPDATE log SET previous = hash WHERE seq = 3", "row 3: does not follow the row before it"),
        ],
    )
    def test_tampering_shows(self, store, tamper, problem):
        for number in range(1, 5):
            log.record(store, "ida", "saw the note", number)
        with store.write() as connection:
            connection.execute("DROP TRIGGER log_is_not_changed")
            connection.execute("DROP TRIGGER log_is_not_deleted")
            connection.execute(tamper)
        assert problem in copies.verified(store).problems

    def test_a_missing_end_shows_against_a_known_hash(self, store):
        log.record(store, "ida", "saw the note", 1)
        log.record(store, "ida", "saw the note", 2)
        head = copies.verified(store).head
        log.record(store, "ida", "saw the note", 3)
        assert copies.verified(store, head).problems == ()
        with store.write() as connection:
            connection.execute("DROP TRIGGER log_is_not_deleted")
            connection.execute("DELETE FROM log WHERE seq >= 2")
        assert copies.verified(store).problems == ()
        assert "known hash is not in the log" in copies.verified(store, head).problems[0]


class TestCopies:
    def test_a_back_up_is_restored_whole(self, store, tmp_path):
        number = put(store)
        actions.accept(store, on(store, number), may_second=False)
        (store.folder / "uploads" / "x").mkdir(parents=True)
        (store.folder / "uploads" / "x" / "op.txt").write_text("an uploaded note")
        copies.back_up(store.folder, tmp_path / "copy.zip")
        assert stat.S_IMODE((tmp_path / "copy.zip").stat().st_mode) == 0o600
        found = copies.restore(tmp_path / "copy.zip", tmp_path / "again")
        assert found.problems == ()
        again = Database(tmp_path / "again")
        assert state(again, number)["state"] == "reviewed"
        assert (tmp_path / "again" / "uploads" / "x" / "op.txt").read_text() == "an uploaded note"
        again.close()

    def test_nothing_is_overwritten(self, store, tmp_path):
        copies.back_up(store.folder, tmp_path / "copy.zip")
        with pytest.raises(StoreError, match="is there already"):
            copies.back_up(store.folder, tmp_path / "copy.zip")
        with pytest.raises(StoreError, match="holds a store already"):
            copies.restore(tmp_path / "copy.zip", store.folder)

    def test_a_file_that_leads_out_of_the_folder_is_refused(self, tmp_path):
        import zipfile

        with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
            archive.comment = b"notelint serve back-up 1\n"
            archive.writestr("../evil.txt", "x")
            archive.writestr(FILE, "x")
        with pytest.raises(StoreError, match="damaged"):
            copies.restore(tmp_path / "evil.zip", tmp_path / "again")
        assert not (tmp_path / "evil.txt").exists()

    def test_what_is_no_back_up_is_refused(self, tmp_path):
        (tmp_path / "copy.zip").write_text("no archive")
        with pytest.raises(StoreError, match="cannot be restored"):
            copies.restore(tmp_path / "copy.zip", tmp_path / "again")


class TestPeople:
    def test_passwords_are_argon2id_and_checked(self, store):
        people.add(store, "ida", "reviewer", "correct horse battery", "root")
        assert store.one("SELECT password FROM people")["password"].startswith("$argon2id$")
        assert people.with_password(store, "ida", "correct horse battery").role == "reviewer"
        for name, password in (("ida", "correct horse batterY"), ("otto", "correct horse battery")):
            assert people.with_password(store, name, password) is None

    def test_a_hash_costs_the_minimum_that_owasp_recommends(self, store, full_cost):
        people.add(store, "ida", "reviewer", "correct horse battery", "root")
        assert "$m=19456,t=2,p=1$" in store.one("SELECT password FROM people")["password"]
        assert people.with_password(store, "ida", "correct horse battery").role == "reviewer"

    def test_short_passwords_and_known_names_are_refused(self, store):
        with pytest.raises(PeopleError, match="12 to"):
            people.add(store, "ida", "reviewer", "short", "root")
        people.add(store, "ida", "reviewer", None, "root")
        with pytest.raises(PeopleError, match="already"):
            people.add(store, "ida", "reader", None, "root")
        assert people.with_password(store, "ida", "") is None

    def test_a_removed_person_and_an_old_password_end_sessions(self, store):
        people.add(store, "ida", "reviewer", "correct horse battery", "root")
        for end in (
            lambda: people.set_password(store, "ida", "another long password", "root"),
            lambda: people.remove(store, "ida", "root"),
        ):
            cookie = people.begin(store, Person("ida", "reviewer"))
            assert people.signed_in(store, cookie).name == "ida"
            end()
            assert people.signed_in(store, cookie) is None

    def test_no_password_and_no_token_is_stored_as_it_is(self, store):
        people.add(store, "ida", "reviewer", "correct horse battery", "root")
        token = people.new_api_token(store, "ida", "root")
        cookie = people.begin(store, Person("ida", "reviewer"))
        store.read("PRAGMA wal_checkpoint(TRUNCATE)")
        content = store.path.read_bytes()
        for secret in ("correct horse battery", token, cookie):
            assert secret.encode() not in content
        assert people.with_api_token(store, token).name == "ida"
