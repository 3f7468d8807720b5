"""Addresses of documents, and of the pages of rules."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pygls.uris import from_fs_path, to_fs_path

import notelint

if TYPE_CHECKING:
    from collections.abc import Callable

_WEB = re.compile(r"https?://", re.IGNORECASE)
_BESIDE_THE_PACKAGE = Path("docs", "rules")


def path_of(uri: str) -> str | None:
    """The path of a document; ``None`` for one that is no file (``untitled:``)."""
    if not uri.lower().startswith("file:"):
        return None
    try:
        return to_fs_path(uri) or None
    except (ValueError, TypeError):
        return None


def folder_of(uri: str, root: str | None) -> str:
    """The folder of a document; of one that is no file, the root of the workspace or the working folder."""
    path = path_of(uri)
    return os.path.dirname(path) if path else root or os.getcwd()  # noqa: PTH109, PTH120 -- as the configuration is looked for


def uri_of(path: Path) -> str:
    """The address of a file."""
    return from_fs_path(str(path.absolute())) or path.absolute().as_uri()


def rule_pages(given: str | None) -> Callable[[str], str | None]:
    """The address of the page of a rule by its name; ``None`` where no page is known.

    ``given`` is an address on the web or a folder with one page for each rule (``NAME.md`` or ``NAME.html``); without it these
    are the pages of the source tree that notelint runs from, if it does. No address is made up.
    """
    if given is not None and _WEB.match(given):
        base = given if given.endswith(("/", "#", "=")) else f"{given}/"
        return lambda rule: f"{base}{quote(rule)}"
    folder = Path(given) if given is not None else Path(notelint.__file__).parents[2] / _BESIDE_THE_PACKAGE

    def page(rule: str) -> str | None:
        files = (folder / f"{rule}{ending}" for ending in (".html", ".md"))
        return next((uri_of(file) for file in files if file.is_file()), None)

    return page
