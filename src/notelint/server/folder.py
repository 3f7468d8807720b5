"""Looks into the folder of notes now and then: what is new or has changed is checked, what has gone leaves the work list."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.acknowledgements.model import FILE_NAME
from notelint.failure import described
from notelint.inputs.folders import EVERY_NOTE, Wanted, notes_in
from notelint.note import Note
from notelint.report import Report
from notelint.server.files import SETTLED, Seen, seen_at
from notelint.server.store import notes
from notelint.server.store.database import StoreError
from notelint.server.store.reports import decision_from_json, from_json
from notelint.server.workers import SECONDS, BusyError, WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notelint.server.claim_folder import ClaimFolder
    from notelint.server.store.acknowledging import Marks
    from notelint.server.store.database import Database
    from notelint.server.workers import Workers

_EVERY_FILE = Wanted(include=("*",))
_SHARE = 10
"""How many times longer than listing the files the pause after it is at least: a slow drive is not kept busy."""


class Folder:
    """The folder of notes and that of uploads. ``problem`` says in a line why the latest look failed; empty where it did not.

    ``waiting`` is the number of files that are still to be checked.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- what a folder works with
        self,
        store: Database,
        workers: Workers,
        marks: Marks,
        folders: Sequence[tuple[Path, bool]],
        claims: ClaimFolder,
        say: Callable[[str], None],
    ) -> None:
        """``folders`` are looked into; with ``True`` every file of one is a note, with ``False`` those of the known kinds."""
        self._claims = claims
        self.problem = ""
        self.waiting = 0
        self._store, self._workers, self._marks, self._folders, self._say = store, workers, marks, folders, say
        self._took = 0.0
        self._taking: dict[str, threading.Lock] = {}
        self._stopping = threading.Event()
        self._acknowledged: dict[str, tuple[int, int]] = {}
        self._thread: threading.Thread | None = None

    def start(self, interval: float) -> None:
        """Look every ``interval`` seconds, in a thread, until ``stop``."""
        self._thread = threading.Thread(target=self._keep_looking, args=(interval,), name="notelint folder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more; returns when the thread has ended, or after a few seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def look(self) -> None:
        """Look once. Raises ``StoreError``."""
        known = {row["path"]: (row["size"], row["modified"]) for row in self._store.read("SELECT * FROM files")}
        started = time.monotonic()  # what is taken from now on is not known here, so it cannot seem to have gone
        found = self._there()
        self._took = time.monotonic() - started
        if found is None:
            return
        there = {seen.path: seen for seen in found}
        settled = time.time_ns() - int(SETTLED * 1e9)
        new = [seen for seen in there.values() if known.get(seen.path) != (seen.size, seen.modified) and seen.modified < settled]
        self.waiting = len(new)
        for path in () if self.problem else known.keys() - there.keys():
            notes.gone(self._store, path)
        for seen in new:
            if self._stopping.is_set():
                return
            self.take(seen, self._workers, SECONDS)
            self.waiting -= 1
        self._claims.look(self._stopping.is_set)
        self._count_anew({os.path.dirname(path) for path in there})  # noqa: PTH120 -- there may be a hundred thousand

    def take(self, seen: Seen, workers: Workers, wait: float) -> list[int]:
        """Check the notes in a file and put them into the store; their numbers.

        Raises ``StoreError``, and ``BusyError`` where none of ``workers`` is free within ``wait`` seconds.
        """
        return self.put(seen, lambda: self._checked(seen, workers, wait))

    def put(self, seen: Seen, checked: Callable[[], Iterable[notes.Checked]]) -> list[int]:
        """Put the notes of a file, as they were ``checked``, into the store unless it has them; their numbers.

        Raises ``StoreError`` and what ``checked`` raises.
        """
        with self._taking.setdefault(seen.path, threading.Lock()):
            row = self._store.one("SELECT size, modified FROM files WHERE path = ?", (seen.path,))
            if row is not None and (row["size"], row["modified"]) == (seen.size, seen.modified):
                return [one["id"] for one in self._store.read("SELECT id FROM notes WHERE file = ? AND present", (seen.path,))]
            numbers = [notes.put(self._store, one) for one in checked()]
            self._leave_out(seen.path, numbers)
            with self._store.write() as connection:
                connection.execute(
                    "INSERT OR REPLACE INTO files VALUES (:path, :size, :modified)",
                    {"path": seen.path, "size": seen.size, "modified": seen.modified},
                )
        self._taking.pop(seen.path, None)
        return numbers

    def _keep_looking(self, interval: float) -> None:
        reported = ""
        while not self._stopping.is_set():
            try:
                self.look()
            except StoreError as error:
                self.problem = str(error)
            except Exception as error:  # noqa: BLE001 -- the thread must go on, and the text could hold a note's words
                self.problem = f"The folder could not be looked into: {described(error)}."
            if self.problem != reported:
                reported = self.problem
                self._say(reported or "the folder can be read again")
            self._stopping.wait(max(interval, _SHARE * self._took))

    def _there(self) -> list[Seen] | None:
        """The files of the folders that are there now; ``None`` where a folder is not. Sets ``problem``."""
        self.problem = ""
        there = []
        for folder, every_file in self._folders:
            if not folder.is_dir():
                self.problem = "The folder of notes cannot be read now; new files do not appear until it can."
                return None
            for found in notes_in(folder, _EVERY_FILE if every_file else EVERY_NOTE):
                if isinstance(found, OSError):
                    self.problem = "A part of the folder of notes cannot be read; its files do not appear."
                elif (seen := seen_at(found)) is not None:
                    there.append(seen)
        return there

    def _checked(self, seen: Seen, workers: Workers, wait: float) -> Iterator[notes.Checked]:
        try:
            found = workers.ask("check_file", seen.path, wait=wait)
        except BusyError:
            raise
        except WorkerError as error:
            report = Report(note=Note("", seen.path), error=str(error))
            yield notes.Checked(seen.path, report, report)
            return
        for report_json, alone in found:
            report = from_json(report_json)
            decision = None if alone is None else decision_from_json(alone)
            yield notes.Checked(seen.path, report, self._marks.marked(report), decision)

    def _leave_out(self, path: str, numbers: Sequence[int]) -> None:
        """Notes that the file held before and holds no longer leave the work list."""
        for row in self._store.read("SELECT id FROM notes WHERE file = ? AND present", (path,)):
            if row["id"] not in numbers:
                with self._store.write() as connection:
                    connection.execute("UPDATE notes SET present = 0, revision = revision + 1 WHERE id = ?", (row["id"],))

    def _count_anew(self, parents: set[str]) -> None:
        """Count open findings anew where the file of acknowledgements has changed, by a page or by the command line."""
        for parent in sorted(parents):
            version = _version(Path(parent) / FILE_NAME)
            if version is None or self._acknowledged.get(parent) == version:
                continue
            self._acknowledged[parent] = version
            rows = self._store.read(
                "SELECT id, file, report FROM notes WHERE present AND file LIKE ? ESCAPE '\\'", (_below(parent),)
            )
            for row in rows:
                if str(Path(row["file"]).parent) == parent:
                    notes.mark(self._store, row["id"], self._marks.marked(from_json(row["report"])))


def _version(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _below(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}{os.sep}%"
