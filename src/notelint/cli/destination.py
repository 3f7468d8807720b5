"""Where reports are written: standard output, or a file that appears only when it is complete."""

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
    from collections.abc import Iterable, Iterator


@contextmanager
def destination(output: str | None) -> Iterator[BinaryIO | None]:
    """The stream to write to: the file ``output``, or standard output; ``None`` where that has been closed.

    A file is written beside ``output`` and takes its place at the end; after an error ``output`` is as it was before.
    Raises ``Refused``.
    """
    try:
        if output is None:
            yield None if sys.stdout is None else sys.stdout.buffer
        elif _is_special(Path(output)):
            with Path(output).open("wb") as stream:
                yield stream
        else:
            with _replacing(Path(output).resolve()) as stream:
                yield stream
    except OSError as error:
        raise Refused(f"{output or 'standard output'}: cannot be written: {error.strerror}") from None


def refuse_overwriting(output: str | None, paths: Iterable[str], endings: tuple[str, ...] = (".txt",)) -> None:
    """Raise ``Refused`` where ``output`` is one of ``paths``, or a file with one of ``endings`` in a folder of them."""
    if output is None or not Path(output).is_file():
        return
    target = Path(output)
    for path in map(Path, paths):
        inside = path.is_dir() and target.name.endswith(endings) and path.resolve() in target.resolve().parents
        if inside or (path.is_file() and path.samefile(target)):
            raise Refused(f"{output}: is one of the files to be read; give --output another file")


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
