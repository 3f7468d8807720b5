"""What ``acknowledge`` and ``acknowledgements withdraw`` share: who, why, and the line that is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from notelint.acknowledgements.model import Record

_LONGEST = 500
_LONGEST_NAME = 100


def given_by(name: str | None) -> str:
    """The name of the person on one line: as given, else that of the system's user. Raises ``Refused``."""
    if name is None:
        import getpass

        try:
            name = getpass.getuser()
        except (KeyError, OSError, ImportError):
            raise Refused("the system does not know who you are; give --by NAME") from None
    return _one_line(name, "--by", "a name", _LONGEST_NAME)


def checked_reason(reason: str, texts: Iterable[str]) -> str:
    """The reason on one line. Raises ``Refused`` where it is empty, too long, or repeats one of the notes ``texts``."""
    from notelint.acknowledgements.copied import copied_from

    told = _one_line(reason, "--reason", "a reason", _LONGEST)
    for text in texts:
        if copied := copied_from(told, text):
            raise Refused(f"--reason: it repeats {copied} of the note; say it in your own words, without words of the note")
    return told


def write_record(path: Path, record: Record) -> str:
    """Add the record to the file; its id. Raises ``Refused``."""
    from notelint.acknowledgements.writing import append
    from notelint.outputs.excerpt import printable

    try:
        return append(path, record)
    except OSError as error:
        told = error.strerror or type(error).__name__
        raise Refused(f"{printable(str(path))}: the record could not be written: {told}") from None


def _one_line(text: str, option: str, what: str, longest: int) -> str:
    from notelint.outputs.excerpt import printable

    told = " ".join(printable(text.encode("utf-8", errors="replace").decode()).split())
    if not told:
        raise Refused(f"{option}: it is empty; give {what}")
    if len(told) > longest:
        raise Refused(f"{option}: longer than {longest} characters; make it shorter")
    return told
