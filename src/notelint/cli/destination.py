"""Where reports are written: standard output, or a file or folder that appears only when it is complete."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from notelint.cli import ending
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Takes = Callable[[Path, Path], bool]


@contextmanager
def destination(output: str | None) -> Iterator[BinaryIO | None]:
    """The stream to write to: the file ``output``, or standard output; ``None`` where that has been closed.

    A file is written beside ``output`` and takes its place at the end; after an error ``output`` is as it was before.
    Raises ``Refused``.
    """
    try:
        if output == "-":
            raise Refused("--output: - is no file; write ./- for a file of this name")
        if output is None:
            yield None if sys.stdout is None else sys.stdout.buffer
        elif output.endswith(("/", os.sep)):
            raise IsADirectoryError(None, "it is a folder")
        elif _is_special(Path(output)):
            with Path(output).open("wb") as stream:
                yield stream
        else:
            with _replacing(Path(output).resolve()) as stream:
                yield stream
    except OSError as error:
        raise Refused(f"{output or 'standard output'}: cannot be written: {error.strerror}") from None


@contextmanager
def folder_destination(output: str) -> Iterator[Callable[[str, bytes], None]]:
    """A function that adds a file, by its name, to the folder ``output``. The files appear together at the end.

    Files of the same names are replaced, others in the folder stay; after an error it is as it was before. Raises ``Refused``,
    and ``ValueError`` for a name that leads elsewhere.
    """
    try:
        with _replacing_files(Path(output).resolve()) as add:
            yield add
    except OSError as error:
        raise Refused(f"{output}: cannot be written: {error.strerror}") from None


def refuse_overwriting(
    output: str | None, paths: Iterable[str], endings: tuple[str, ...] = (".txt",), takes: Takes | None = None
) -> None:
    """Raise ``Refused`` where ``output`` is one of ``paths``, or a file in a folder of them that is read, now or the next time.

    ``takes`` says whether a file in a folder is read; without it, those with one of ``endings`` are.
    """
    target = Path(output) if output is not None else None
    if target is None or (target.exists() and not target.is_file()):
        return
    is_read = takes or (lambda file, _folder: file.name.endswith(endings))
    for path in map(Path, paths):
        in_folder = path.is_dir() and path.resolve() in target.resolve().parents and is_read(target.resolve(), path.resolve())
        if in_folder and not target.exists():
            raise Refused(f"{output}: lies in a folder of notes and would be read as a note; write it to another folder")
        if in_folder or (path.is_file() and target.exists() and path.samefile(target)):
            raise Refused(f"{output}: is one of the files to be read; give --output another file")


def refuse_reading_back(output: str, ending: str, paths: Iterable[str], takes: Takes) -> None:
    """Raise ``Refused`` where the files of the folder ``output``, with this ``ending``, would be read as notes the next time."""
    target = Path(output).resolve()
    for path in map(Path, paths):
        folder = path.resolve()
        if path.is_dir() and folder in (target, *target.parents) and takes(target / f"page{ending}", folder):
            raise Refused(f"{output}: lies in a folder of notes and would be read as notes; give another folder, or --exclude it")


def refuse_no_folder(output: str) -> None:
    """Raise ``Refused`` where ``output`` cannot be a folder: it, or what it should stand in, is a file or a device."""
    for path in (Path(output), *Path(output).parents):
        if os.path.lexists(path) and not os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises where permission is denied
            raise Refused(
                f"{output}: {'it' if path == Path(output) else path} is not a folder; give --output an empty or a new one"
            )
    if not output.strip():
        raise Refused("--output: no folder is named; give it an empty or a new one")


def _is_special(path: Path) -> bool:
    return path.exists() and not (path.is_file() or path.is_dir())


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    with part.open("xb") as stream:
        ending.unfinished.add(str(part))
        try:
            yield stream
            stream.close()
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
            ending.unfinished.discard(str(part))


@contextmanager
def _replacing_files(target: Path) -> Iterator[Callable[[str, bytes], None]]:
    exists = target.is_dir()
    part = (target / "x" if exists else target).with_name(f".{target.name}.{os.getpid()}.part")
    part.mkdir()
    unfinished = [str(part)]
    ending.unfinished.update(unfinished)

    def add(name: str, content: bytes) -> None:
        if Path(name).name != name or name.startswith("."):
            raise ValueError("a file of a folder has a plain name")
        unfinished.append(str(part / name))
        ending.unfinished.add(str(part / name))
        with (part / name).open("xb") as stream:
            stream.write(content)

    try:
        yield add
        if exists:
            for file in part.iterdir():
                file.replace(target / file.name)
        else:
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        ending.unfinished.difference_update(unfinished)
