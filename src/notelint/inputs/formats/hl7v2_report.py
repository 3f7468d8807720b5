"""The results under one OBR of an HL7 v2 message to one text: lines, comments, and the documents in ED values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.inputs.formats.attachments import Problems, append, combined, decode_base64, distinct, format_name, placed
from notelint.inputs.formats.hl7v2_segments import lines_of, unescape
from notelint.inputs.formats.model import Document, Metadata, RefusedError
from notelint.places import Place, TextBuilder

if TYPE_CHECKING:
    from notelint.inputs.formats.attachments import InnerReader
    from notelint.inputs.formats.hl7v2_segments import Segment
    from notelint.inputs.formats.model import Limits

_TEXT = frozenset({"TX", "FT", "ST", ""})
_WITHDRAWN = frozenset({"D", "W"})  # OBX-11: deleted, posted as wrong
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_FORMATTED = ("{\\rtf", "<html", "<!doctype html", "<?xml", "<clinicaldocument")
_SUBTYPES = {
    "PDF": "application/pdf",
    "RTF": "text/rtf",
    "HTML": "text/html",
    "XML": "text/xml",
    "X-HL7-CDA-LEVEL-ONE": "text/xml",
    "PLAIN": "text/plain",
    "TEXT": "text/plain",
    "TIFF": "image/tiff",
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "MSWORD": "application/msword",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@discreet("where", "encoding")
@dataclass(frozen=True, slots=True)
class Context:
    """``where`` begins each step of a place (``message[2] ``, or nothing); ``encoding`` is that of the file."""

    where: str
    encoding: str
    limits: Limits
    inner: InnerReader


@discreet()
@dataclass(slots=True)
class Group:
    """An OBR with its results and comments; without an OBR those before the first one."""

    order: Segment | None = None
    segments: list[Segment] = field(default_factory=list)


class Report:
    """What a group says.

    ``documents`` is one with the text of all results in their order, and then those of attachments that hold several;
    ``first`` is the first result with text, ``problems`` what was not read.
    """

    def __init__(self, group: Group, context: Context) -> None:
        self.group = group
        self.first: Segment | None = None
        self.problems = Problems()
        self._context = context
        self._parts: list[Document] = []
        self._several: list[Document] = []
        self._run: list[Segment] = []  # results under one heading, with their comments
        self._heading = ""
        self._lines = 0
        self._headed = len({_heading(one) for one in group.segments if _has_text(one)}) > 1
        for segment in group.segments:
            self._take(segment)
        self._end_run()
        self.documents: list[Document] = self._documents()

    def _take(self, segment: Segment) -> None:
        kind = segment.component(2, 1).upper()
        if segment.name == "NTE":
            self._run.append(segment)
        elif segment.component(11, 1).upper() in _WITHDRAWN:
            self.problems.add("deleted result|not read")
        elif kind in _TEXT:
            self._take_text(segment)
        elif kind == "ED":
            self._end_run()
            self._attachment(segment)
        elif kind == "RP":
            self.problems.add("pointer|to a document elsewhere not followed")
        elif segment.field(5):
            self.problems.add("coded or numeric result|not read")

    def _take_text(self, segment: Segment) -> None:
        heading = _heading(segment)
        if heading != self._heading:
            self._end_run()
            self._heading = heading
        self._run.append(segment)
        if self.first is None and _has_text(segment):
            self.first = segment

    def _end_run(self) -> None:
        """Make a part of the results at hand."""
        run, self._run = self._run, []
        texts = [(segment, self._lines_of(segment)) for segment in run]
        if not texts:
            return
        whole = "\n".join(line for _, lines in texts for line in lines).strip()
        if whole[:20].lower().startswith(_FORMATTED):
            self._inner(whole.encode(errors="replace"), "", run[0])
            return
        builder = TextBuilder()
        if title := self._title(run, whole):
            builder.add(f"{title}\n", Place((self._step(run[0], 3),)))
        for segment, lines in texts:
            step = self._step(segment, _value(segment))
            for number, line in enumerate(lines, 1):
                builder.add(f"{line}\n", Place((step,), line=number))
        self._parts.append(Document(builder.text(), builder.places(), encoding=self._context.encoding))

    def _lines_of(self, segment: Segment) -> list[str]:
        """The lines of a result or comment. Raises ``RefusedError`` before and after they are made, where they are too many."""
        value = segment.field(_value(segment))
        self._count(1 + value.count(segment.separators.repetitions) + value.count("\n"), len(value) // 2)
        lines = lines_of(value, segment.separators)
        self._count(len(lines), sum(map(len, lines)))
        return lines

    def _count(self, lines: int, chars: int) -> None:
        limits = self._context.limits
        if self._lines + lines > 2 * limits.paragraphs or chars > limits.chars:
            raise RefusedError("the text of a message is too long; split the message")
        self._lines += lines

    def _title(self, run: list[Segment], text: str) -> str:
        """The name of what was observed, where the group has several and the text does not begin with it."""
        if not self._headed or run[0].name == "NTE" or not text:
            return ""
        title = _display(run[0])
        return "" if text.casefold().startswith(title.casefold()) else title

    def _step(self, segment: Segment, number: int) -> str:
        return f"{self._context.where}{segment.name}[{segment.number}]-{number}"

    # -- documents in values --------------------------------------------------------------------------------------------

    def _attachment(self, segment: Segment) -> None:
        """Read an ED value: source, type, subtype, encoding, data."""
        marks = segment.separators
        _, kind, subtype, encoding, data, *_ = (*segment.field(5).split(marks.components, 4), "", "", "", "", "")
        content = _bytes(unescape(data, marks), encoding.strip().upper())
        if not content:
            self.problems.add("attachment|without content" if content is not None else f"attachment|not valid {_ENCODINGS}")
        else:
            self._inner(content, _media_type(kind, subtype), segment)

    def _inner(self, content: bytes, media_type: str, segment: Segment) -> None:
        documents = self._context.inner.read(content, media_type, self.problems)
        step = self._step(segment, 5)
        found = [placed(document, step, format_name(content, media_type)) for document in documents]
        self.first = self.first or (segment if found else None)
        if len(found) == 1:
            self._parts += found
        else:
            self._several += [replace(one, name=f"OBX[{segment.number}] {one.name}".strip()) for one in found]

    def _documents(self) -> list[Document]:
        """The parts as one document; comments alone are none."""
        if self.first is None:
            return []
        kept = distinct(self._parts)
        if len(kept) < len(self._parts):
            self.problems.add("result|with the words of another one not read", len(self._parts) - len(kept))
        builder = TextBuilder()
        about = Metadata()
        last = Place()
        for part in kept:
            if builder.length and part.text.strip():
                builder.add("\n", last)
            append(builder, part)
            about = combined(about, part.metadata)
            last = part.places.places[-1] if part.text else last
        if not builder.length:
            return self._several
        warnings = tuple(warning for part in kept for warning in part.warnings)
        return [Document(builder.text(), builder.places(), warnings, about, encoding=kept[0].encoding), *self._several]


_ENCODINGS = "base64 or hexadecimal digits"


def _value(segment: Segment) -> int:
    """The field of a segment that holds its text."""
    return 3 if segment.name == "NTE" else 5


def _has_text(segment: Segment) -> bool:
    return segment.name == "OBX" and segment.component(2, 1).upper() in _TEXT and bool(segment.field(5).strip())


def _display(segment: Segment) -> str:
    return segment.component(3, 2) or segment.component(3, 5)


def _heading(segment: Segment) -> str:
    """What tells results of one heading from those of another: the letters of its name, so that numbered lines are one."""
    return _NOT_LETTERS.sub("", _display(segment) or segment.component(3, 1)).casefold()


def _media_type(kind: str, subtype: str) -> str:
    stated = [part.strip().upper() for part in (subtype, kind)]
    whole = next((part.lower() for part in stated if "/" in part), "")
    return whole or next((_SUBTYPES[part] for part in stated if part in _SUBTYPES), "")


def _bytes(data: str, encoding: str) -> bytes | None:
    """The bytes of an ED value; ``None`` where they are not in the encoding that is stated."""
    if encoding.startswith(("BASE64", "BASE-64", "B64")):
        return decode_base64(data)
    if encoding.startswith("HEX"):
        try:
            return bytes.fromhex(data)
        except ValueError:
            return None
    decoded = decode_base64(data)
    return decoded if decoded and format_name(decoded) else data.encode(errors="replace")
