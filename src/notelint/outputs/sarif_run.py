"""The run of a SARIF log: it is printed result by result, and keeps only what its end needs (rules, files, failures)."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from notelint.outputs.json_report import place_data
from notelint.outputs.sarif_rules import Descriptors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.places import Place

Data = dict[str, Any]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"
_BASES = {_BASE: {"description": {"text": "The folder in which notelint was run."}}}
_NEWLINES = ["\r\n", "\n", "\r"]
_KINDS = ("line", "paragraph", "page")


class Run:
    """What the results of one run refer to: rules and files by their index. ``document`` prints all of it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._rules = Descriptors(options.catalogues)
        self._files: dict[str, int] = {}
        self._artifacts: list[str] = []
        self._notifications: list[str] = []

    def document(self, results: Iterable[Data]) -> Iterator[str]:
        """The log, a line for each result. ``results`` may use this run while they are made."""
        yield f'{{\n"$schema": {_json(_SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n"columnKind": "unicodeCodePoints",\n'
        yield f'"newlineSequences": {_json(_NEWLINES)},\n"originalUriBaseIds": {_json(_BASES)},\n"results": ['
        separator = "\n"
        for result in results:
            yield f"{separator}{_json(result)}"
            separator = ",\n"
        yield f'\n],\n"artifacts": [{_lines(self._artifacts)}],\n"invocations": [{{"executionSuccessful": '
        yield f'{_json(not self._notifications)}, "toolExecutionNotifications": [{_lines(self._notifications)}]}}],\n'
        rules = _lines(map(_json, self._rules.data()))
        yield f'"tool": {{"driver": {{{_json(self._driver())[1:-1]}, "rules": [{rules}]}}}}\n}}]\n}}\n'

    def rule(self, name: str) -> Data:
        """How a result names its rule."""
        return {"ruleId": name, "ruleIndex": self._rules.index(name)}

    def file(self, source: str, encoding: str | None = None) -> Data:
        """Where a file is: its URI and its number among the files of the run; ``encoding`` is that of plain text."""
        where = artifact_location(source)
        uri = where["uri"]
        if uri not in self._files:
            self._files[uri] = len(self._files)
            about = {"encoding": encoding} if encoding else {}
            self._artifacts.append(_json({"location": where, "roles": ["analysisTarget"], **about}))
        return {**where, "index": self._files[uri]}

    def note(self, note: Note) -> Data:
        """Where the file of a note is."""
        return self.file(note.file, None if note.places.starts else note.encoding)

    def location(self, note: Note, start: int, end: int) -> Data:
        """Words of a note as a location: the region in its text, and the place in the document that it was read from."""
        region = self._region(note, start, max(start, end))
        place = note.place(start)
        logical = {"logicalLocations": [_logical(note, place, start)]} if place is not None else {}
        return {"physicalLocation": {"artifactLocation": self.note(note), "region": region}, **logical}

    def failed(self, source: Data, error: str) -> None:
        """Note that something could not be read."""
        location = {"physicalLocation": {"artifactLocation": source}}
        self._notifications.append(_json({"level": "error", "message": {"text": error}, "locations": [location]}))

    def _region(self, note: Note, start: int, end: int) -> Data:
        line, column = note.position(start)
        end_line, end_column = note.position(end)
        words = note.text[start:end] if self.options.excerpt else ""
        return {
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
            "charOffset": start, "charLength": end - start,
            **({"snippet": {"text": words}} if words else {}),
        }  # fmt: skip

    def _driver(self) -> Data:
        tool = self.options.tool
        packs = [{"id": name, "version": version} for name, version in tool.packs]
        return {"name": "notelint", "version": tool.version, "properties": {"packs": packs}}


def artifact_location(source: str) -> Data:
    """The URI of a file, percent-encoded: relative to the folder of the run, unless the path leads out of it.

    A byte of a file's name that is no UTF-8 stays what it is; half of a surrogate pair becomes U+FFFD.
    """
    path = PurePath(source)
    try:
        name = path.as_posix().encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        name = path.as_posix().encode("utf-8", "replace")
    if path.is_absolute():
        return {"uri": "file:///" + quote(name.lstrip(b"/"), safe="/:")}
    return {"uri": quote(name)} if ".." in path.parts else {"uri": quote(name), "uriBaseId": _BASE}


def _logical(note: Note, place: Place, start: int) -> Data:
    """A place in a document: ``Bundle.entry[3].resource/PDF/page 2/paragraph 5``, its numbers as properties."""
    numbers = {"page": place.page, "paragraph": place.paragraph, "line": place.line}
    steps = [*place.steps, *(f"{kind} {number}" for kind, number in numbers.items() if number is not None)]
    kind = next((kind for kind in _KINDS if numbers[kind] is not None), "container")
    location: Data = {"kind": kind, "properties": place_data(note, start)["place"]}
    return {"name": steps[-1], "fullyQualifiedName": "/".join(steps), **location} if steps else location


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _lines(entries: Iterable[str]) -> str:
    joined = ",\n".join(entries)
    return f"\n{joined}\n" if joined else ""
