"""Reports of ``notelint check --format json`` and ``jsonl`` to the notes of an audit. Of their words none is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date  # noqa: TC003 -- msgspec reads the annotations when the program runs
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from notelint.audit.model import Attributes, AuditNote, Results, add_answers, tidy
from notelint.discreet import discreet
from notelint.report import SCHEMA, ElementStatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.audit.model import Known

ENDINGS = (".json", ".jsonl", ".ndjson")
"""Of files that may be a report."""


class NoResultsError(Exception):
    """A file that is no report of notelint; ``str`` is one line that says which, what is wrong and what to do."""


class _Decision(msgspec.Struct):
    status: Status
    codes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


class _Element(msgspec.Struct):
    status: ElementStatus


class _Own(msgspec.Struct):
    kind: Literal["operative_report", "procedure_note", "other"]
    elements: dict[str, _Element]


class _Finding(msgspec.Struct):
    rule: str


@discreet()
class _About(msgspec.Struct):
    title: str = ""
    author: str = ""
    date: date | None = None


@discreet()
class _Note(msgspec.Struct):
    source: str
    decision: _Decision | None
    elements: dict[str, _Element]
    findings: tuple[_Finding, ...] = ()
    document: _About = msgspec.field(default_factory=_About)
    packs: dict[str, _Own] = msgspec.field(default_factory=dict)


class _Pack(msgspec.Struct):
    id: str
    version: str


class _Tool(msgspec.Struct):
    packs: tuple[_Pack, ...] = ()


class _Document(msgspec.Struct):
    schema: str
    notes: list[msgspec.Raw]
    tool: _Tool = msgspec.field(default_factory=_Tool)


_KEY = re.compile(r"- at `\$\.([a-z_]+)")
_NOTE = msgspec.json.Decoder(_Note)
_DOCUMENT = msgspec.json.Decoder(_Document)


def results_in(path: str, known: Known, packs: Sequence[tuple[str, str]]) -> Results:
    """The notes of a report. An entry that cannot be used is counted as ``unusable``, and a line says where it stands.

    ``packs`` are the packs at work, as ``(id, version)``; a line says if the report was made with others. Raises
    ``NoResultsError``.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise NoResultsError(f"{path}: cannot be read: {error.strerror}") from None
    results = Results()
    for place, entry in _entries(path, data, packs, results):
        _add(results, entry, place, known)
    return results


def _entries(path: str, data: bytes, packs: Sequence[tuple[str, str]], results: Results) -> Iterator[tuple[str, bytes]]:
    """Each note of the report with its place; a line about the packs goes to the problems."""
    document = _document(path, data)
    if document is None:
        lines = ((number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip())
        yield from ((f"{path}:{number}", line) for number, line in lines)
        return
    made_with = [(pack.id, pack.version) for pack in document.tool.packs]
    if not set(packs) <= set(made_with):
        versions = ", ".join(f"{name} {version}" for name, version in made_with) or "no pack"
        results.problems.append(f"{path}: was made with {versions}; its figures are those of that version")
    yield from ((f"{path}: note {number}", bytes(raw)) for number, raw in enumerate(document.notes, 1))


def _document(path: str, data: bytes) -> _Document | None:
    """The JSON document; ``None`` where the file holds lines. Raises ``NoResultsError``."""
    try:
        document = _DOCUMENT.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        document = None
    if document is not None and document.schema != SCHEMA:
        raise NoResultsError(
            f"{path}: schema: is a report of another version, not {SCHEMA}; check the notes again with this version"
        )
    if document is None and not _is_note(next((line for line in data.splitlines() if line.strip()), b"")):
        raise NoResultsError(f"{path}: is no report of notelint check; make one with --format json or jsonl")
    return document


def _is_note(line: bytes) -> bool:
    try:
        found = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return {"source", "decision", "elements"} <= found.keys()


def _add(results: Results, entry: bytes, place: str, known: Known) -> None:
    try:
        note = _NOTE.decode(entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        found = _KEY.search(str(error)) if isinstance(error, msgspec.ValidationError) else None
        _unusable(results, f"{place}: {f'{found[1]}: ' if found else ''}is not what this version writes")
        return
    about = note.document
    attributes = Attributes(surgeon=tidy(about.author), template=tidy(about.title), day=about.date)
    rules = frozenset(finding.rule for finding in note.findings)
    if known.checklist and note.decision is not None:
        _add_answers(
            results, AuditNote(note.source, "", (), (), {}, rules, attributes), note.packs.get(known.checklist), place, known
        )
        return
    if note.decision is None or note.decision.status == "not_applicable":
        results.add(None, "unreadable" if note.decision is None else "not_applicable")
        return
    elements = {name: element.status for name, element in note.elements.items()}
    problem = known.unknown_in((*note.decision.codes, *note.decision.candidates), elements)
    if problem:
        _unusable(results, f"{place}: {problem}")
        return
    results.add(
        AuditNote(
            id=note.source,
            status=note.decision.status,
            codes=note.decision.codes,
            candidates=note.decision.candidates,
            elements=elements,
            rules=rules,
            about=attributes,
        ),
        note.decision.status,
    )


def _add_answers(results: Results, note: AuditNote, own: _Own | None, place: str, known: Known) -> None:
    if own is None:
        _unusable(results, f"{place}: it was checked without {known.checklist}")
        return
    elements = {name: element.status for name, element in own.elements.items()}
    problem = known.unknown_in((), elements)
    if problem:
        _unusable(results, f"{place}: {problem}")
        return
    add_answers(results, known, own.kind, replace(note, elements=elements))


def _unusable(results: Results, problem: str) -> None:
    results.counts["unusable"] += 1
    results.problems.append(f"{problem}; the note is left out, check it again with this version")
