"""What the commands of ``notelint serve`` share: the extra that they need, and where the store is."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from notelint.cli.refused import Refused

_NEEDED = ("starlette", "uvicorn", "argon2", "python_multipart", "jwt", "matplotlib", "scipy")

data_option = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="The folder of the store. Default: a folder for NOTES_DIR in the user's data.",
)


def refuse_without_extra() -> None:
    """Raise ``Refused`` where the libraries of the extra are not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise Refused(f"notelint serve needs {', '.join(missing)}; install the extra: pip install 'notelint[server]'")


def data_folder_of(notes: str, data: str | None) -> Path:
    """The folder of the store for a folder of notes."""
    if data is not None:
        return Path(data)
    from hashlib import sha256

    from notelint.cms.store import data_folder

    return data_folder() / "serve" / sha256(str(Path(notes).resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
