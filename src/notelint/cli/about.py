"""``notelint --version --verbose``: everything that a report rests on, for a bug report or an audit."""

from __future__ import annotations

import platform
import re
import shutil
from importlib.metadata import PackageNotFoundError, requires
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

from notelint import __version__
from notelint.cms.errors import TableError
from notelint.cms.shipped import TITLES
from notelint.cms.store import data_folder
from notelint.cms.tables import open_tables
from notelint.outputs.excerpt import printable
from notelint.outputs.layout import entries, join, section
from notelint.packs.loader import builtin_packs, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_REQUIREMENT = re.compile(r"\A(?P<name>[\w.-]++)[^;]*+;.*extra == ['\"](?P<extra>[\w-]+)['\"]")
_OF_DEVELOPERS = {"dev", "docs"}
_PROGRAMS = {"ocr": "tesseract"}
"""The program that an extra needs beside its libraries."""


def about(width: int) -> str:
    """The versions of notelint, Python, packs, second reader and tables, and which extras are installed; wrapped at ``width``."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return join(
        f"notelint {__version__}",
        entries([("Python", python), ("platform", platform.platform())], width),
        section("Packs", entries(_packs(), width)),
        section("Second reader", entries(_models(), width)),
        section("CMS tables", entries(_tables(), width)),
        section("Extras", entries(_extras(), width)),
    )


def _packs() -> Iterator[tuple[str, str]]:
    for folder in builtin_packs():
        info = load_catalogue(folder).info
        yield info.id, info.version


def _models() -> Iterator[tuple[str, str]]:
    """The model of each pack: the version of its format, a digest that identifies it, the sets it was trained on."""
    from hashlib import sha256

    from notelint.linter import MODEL
    from notelint.second_reader.reader import ModelError, load

    for folder in builtin_packs():
        file, name = folder / MODEL, load_catalogue(folder).info.id
        if not file.is_file():
            yield name, "no model"
            continue
        try:
            learned = load(data := file.read_bytes())
        except ModelError as error:
            yield name, str(error)
        else:
            digest = sha256(data).hexdigest()[:12]
            yield (
                name,
                f"model version {learned.version}, SHA-256 {digest}..., trained on {len(learned.trained_on)} sets of notes",
            )


def _tables() -> Iterator[tuple[str, str]]:
    folder = data_folder()
    tables = open_tables(folder)
    for what, title in TITLES.items():
        try:
            edition = tables.edition(what)
        except TableError as error:
            yield title, str(error)
            continue
        if edition is None:
            yield title, "none"
            continue
        when = f"imported {edition.imported_at:%Y-%m-%d}" if edition.imported_at else "ships with notelint"
        yield title, f"effective {edition.effective.isoformat()}, {edition.rows:,} rows, {when}"
    yield "data folder", printable(str(folder))


def _extras() -> Iterator[tuple[str, str]]:
    for extra, names in _libraries(requires("notelint") or ()).items():
        parts = [*map(_library, names)]
        if program := _PROGRAMS.get(extra):
            parts.append(f"program {program} {'found' if shutil.which(program) else 'missing'}")
        yield extra, ", ".join(parts)


def _libraries(requirements: Iterable[str]) -> dict[str, list[str]]:
    """The libraries of each extra that users install, each once."""
    found: dict[str, list[str]] = {}
    for match in filter(None, map(_REQUIREMENT.match, requirements)):
        names = found.setdefault(match["extra"], []) if match["extra"] not in _OF_DEVELOPERS else []
        if match["name"] not in {*names, "notelint"}:
            names.append(match["name"])
    return dict(sorted(found.items()))


def _library(name: str) -> str:
    try:
        return f"{name} {installed_version(name)}"
    except PackageNotFoundError:
        return f"{name} missing"
