"""HL7 v2 messages (MDM, ORU and others with OBX segments) to their notes. No pointer to a document elsewhere is followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.inputs.formats.attachments import InnerReader, Notes, Problems, combined, finished
from notelint.inputs.formats.hl7v2_metadata import metadata
from notelint.inputs.formats.hl7v2_report import Context, Group, Report
from notelint.inputs.formats.hl7v2_segments import decode_message, has_several, messages
from notelint.inputs.formats.model import Document, RefusedError

if TYPE_CHECKING:
    from notelint.inputs.formats.hl7v2_segments import Message
    from notelint.inputs.formats.model import Limits, Metadata, ReadInner

_ORDER = (2, 3, 4)  # fields of OBR that tell a report from another one: the order's numbers and what was ordered


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:
    """The notes of a message or a batch: one for each message, or one for each OBR where several carry text.

    Raises ``RefusedError``.
    """
    if len(data) > limits.bytes:
        raise RefusedError(f"longer than {limits.bytes:,} bytes; split the file")
    text, encoding = decode_message(data)
    several = has_several(text)
    notes = Notes(limits)
    lost = Problems()
    documents: list[Document] = []
    inner = InnerReader(read_inner, limits)
    for message in messages(text, limits):
        where = f"message[{message.number}] " if several else ""
        name = f"message {message.number}" if several else ""
        context = Context(where, encoding, limits, inner)
        documents += notes.within_limits(_notes_of(message, name, context, lost))
    if not documents:
        raise RefusedError(_refusal(lost))
    return finished(documents, lost.sentences())


def _refusal(lost: Problems) -> str:
    summary = ", ".join(lost.sentences())
    advice = "" if "not read: " in summary else "; send the note in OBX-5 as TX, FT or ED"  # a refusal says itself what to do
    return f"no text of a note in the HL7 segments{': ' if summary else ''}{summary}{advice}"


def _notes_of(message: Message, name: str, context: Context, lost: Problems) -> list[Document]:
    """The notes of a message; where it gives none, what was not read is added to ``lost``."""
    reports = [Report(group, context) for group in _groups(message)]
    problems = Problems()
    for report in reports:
        problems.update(report.problems)
    with_text = [report for report in reports if report.documents]
    documents: list[Document] = []
    for report in with_text:
        order = report.group.order
        label = f"{name} OBR[{order.number}]".strip() if order is not None and len(with_text) > 1 else name
        documents += _named(report, label, _metadata(message, report))
    if documents:
        documents[0] = replace(documents[0], warnings=(*documents[0].warnings, *problems.sentences()))
    else:
        lost.update(problems)
    return documents


def _groups(message: Message) -> list[Group]:
    """The results of each OBR; one that continues the order before it opens no new group."""
    groups = [Group()]
    for segment in message.segments:
        if segment.name == "OBR":
            before = groups[-1].order
            if before is None or any(before.field(number) != segment.field(number) for number in _ORDER):
                groups.append(Group(segment))
        elif segment.name != "TXA":
            groups[-1].segments.append(segment)
    return groups


def _metadata(message: Message, report: Report) -> Metadata:
    document, order = (next((one for one in message.segments if one.name == name), None) for name in ("TXA", "OBR"))
    return metadata(document, report.group.order or order, report.first)


def _named(report: Report, label: str, about: Metadata) -> list[Document]:
    """The documents of a report under its name; those that stood together in one attachment keep their own as well."""
    return [
        replace(
            document,
            name=f"{label} → {document.name}".removeprefix(" → ") if document.name else label,
            metadata=combined(about, document.metadata),
        )
        for document in report.documents
    ]
