"""Back-up and restore: one file with the whole store and what was uploaded."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.server.store import log
from notelint.server.store.database import FILE, Database, StoreError, as_store_errors

if TYPE_CHECKING:
    from notelint.server.store.log import Verified

UPLOADS = "uploads"
"""The folder beside the store with the documents that were uploaded."""
_MARK = b"notelint serve back-up 1\n"
_COPIED = 1 << 20


def verified(store: Database, known: str | None = None) -> Verified:
    """Whether the log of a store is whole, and SQLite finds no damage in the file."""
    found = log.verify(store.read("SELECT * FROM log ORDER BY seq"), known)
    damage = [f"the file: {row[0]}" for row in store.read("PRAGMA integrity_check") if row[0] != "ok"]
    return log.Verified(found.rows, found.head, (*found.problems, *damage))


def back_up(folder: Path, target: Path) -> None:
    """Write the store of ``folder`` and its uploads to ``target``, while the server may be at work. Raises ``StoreError``.

    The file is complete or not there; one that is there already is not replaced.
    """
    if not (folder / FILE).is_file():
        raise StoreError(f"{folder}: there is no store here; name its folder with --data")
    if os.path.lexists(target):
        raise StoreError(f"{target}: is there already; name another file")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=folder) as work, os.fdopen(_new(part), "wb") as file:
            copy = Path(work) / FILE
            _copy(folder / FILE, copy)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.comment = _MARK
                archive.write(copy, FILE)
                for path in sorted((folder / UPLOADS).rglob("*")):
                    if path.is_file():
                        archive.write(path, path.relative_to(folder).as_posix())
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{target}: cannot be written: {error.strerror or type(error).__name__}") from None


def restore(source: Path, folder: Path) -> Verified:
    """Put a back-up into ``folder``, which must hold no store, and verify it. Raises ``StoreError``."""
    if (folder / FILE).exists():
        raise StoreError(f"{folder}: holds a store already; move it away, or name another folder with --data")
    try:
        with zipfile.ZipFile(source) as archive:
            if archive.comment != _MARK:
                raise StoreError(f"{source}: is no back-up of notelint serve")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            names = [name for name in archive.namelist() if name != FILE and not name.endswith("/")]
            for name in (*names, FILE):  # the store last: without it the folder is not in use
                _extract(archive, name, folder)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged, or no back-up of notelint serve"
        raise StoreError(f"{source}: cannot be restored: {reason}") from None
    store = Database(folder)
    try:
        return verified(store)
    finally:
        store.close()


def _new(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _copy(source: Path, target: Path) -> None:
    with (
        as_store_errors(source),
        closing(sqlite3.connect(source)) as of,
        closing(sqlite3.connect(target)) as to,
    ):
        of.backup(to)


def _extract(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise zipfile.BadZipFile
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(name) as of, os.fdopen(_new(target), "wb") as to:
        shutil.copyfileobj(of, to, _COPIED)
        to.flush()
        os.fsync(to.fileno())
