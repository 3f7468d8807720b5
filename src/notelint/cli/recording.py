"""What ``acknowledge`` and ``acknowledgements withdraw`` share: who, why, and the line that is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from notelint.acknowledgements.model import Record


def given_by(name: str | None) -> str:
    """The name of the person on one line: as given, else that of the system's user. Raises ``Refused``."""
    if name is None:
        import getpass

        try:
            name = getpass.getuser()
        except (KeyError, OSError, ImportError):
            raise Refused("the system does not know who you are; give --by NAME") from None
    from notelint.acknowledgements.wording import WordingError, name_on_a_line

    try:
        return name_on_a_line(name)
    except WordingError as error:
        raise Refused(f"--by: {error}") from None


def checked_reason(reason: str, texts: Iterable[str]) -> str:
    """The reason on one line. Raises ``Refused`` where it is empty, too long, or repeats one of the notes ``texts``."""
    from notelint.acknowledgements import wording

    try:
        return wording.checked_reason(reason, texts)
    except wording.WordingError as error:
        raise Refused(f"--reason: {error}") from None


def write_record(path: Path, record: Record) -> str:
    """Add the record to the file; its id. Raises ``Refused``."""
    from notelint.acknowledgements.writing import append
    from notelint.outputs.excerpt import printable

    try:
        return append(path, record)
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise Refused(f"{printable(str(path))}: the record could not be written: {problem}") from None
