"""The sections of a FHIR Composition to one text: the title of each on its own line, then its narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.inputs.formats.attachments import append, placed
from notelint.inputs.formats.fhir_metadata import line_of
from notelint.inputs.formats.fhir_resources import objects, part
from notelint.inputs.formats.model import Document, RefusedError
from notelint.places import Place, TextBuilder

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.formats.fhir_resources import Json, Resource
    from notelint.inputs.formats.model import Limits

_DEEPEST = 64


def composition_text(resource: Resource, narrative: Callable[[Any], list[Document]], limits: Limits) -> Document | None:
    """The text of all sections, nested ones after their parents; ``None`` where they hold titles at most.

    ``narrative`` reads the XHTML of one section, as a list of at most one document. Entries are not followed. Raises
    ``RefusedError`` past a limit.
    """
    builder = TextBuilder()
    warnings: list[str] = []
    narratives = count = 0
    waiting = [(section, path, 1) for section, path in _sections(resource.content, resource.path)[::-1]]
    while waiting:
        section, path, depth = waiting.pop()
        count += 1
        if depth > min(_DEEPEST, limits.depth) or count > limits.paragraphs or builder.length > limits.chars:
            raise RefusedError("too many sections, or sections nested too deep; export the note as text")
        body = [placed(one, *resource.steps, f"{path}.text.div") for one in narrative(part(section, "text", "div"))]
        title, key = _title(section)
        _add(builder, title, Place((*resource.steps, f"{path}.{key}")), body)
        narratives += len(body)
        warnings += [warning for one in body for warning in one.warnings]
        waiting += [(inner, inside, depth + 1) for inner, inside in _sections(section, path)[::-1]]
    return Document(builder.text(), builder.places(), tuple(dict.fromkeys(warnings))) if narratives else None


def _sections(holder: Json, path: str) -> list[tuple[Json, str]]:
    return [(section, f"{path}.section[{index}]") for index, section in objects(holder.get("section"))]


def _title(section: Json) -> tuple[str, str]:
    """The title of a section and the key under which it stands: its code tells it where it has no title."""
    code = section.get("code")
    titles = ((section.get("title"), "title"), (part(code, "text"), "code"), (part(code, "coding", "display"), "code"))
    return next(((line, key) for title, key in titles if (line := line_of(title))), ("", "title"))


def _add(builder: TextBuilder, title: str, place: Place, body: list[Document]) -> None:
    """Add a section after a blank line, its title only where its text does not begin with it."""
    if builder.length and (title or body):
        builder.add("\n", place)
    if title and not any(_begins_with(document.text, title) for document in body):
        builder.add(f"{title}\n", place)
    for document in body:
        append(builder, document)


def _begins_with(text: str, title: str) -> bool:
    first = text.lstrip()[: len(title) + 2].partition("\n")[0]
    return first.strip().rstrip(":").casefold() == title.rstrip(":").casefold()
