"""notelint in a spaCy pipeline: ``nlp.add_pipe("notelint")`` sets ``doc._.notelint`` to the report on the document's text."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

from spacy.language import Language
from spacy.tokens import Doc

from notelint.linter import Linter
from notelint.note import Note
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "notelint"


class Component:
    """Reads the text of each document by itself, whatever the pipeline's tokens are; places are code points in ``doc.text``.

    The linter is made when the first document comes. Documents go to another process, or to a file, as bytes of plain data, which
    a report is not: ``doc.to_bytes(exclude=["user_data"])`` leaves it out, and for several processes there is ``notelint batch``.
    """

    def __init__(self, packs: Sequence[str] = (), select: Sequence[str] = (), ignore: Sequence[str] = ()) -> None:
        self._options = {"packs": tuple(packs), "select": tuple(select), "ignore": tuple(ignore)}
        if not Doc.has_extension(NAME):
            Doc.set_extension(NAME, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The document, with the report on it."""
        with libraries_silenced():
            doc._.set(NAME, self._linter.lint(Note(doc.text)))
        return doc

    @cached_property
    def _linter(self) -> Linter:
        packs = tuple(map(Path, self._options["packs"]))
        return Linter(packs=packs, select=self._options["select"], ignore=self._options["ignore"])


def make(nlp: Language, name: str, packs: list[str], select: list[str], ignore: list[str]) -> Component:
    """The component, as spaCy asks for it. ``packs`` are folders. A wrong one raises ``PackError`` at the first document."""
    del nlp, name
    return Component(packs, select, ignore)


make.__annotations__ = get_type_hints(make)  # spaCy checks arguments by them and cannot read them as text
Language.factory(NAME, default_config={"packs": [], "select": [], "ignore": []}, assigns=[f"doc._.{NAME}"], func=make)
