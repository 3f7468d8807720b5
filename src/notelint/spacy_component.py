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
    """Checks the text of each document. It does not use the tokens of the pipeline; offsets are code points in ``doc.text``.

    The linter is made for the first document. Documents go to other processes and to files as bytes of plain data, which
    a report is not: ``doc.to_bytes(exclude=["user_data"])`` leaves it out. For several processes use ``notelint batch``.
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
    """The component, for spaCy's registry. ``packs`` are folders. An invalid pack raises ``PackError`` at the first document."""
    del nlp, name
    return Component(packs, select, ignore)


make.__annotations__ = get_type_hints(make)  # spaCy checks arguments by them and cannot read them as text
Language.factory(NAME, default_config={"packs": [], "select": [], "ignore": []}, assigns=[f"doc._.{NAME}"], func=make)
