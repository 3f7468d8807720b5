"""The text of a pack's files, and how errors name them: ``mine/vocabulary/donors.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.errors import PackError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shown(folder: Traversable, *names: str) -> str:
    """The name that errors give a file of the pack in ``folder``."""
    return "/".join((folder.name, *names))


def is_there(folder: Traversable, name: str) -> bool:
    """Whether the pack in ``folder`` has the file, or something else in its place."""
    path = folder / name
    return path.is_file() or path.is_dir()


def text_of(folder: Traversable, *names: str) -> str:
    """The text of a file of the pack in ``folder``. Raises ``PackError`` where it is not there or not UTF-8."""
    path, name = folder.joinpath(*names), shown(folder, *names)
    if path.is_dir():
        raise PackError(name, "it is a folder", "put the file in its place")
    if not path.is_file():
        raise PackError(name, "the file is missing", "add it to the pack")
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise PackError(name, "the file is not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        raise PackError(name, f"cannot be read: {error.strerror or type(error).__name__}", "check the file") from None
