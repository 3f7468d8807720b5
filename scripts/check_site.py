"""Check the built documentation site: every link and anchor leads somewhere, nothing is loaded from elsewhere, all can be found.

python scripts/check_site.py build/site
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
_NOT_LOADED = {"canonical", "author", "license", "prev", "next", "index", "search", "help"}
_URL = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(?P<address>(?:https?:)?//[^'")\s]+)""")
SEARCH_INDEX = "searchindex.js"


@dataclass
class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors it has."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the addresses and anchors of a tag."""
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if values.get(name)}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        address = values.get(_LOADED.get(tag, ""), "")
        if address and not (tag == "link" and set(values.get("rel", "").split()) & _NOT_LOADED):
            self.loads.append(address)


def problems(site: Path) -> Iterator[str]:
    """What is wrong with the site, a line each."""
    pages = {path.resolve(): _page(path) for path in sorted(site.rglob("*.html"))}
    if not pages:
        yield f"{site}: no page"
    for path, page in pages.items():
        found = [(link, _broken(link, path, pages)) for link in page.links]
        found += [(address, _elsewhere(address) or _broken(address, path, pages)) for address in page.loads]
        yield from (f"{path.relative_to(site.resolve())}: {address}: {problem}" for address, problem in found if problem)
    for path in sorted(site.rglob("*.css")):
        addresses = (match["address"] for match in _URL.finditer(path.read_text("utf-8")))
        yield from (f"{path.relative_to(site)}: {address}: {_elsewhere(address)}" for address in addresses)
    yield from _not_found(site, pages)


def _not_found(site: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """Each page of the documentation that the index of the search does not have."""
    index = site / SEARCH_INDEX
    text = index.read_text("utf-8") if index.is_file() else ""
    for path in pages:
        name = path.relative_to(site.resolve()).with_suffix("").as_posix()
        if name.startswith("docs/") and f'"{name}"' not in text:
            yield f"{name}.html: not in the index of the search"


def _page(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text("utf-8"))
    return page


def _elsewhere(address: str) -> str:
    return "loaded from elsewhere" if urlsplit(address).netloc else ""


def _broken(link: str, path: Path, pages: dict[Path, Page]) -> str:
    """Why a link leads nowhere; empty where it leads somewhere. Addresses on the web are not followed."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return "no such file"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
        return "no such anchor"
    return ""


def main(arguments: list[str]) -> int:
    """Print what is wrong with the site; 1 where something is."""
    (folder,) = arguments
    found = list(problems(Path(folder)))
    print("\n".join(found) if found else f"{folder}: {len(list(Path(folder).rglob('*.html')))} pages, every link leads somewhere")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
