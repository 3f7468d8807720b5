"""What the parts of a run know of its inputs: their columns, what tells one from another, what reads them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.batch.rows import Row


class SourceError(Exception):
    """An input that cannot be read; ``str`` is one line that says which, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns. Without ``id`` a column of that name is taken, else each note is named by its place.

    ``form`` is the format of what stands in the column of texts (``notelint.inputs.cells``).
    """

    text: str = "text"
    id: str | None = None
    codes: str | None = None
    form: str = "text"

    def picked(self, found: Sequence[str], path: str) -> dict[str, str]:
        """The part that each of the columns ``found`` plays. Raises ``SourceError`` where one is missing."""
        wanted = {"text": self.text, "id": self.id or ("id" if "id" in found else None), "codes": self.codes}
        for part, name in wanted.items():
            if name is not None and name not in found:
                option = {"text": "--text-column", "id": "--id-column", "codes": "--code-column"}[part]
                raise SourceError(f"{path}: there is no column {name!r}; name the right one with {option}")
        return {part: name for part, name in wanted.items() if name is not None}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells an input from a changed one. ``size`` is in bytes, ``changed`` the time of the last change in nanoseconds."""

    path: str
    kind: str
    size: int
    changed: int
    rows: int | None

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


class Source(Protocol):
    """An input."""

    @property
    def fingerprint(self) -> Fingerprint:
        """What tells it from a changed one."""

    @property
    def consumed(self) -> int:
        """How much of ``fingerprint.size`` has been read."""

    def rows(self) -> Iterator[Row]:
        """Its notes in their order. Raises ``SourceError`` where the rest cannot be read; what one row holds never ends it."""


def fingerprint_of(path: str, kind: str, rows: int | None = None) -> Fingerprint:
    """That of one file. Raises ``SourceError``."""
    try:
        status = Path(path).stat()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    return Fingerprint(path, kind, status.st_size, status.st_mtime_ns, rows)
