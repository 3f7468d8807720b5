"""FHIR R4 in JSON to its notes: attachments, reports and compositions in a resource, a Bundle, NDJSON or a CDS Hooks request.

No address is ever fetched: an attachment that is not in the file is reported as such.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from notelint.inputs.formats.attachments import (
    InnerReader,
    Notes,
    Problems,
    bare_media_type,
    combined,
    decode_base64,
    distinct,
    finished,
    format_name,
    placed,
)
from notelint.inputs.formats.fhir_composition import composition_text
from notelint.inputs.formats.fhir_metadata import metadata
from notelint.inputs.formats.fhir_resources import find_resources, objects, part, text_of
from notelint.inputs.formats.model import Document, RefusedError

if TYPE_CHECKING:
    from notelint.inputs.formats.fhir_resources import Found, Json, Resource
    from notelint.inputs.formats.model import Limits, ReadInner

_WITH_NOTES = frozenset({"DocumentReference", "DiagnosticReport", "Composition", "Binary"})
_READ_ALONE = _WITH_NOTES | {"Bundle"}
_NARRATIVES = frozenset({"Procedure", "ClinicalImpression", "Observation", "Communication"})
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"&(?:nbsp|#160|#xa0);", re.IGNORECASE)
_MOST_NAMED = 5
_ADVICE = "export the notes with their content (attachment.data)"


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:
    """The notes in FHIR's JSON, in the order of the resources. Raises ``RefusedError``."""
    if len(data) > limits.bytes:
        raise RefusedError(f"longer than {limits.bytes:,} bytes; split the file")
    found = find_resources(data, limits)
    return _Reader(found, limits, read_inner).read()


