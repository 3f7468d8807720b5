"""Text recognition by the program tesseract, which is called for one picture at a time.

The picture goes to its standard input and the words come from its standard output, so that nothing is written to a file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.inputs.formats.page_lines import Glyph
from notelint.inputs.formats.picture import POINTS_PER_INCH
from notelint.places import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.picture import Picture

INSTALL = "install tesseract (Debian: tesseract-ocr)"
"""What to do where it is missing."""
LOW_CONFIDENCE = 60
"""A mean confidence below it, of 100, is low."""
_SECONDS = 60.0  # for one picture; one full page takes 2 to 25
_RESOLUTIONS = (70, 2_400)  # dots per inch, the least and the most that it takes
_WORD = "5"  # the level of a word in the table
_COLUMNS = 12
_PASSED_ON = ("TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class RecognitionError(RuntimeError):
    """A picture whose text was not recognised; ``str`` says in a few words why."""


@discreet()
@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a picture, line by line in reading order, and the mean of their confidences (0 to 100; 0 if none)."""

    rows: tuple[tuple[Glyph, ...], ...]
    words: int
    confidence: float


def program() -> str | None:
    """The path of tesseract; ``None`` where it is not installed."""
    return shutil.which("tesseract")


def recognise(path: str, picture: Picture) -> Recognised:
    """The words of a picture, by the program at ``path``, also of one that lies on its side or on its head.

    tesseract reads upright text and that turned to one side; so it is asked again with the picture upside down where it is not
    sure. Raises ``RecognitionError``.
    """
    found = _recognised(path, picture)
    if found.confidence >= LOW_CONFIDENCE:
        return found
    try:
        again = _recognised(path, picture.upside_down())
    except RecognitionError:
        return found
    if again.words * again.confidence <= found.words * found.confidence:
        return found
    return replace(again, rows=tuple(tuple(_turned(row, picture)) for row in again.rows))


def _turned(row: tuple[Glyph, ...], picture: Picture) -> Iterator[Glyph]:
    """Words of a picture that was upside down, with their boxes in the picture as it is."""
    width, high = picture.width / picture.scale, picture.height / picture.scale
    for glyph in row:
        left, top, right, bottom = glyph.box
        yield glyph._replace(box=Box(width - right, high - bottom, width - left, high - top))


def _recognised(path: str, picture: Picture) -> Recognised:
    try:
        return _parsed(_run(path, picture), picture.scale)
    except ValueError:
        raise RecognitionError("not recognised: tesseract did not give a table of words") from None


def _run(path: str, picture: Picture) -> str:
    """The table of words that tesseract prints for a picture."""
    least, most = _RESOLUTIONS
    resolution = min(max(round(picture.scale * POINTS_PER_INCH), least), most)
    command = [path, "stdin", "stdout", "--dpi", str(resolution), "-l", "eng", "tsv"]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - the path is the one of the installed program
            command,
            input=picture.to_png(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RecognitionError(f"not recognised within {_SECONDS:.0f} s") from None
    except OSError:
        raise RecognitionError("not recognised: tesseract does not start") from None
    if done.returncode:
        raise RecognitionError("not recognised: tesseract failed; check that its English data (tesseract-ocr-eng) are installed")
    return done.stdout.decode("utf-8", errors="replace")


def _parsed(table: str, scale: float) -> Recognised:
    """The words of a table; ``scale`` is pixels per point."""
    cells = (line.split("\t", _COLUMNS - 1) for line in table.split("\n"))
    words = [row for row in cells if len(row) == _COLUMNS and row[0] == _WORD and row[-1].strip()]
    rows = tuple(tuple(_glyphs(list(line), scale)) for _, line in groupby(words, key=lambda row: row[1:5]))
    confidences = [(float(row[10]), len(row[-1])) for row in words]
    weight = sum(length for _, length in confidences)
    return Recognised(rows, len(words), sum(value * length for value, length in confidences) / weight if weight else 0.0)


def _glyphs(line: list[list[str]], scale: float) -> Iterator[Glyph]:
    for row in line:
        left, top, width, high = (int(row[column]) / scale for column in range(6, 10))
        yield Glyph(row[-1].strip(), Box(left, top, left + width, top + high), " ")
