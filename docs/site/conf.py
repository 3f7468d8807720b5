"""The documentation site: all pages of docs/ and those beside README, with the navigation of docs/README.md.

sphinx-build -c docs/site -W --keep-going . build/site

Sphinx reads the whole repository as its source folder, so that pages link to one another as they do on GitHub, also out of docs/.
Furo and Sphinx's search load nothing from elsewhere; the search works from a folder without a server.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

project = PROJECT["name"]
version = release = __version__
author = "The notelint authors"
extensions = ["myst_parser"]
root_doc = "docs/README"
include_patterns = ["docs/**.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
language = "en"

myst_heading_anchors = 6  # the anchors that GitHub makes
myst_enable_extensions = ["colon_fence"]
highlight_language = "none"
pygments_style = "tango"
pygments_dark_style = "monokai"

html_theme = "furo"
html_title = "notelint"
html_extra_path = ["index.html"]  # leads to the index of docs/
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"footer_icons": []}

_HEADING = re.compile(r"^## +(?P<title>.+?) *$", re.MULTILINE)
_PAGE = re.compile(r"\[[^\]\n]*\]\((?P<path>[^)\s#]+\.md)\)")


def trees(text: str, caption: str | None = None) -> Iterator[str]:
    """A hidden table of contents of each section of an index page: the pages that it links to, in their order."""
    parts = _HEADING.split(text)
    named = zip(parts[1::2], parts[2::2], strict=True) if caption is None else [(caption, text)]
    for title, body in named:
        pages = "\n".join(dict.fromkeys(match["path"] for match in _PAGE.finditer(body)))
        if pages:
            yield f"\n\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n"


def add_navigation(_app: Sphinx, name: str, source: list[str]) -> None:
    """Give the index of docs/ and that of the rules the navigation that their own links say."""
    if name == root_doc:
        source[0] += "".join(trees(source[0]))
    elif name == "docs/rules/README":
        source[0] += "".join(trees(source[0], "Rules"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the navigation."""
    app.connect("source-read", add_navigation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
