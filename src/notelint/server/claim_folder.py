"""Looks for files of claims in the folder of notes: a claim is reviewed when its file or a note of it is new or has changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.inputs.claim_files import kind_of
from notelint.inputs.folders import Wanted, notes_in
from notelint.server.files import SETTLED, Seen, seen_at
from notelint.server.store import claims
from notelint.server.store.claims import Submitted
from notelint.server.workers import WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.claim_notes import ClaimNote
    from notelint.server.store.database import Database
    from notelint.server.workers import Workers

_FILES = Wanted(include=("*.837", "*.837p", "*.x12", "*.edi", "*.clm"))


class ClaimFolder:
    """The files of claims in the folder of notes; ``table`` says which notes are whose, else the names of the notes do."""

    def __init__(self, store: Database, workers: Workers, folder: Path, table: Path | None = None) -> None:
        self._store, self._workers, self._folder, self._table = store, workers, folder, table
        self._known: dict[str, tuple[Any, ...]] = {}

    def look(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Look once. Raises ``StoreError``."""
        there, is_whole = self._there()
        for file in claims.files(self._store) if is_whole else ():
            if file not in there:
                claims.keep(self._store, file, ())
        settled = time.time_ns() - int(SETTLED * 1e9)
        row = self._store.one("SELECT count(*), total(size), max(modified) FROM files")
        table = None if self._table is None else seen_at(self._table)
        for seen in there.values():
            version = (seen, table, tuple(row or ()))
            if self._known.get(seen.path) != version and seen.modified < settled and not stopping():
                self._take(seen, stopping)
                self._known[seen.path] = version

    def _there(self) -> tuple[dict[str, Seen], bool]:
        """The files of claims that are there by their paths, and whether the whole folder could be looked into."""
        there, is_whole = {}, True
        for path in notes_in(self._folder, _FILES):
            if isinstance(path, OSError):
                is_whole = False
            elif (seen := seen_at(path)) is not None and (seen.path in self._known or kind_of(path) == "x12"):
                there[seen.path] = seen
        return there, is_whole

    def _take(self, seen: Seen, stopping: Callable[[], bool]) -> None:
        """Review the claims of a file that are new or have changed, by themselves or by their notes."""
        try:
            found, error = self._workers.ask("claims_in", seen.path, str(self._folder), self._table)
        except WorkerError as problem:
            found, error = [], str(problem)
        if error:
            unread = {"source": Path(seen.path).name, "claim": None, "notes": [], "findings": [], "error": error}
            claims.put(self._store, Submitted(seen.path, claims.UNREAD, _version(seen, ()), ()), [unread])
        known = claims.versions(self._store, seen.path)
        claims.keep(self._store, seen.path, [*(number for number, _ in found), *([claims.UNREAD] if error else [])])
        for number, notes in found:
            version = _version(seen, notes)
            if known.get(number) != version and not stopping():
                submitted = Submitted(seen.path, number, version, tuple(str(note.path) for note in notes))
                claims.put(self._store, submitted, self._reviewed(seen, number, notes))

    def _reviewed(self, seen: Seen, number: int, notes: tuple[ClaimNote, ...]) -> list[dict[str, Any]]:
        try:
            found: list[dict[str, Any]] = self._workers.ask("review_submitted", seen.path, number, notes)
        except WorkerError as problem:
            source = f"{Path(seen.path).name}#{number}"
            found = [{"source": source, "claim": None, "notes": [], "findings": [], "error": str(problem)}]
        return found


def _version(seen: Seen, notes: tuple[ClaimNote, ...]) -> str:
    """What the review of a claim depends on: its file, and its notes with what is said of them."""
    of_notes = [(str(note.path), note.author, note.role, note.kind, seen_at(note.path)) for note in notes]
    return repr((seen, of_notes))