class _Reader:
    """Reads the resources of one file."""

    def __init__(self, found: Found, limits: Limits, read_inner: ReadInner) -> None:
        self._found = found
        self._limits = limits
        self._inner = InnerReader(read_inner, limits)
        self._notes = Notes(limits)
        self._known: dict[bytes, bool] = {}  # by the hash of an attachment: whether it was read
        self._problems = Problems()  # of the resource at hand

    def read(self) -> list[Document]:
        # What a Binary holds may be read as another resource's attachment, which says more of it.
        order = sorted(enumerate(self._found.resources), key=lambda numbered: numbered[1].kind == "Binary")
        read: dict[int, list[Document]] = {}
        unread: list[tuple[int, str, Problems]] = []
        for index, resource in order:
            if resource.kind not in _WITH_NOTES and not self._is_alone(resource):
                continue
            self._problems = Problems()
            documents = self._notes.within_limits(self._documents(resource))
            if documents:
                first = replace(documents[0], warnings=(*documents[0].warnings, *self._problems.sentences()))
                read[index] = [first, *documents[1:]]
            elif self._problems:
                unread.append((index, resource.name, self._problems))
        documents = [document for index in sorted(read) for document in read[index]]
        if not documents:
            raise RefusedError(_refusal([problems for _, _, problems in unread]))
        return finished(documents, (*_lost(sorted(unread, key=lambda one: one[0])), *self._bad_lines()))

    def _is_alone(self, resource: Resource) -> bool:
        """Whether ``resource`` is the whole file and of a type whose narrative is then what there is to read."""
        return self._found.roots == 1 and not resource.depth and not resource.steps and resource.kind in _NARRATIVES

    def _bad_lines(self) -> tuple[str, ...]:
        problems = Problems()
        if self._found.bad_lines:
            problems.add("line|not valid JSON", self._found.bad_lines)
        return problems.sentences()

    def _documents(self, resource: Resource) -> list[Document]:
        if resource.kind == "Composition":
            return self._of_composition(resource)
        attachments = _attachments(resource)
        documents: list[Document] = []
        done = False
        for attachment, path in attachments:
            name = resource.name if len(attachments) == 1 else f"{resource.name}.{path.partition('.')[0]}"
            new, known = self._of_attachment(attachment, resource, path, name)
            documents += new
            done = done or known
        if done:
            return self._distinct(documents)
        return self._fallback(resource, attached=bool(attachments))

    def _distinct(self, documents: list[Document]) -> list[Document]:
        """All contents of a resource are the same document in different formats; those that are indeed are read once."""
        kept = distinct(documents)
        if len(kept) < len(documents):
            self._problems.add("attachment|with the words of another one not read", len(documents) - len(kept))
        return kept

    def _of_attachment(self, attachment: Json, resource: Resource, path: str, name: str) -> tuple[list[Document], bool]:
        """The documents in an attachment, and whether it was read, now or earlier."""
        data, steps, media_type = self._data(attachment, resource, path)
        if not data:
            return [], data is not None
        digest = hashlib.sha256(data).digest()
        if digest in self._known:
            return [], self._known[digest]
        documents = self._inner.read(data, media_type, self._problems)
        self._known[digest] = bool(documents)
        about = metadata(resource, self._found, attachment)
        return [
            replace(
                placed(document, *steps, format_name(data, media_type)),
                name=f"{name} → {document.name}" if document.name else name,
                metadata=combined(about, document.metadata),
            )
            for document in documents
        ], bool(documents)

    def _data(self, attachment: Json, resource: Resource, path: str) -> tuple[bytes | None, tuple[str, ...], str]:
        """The bytes of an attachment, the steps to them, and their media type.

        Empty bytes stand for a resource of the file that is read on its own; ``None`` for what is not there.
        """
        steps = (*resource.steps, f"{resource.path}.{path}" if path else resource.path)
        media_type = bare_media_type(text_of(attachment.get("contentType")))
        data = text_of(attachment.get("data"))
        url = text_of(attachment.get("url"))
        if not data and url[:5].lower() == "data:":
            declared, _, data = url[5:].partition(",")
            media_type = media_type or bare_media_type(declared)
        elif not data and url:
            target = self._found.resolve(url, resource)
            if target is None or target.kind not in _READ_ALONE:
                self._problems.add("attachment|not in the file")
                return None, steps, media_type
            if target.kind != "Binary":
                return b"", steps, media_type
            data = text_of(target.content.get("data"))
            steps = (*steps, target.path)
            media_type = media_type or bare_media_type(text_of(target.content.get("contentType")))
        return self._bytes(data), steps, media_type

    def _bytes(self, data: str) -> bytes | None:
        decoded = decode_base64(data)
        if not decoded:
            self._problems.add("attachment|not valid base64" if decoded is None else "attachment|without content")
        return decoded or None

    # -- without an attachment ------------------------------------------------------------------------------------------

    def _fallback(self, resource: Resource, *, attached: bool) -> list[Document]:
        """The conclusion of a report, else the narrative.

        The generated narrative of a reference to a document repeats its fields, which is no note where the document is missing.
        """
        conclusion = text_of(resource.content.get("conclusion"))
        if resource.kind == "DiagnosticReport" and conclusion:
            return self._document(Document(conclusion), resource, "conclusion")
        generated = part(resource.content, "text", "status") == "generated"
        return [] if resource.kind == "DocumentReference" and attached and generated else self._of_narrative(resource)

    def _of_narrative(self, resource: Resource) -> list[Document]:
        documents = self._narrative(part(resource.content, "text", "div"))
        return self._document(documents[0], resource, "text.div") if documents else []

    def _narrative(self, div: Any) -> list[Document]:
        """The text of a narrative, as a list of one document; empty where it holds nothing."""
        text = text_of(div)
        bare = _SPACES.sub(" ", _TAG.sub("", text))
        return self._inner.read(text.encode(), "text/html", self._problems, "narrative")[:1] if bare.strip() else []

    def _document(self, document: Document, resource: Resource, path: str) -> list[Document]:
        steps = (*resource.steps, f"{resource.path}.{path}")
        about = combined(metadata(resource, self._found), document.metadata)
        return [replace(placed(document, *steps), name=resource.name, metadata=about)]

    def _of_composition(self, resource: Resource) -> list[Document]:
        text = composition_text(resource, self._narrative, self._limits)
        if text is None:
            return self._of_narrative(resource)
        return [replace(text, name=resource.name, metadata=metadata(resource, self._found))]


def _attachments(resource: Resource) -> list[tuple[Json, str]]:
    """The attachments of a resource with their paths from it. A Binary is one itself, with an empty path."""
    content = resource.content
    if resource.kind == "Binary":
        return [(content, "")]
    if resource.kind == "DiagnosticReport":
        return [(form, f"presentedForm[{index}]") for index, form in objects(content.get("presentedForm"))]
    if resource.kind != "DocumentReference":
        return []
    contents = objects(content.get("content"))
    attached = [(one.get("attachment"), f"content[{index}].attachment") for index, one in contents]
    return [(attachment, path) for attachment, path in attached if isinstance(attachment, dict)]


def _lost(unread: list[tuple[int, str, Problems]]) -> tuple[str, ...]:
    """Warnings for the resources that gave no note: by name where they are few."""
    if len(unread) <= _MOST_NAMED:
        return tuple(f"{name}: {warning}" for _, name, problems in unread for warning in problems.sentences())
    together = Problems()
    for _, _, problems in unread:
        together.update(problems)
    return together.sentences()


def _refusal(unread: list[Problems]) -> str:
    together = Problems()
    for problems in unread:
        together.update(problems)
    summary = ", ".join(together.sentences())
    advice = "" if "not read: " in summary else f"; {_ADVICE}"  # a refusal says itself what to do
    return f"no note in this FHIR file{': ' if summary else ''}{summary}{advice}"
