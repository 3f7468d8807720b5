"""Configuration files: which one holds for a folder, and what is in it, with the line of each key."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notelint.config.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.config.positions import Path

OWN, SHARED = ".notelint.toml", "pyproject.toml"
_TABLE = ("tool", "notelint")
_MAY_HAVE_TABLE = re.compile(
    rb"""tool["']?\s*\.\s*["']?notelint|^\s*\[\s*["']?tool["']?\s*\]|^\s*["']?tool["']?\s*=""", re.MULTILINE
)
_LARGEST = 1_000_000  # bytes: a configuration has a few dozen lines
_AT = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_ISOLATED = "correct it, or ignore it with --isolated"


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the configuration. ``path`` is absolute, ``file`` the name to show; ``data`` are its keys as plain objects."""

    path: str
    file: str
    data: Mapping[str, Any]
    lines: Mapping[Path, int]
    root: Path = ()
    """Where the configuration begins in the file: nowhere deep in its own, ``("tool", "notelint")`` in pyproject.toml."""

    @property
    def folder(self) -> str:
        """The folder that paths in the file are relative to."""
        return os.path.dirname(self.path)

    def line(self, path: Path) -> int:
        """The line of the key at ``path``, counted from 1; of what is around it where the key is not there."""
        whole = (*self.root, *path)
        return next(self.lines[whole[:size]] for size in range(len(whole), -1, -1) if whole[:size] in self.lines)

    def error(self, path: Path, problem: str, advice: str) -> ConfigError:
        """The error to raise about the key at ``path``."""
        return ConfigError(self.file, problem, advice, line=self.line(path), key=spelled(path))


def spelled(path: Path) -> str:
    """A path of keys in readable form: ``("per-path", 0, "ignore")`` -> ``per-path[0].ignore``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def shown(path: str) -> str:
    """A path as messages show it: relative to the working directory where it is below it, else absolute."""
    try:
        below = os.path.relpath(path)
    except ValueError:  # it is on another drive
        return path
    return path if below.startswith(os.pardir) else below


def find(file: str | None) -> Document | None:
    """The configuration in ``file``, else that of the working directory; ``None`` if there is none. Raises ``ConfigError``."""
    return nearest(os.getcwd()) if file is None else read(os.path.abspath(file))


def nearest(folder: str) -> Document | None:
    """The configuration of ``folder``: of the folder itself, else of the nearest folder above that has one.

    In one folder ``.notelint.toml`` comes before ``pyproject.toml``, which counts only if it has ``[tool.notelint]``. Raises
    ``ConfigError`` for a file that cannot be read or is not TOML.
    """
    while True:
        for name in (OWN, SHARED):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (found := _read(path)) is not None:
                return found
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def read(path: str) -> Document:
    """The configuration in the file ``path``, which was named. Raises ``ConfigError``."""
    if not path.endswith(".toml"):  # a note that is named by mistake must not be quoted by an error about its syntax
        raise ConfigError(shown(path), "the name of a configuration file ends in .toml", "give a .toml file")
    if not os.path.isfile(path):
        problem = "there is no such file" if not os.path.lexists(path) else "this is no regular file"
        raise ConfigError(shown(path), problem, "check the path")
    found = _read(path)
    if found is None:
        raise ConfigError(shown(path), "the file has no table [tool.notelint]", "add it, or give another file")
    return found


def _read(path: str) -> Document | None:
    """The configuration in a file; ``None`` for a pyproject.toml without one."""
    file, is_own = shown(path), os.path.basename(path) != SHARED
    try:
        with open(path, "rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise ConfigError(file, f"cannot be read: {error.strerror}", _ISOLATED) from None
    if not is_own and not _MAY_HAVE_TABLE.search(content):
        return None
    if len(content) > _LARGEST:
        raise ConfigError(file, f"larger than {_LARGEST:,} bytes", _ISOLATED)
    data, lines = _parsed(content, file)
    if is_own:
        return Document(path, file, data, lines)
    tool = data.get(_TABLE[0])
    if not isinstance(tool, dict) or _TABLE[1] not in tool:
        return None
    found = Document(path, file, tool[_TABLE[1]], lines, _TABLE)
    if not isinstance(found.data, dict):
        raise ConfigError(file, "is not a table", "write [tool.notelint]", line=found.line(()), key=spelled(_TABLE))
    return found


def _parsed(content: bytes, file: str) -> tuple[dict[str, Any], Mapping[Path, int]]:
    import tomllib

    from notelint.config.positions import lines_of

    try:
        text = content.decode("utf-8-sig")
        return tomllib.loads(text), lines_of(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(file, "is not UTF-8", "save it as UTF-8", line=line) from None
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        last = content.rstrip().count(b"\n") + 1
        line = int(at["line"]) if at and at["line"] else last
        problem = _AT.sub("", str(error))
        raise ConfigError(
            file, f"not TOML: {problem[:1].lower()}{problem[1:]}", "correct the syntax at or just above this line", line=line
        ) from None
    except (RecursionError, ValueError):  # nested without end, or a number of thousands of digits
        raise ConfigError(file, "not a configuration: too deep, or a number too long", _ISOLATED) from None
