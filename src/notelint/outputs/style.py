"""The colours and signs of the text output, and how a place in a note is quoted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notelint.outputs.clause import clause, on_one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.report import ElementStatus, Evidence, Severity, Status

SEVERITY_STYLES: Mapping[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
STATUS_STYLES: Mapping[Status, str] = {"supported": "bold green", "unsupported": "bold red", "not_applicable": "bold"}
ELEMENT_STYLES: Mapping[ElementStatus, str] = {"missing": "red", "partial": "yellow", "met": "green", "n/a": "dim"}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs that an output which knows only ASCII cannot show."""

    marks: Mapping[ElementStatus, str]
    opening: str
    closing: str
    ellipsis: str


_UNICODE = Glyphs({"missing": "✗", "partial": "~", "met": "✓", "n/a": "–"}, "“", "”", "…")  # noqa: RUF001 -- a dash as a mark
_ASCII = Glyphs({"missing": "x", "partial": "~", "met": "+", "n/a": "-"}, '"', '"', "...")


def glyphs(options: Options) -> Glyphs:
    """The signs for an output that can show Unicode, or that cannot."""
    return _UNICODE if options.unicode else _ASCII


def can_show_signs(encoding: str) -> bool:
    """Whether text in ``encoding`` can hold the Unicode signs."""
    try:
        "".join((*_UNICODE.marks.values(), _UNICODE.opening, _UNICODE.closing, _UNICODE.ellipsis)).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def position(note: Note, offset: int, options: Options) -> str:
    """``12:4``, and where in a document that is: ``12:4 p.2 ¶5``, without the containers that hold the whole note."""
    at = "{}:{}".format(*note.position(offset))
    return f"{at} {where(note, offset, options, brief=True)}".rstrip()


def where(note: Note, offset: int, options: Options, *, brief: bool = False) -> str:
    """Where in a document an offset of its text stands, such as ``footnote 1 ¶2``; empty for plain text.

    With ``brief`` the containers that hold the whole note are left out.
    """
    place = note.place(offset)
    if place is None:
        return ""
    text = str(replace(place, steps=place.steps[len(note.shared_steps) :]) if brief else place)
    return text if options.unicode else text.replace("→", "->").replace("¶", "par. ")


def quoted(note: Note, place: Evidence, options: Options, *, place_too: bool = True, exact: bool = False) -> str:
    """``12:4 “the left iliac crest was cut”``: the position and, unless excerpts are unwanted, the clause that it stands in.

    Without ``place_too`` the words alone, with ``exact`` no more of them than the place has.
    """
    start, end = place.exact[0]
    at = position(note, start, options) if place_too else ""
    if not options.excerpt:
        return at
    signs = glyphs(options)
    if exact:
        words = clause(place.text, 0, len(place.text), ellipsis=signs.ellipsis)
    elif place.within:
        words = on_one_line(place.text, start - place.start, end - place.start, ellipsis=signs.ellipsis)
    else:
        words = clause(note.text, start, end, ellipsis=signs.ellipsis)
    return f"{at} {signs.opening}{words}{signs.closing}".lstrip()
