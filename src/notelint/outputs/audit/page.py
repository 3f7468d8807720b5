"""The page of an audit: one HTML file with its pictures and tables, without scripts, and with nothing from a network."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from notelint.audit.measures import COMPLETE, SUPPORTED
from notelint.outputs.audit.palette import rules
from notelint.outputs.audit.sections import sections
from notelint.outputs.audit.svg import inline
from notelint.outputs.audit.table import MARK, NONE, Percent, raw, share_cells, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Template

    from notelint.audit.audit import Audit
    from notelint.audit.shares import Share
    from notelint.outputs.audit.sections import Section
    from notelint.outputs.audit.table import Cell, Table
    from notelint.outputs.formats import Tool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why notes or rows are left out, and how many."""

    reason: str
    count: int


class Figure(NamedTuple):
    """A number at the head of the page."""

    value: str
    label: str
    detail: str = ""


def page(audit: Audit, left_out: Sequence[LeftOut], tool: Tool) -> str:
    """The page as HTML. The same audit gives the same page."""
    from markupsafe import Markup

    style = _style()
    return _template("page").render(
        _values(audit, sections(audit), left_out),
        tool=tool,
        style=Markup(style),  # noqa: S704 -- page.css, content.css and the palette
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def content(audit: Audit, parts: Sequence[Section], left_out: Sequence[LeftOut]) -> str:
    """The figures and these sections as HTML, without a page around them. ``content_style`` is their style sheet."""
    values = _values(audit, parts, left_out)
    return _template("figures").render(values) + _template("content").render(values)


def content_style() -> str:
    """The style sheet of ``content``: rules and the colours of the pictures.

    It takes ``--ink``, ``--muted``, ``--line``, ``--paper``, ``--tint`` and ``--link`` from the page.
    """
    dark = f"@media screen and (prefers-color-scheme:dark){{{rules(dark=True)}}}"
    return files(__package__).joinpath("content.css").read_text("utf-8") + rules(dark=False) + dark


def _values(audit: Audit, parts: Sequence[Section], left_out: Sequence[LeftOut]) -> dict[str, Any]:
    from markupsafe import Markup

    return {
        "audit": audit,
        "figures": list(_figures(audit)),
        "sections": parts,
        "left_out": [one for one in left_out if one.count],
        "svg": lambda picture: Markup(inline(picture)),  # noqa: S704 -- made by matplotlib, its texts are escaped
        "shown": shown,
        "raw": raw,
        "is_number": _is_number,
        "mark": MARK,
    }


def tables(audit: Audit) -> list[Table]:
    """All tables of the page, in its order."""
    return [table for section in sections(audit) for table in _tables(section)]


def _tables(section: Section) -> Iterator[Table]:
    for block in section.blocks:
        yield from block.tables


def _figures(audit: Audit) -> Iterator[Figure]:
    counts = audit.counts
    yield Figure(f"{audit.notes:,}", "notes")
    concerned, label = counts["supported"] + counts["unsupported"], "support or may support a code"
    if audit.checklist is not None:
        concerned = counts.get("operative_report", 0) + counts.get("procedure_note", 0)
        label = "report an operation or a procedure"
    yield Figure(f"{concerned:,}", label, "the notes of this audit")
    yield from (_share_figure(audit.shares[name], audit.titles[name]) for name in (SUPPORTED, COMPLETE) if name in audit.shares)


def _share_figure(share: Share, title: str) -> Figure:
    if share.interval is None:
        return Figure(NONE, title.lower(), "no notes")
    low, high = (shown(Percent(limit)) for limit in share.interval)
    return Figure(
        shown(share_cells(share)[2]), title[0].lower() + title[1:], f"{share.count:,} of {share.of:,}; 95 %: {low} to {high}"
    )


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str)


def _style() -> str:
    return content_style() + files(__package__).joinpath("page.css").read_text("utf-8")


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files(__package__)
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html.jinja")
