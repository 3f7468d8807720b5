"""The places of a note that entries of the page rest on: each is linked from its entries, and its words link back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.html.marks import Mark, Ref
from notelint.outputs.html.view import WordsView
from notelint.outputs.style import position, quoted
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.note import Note
    from notelint.outputs.formats import Options


class Links:
    """Collects the places of one note; ``prefix`` begins every id. Without excerpts it gives positions and collects nothing."""

    def __init__(self, note: Note, prefix: str, options: Options) -> None:
        self._note = note
        self._prefix = prefix
        self._options = options
        self._kinds: dict[tuple[int, int], dict[str, None]] = {}
        self._refs: dict[tuple[int, int], dict[Ref, None]] = {}
        self._remarks: dict[tuple[int, int], dict[str, None]] = {}

    def evidence(self, ref: Ref, places: Iterable[Evidence]) -> tuple[WordsView, ...]:
        """Clauses with the exact words in them; each place once."""
        shown = []
        for place in dict.fromkeys(places):
            shown.append(self.words(ref, place, "evidence"))
            for exact in place.within:
                if exact != (place.start, place.end):
                    self._mark(*exact, "exact")
        return tuple(shown)

    def words(self, ref: Ref | None, place: Evidence, *kinds: str, remark: str = "") -> WordsView:
        """One place that ``ref`` rests on, marked with ``kinds``."""
        at = position(self._note, place.exact[0][0], self._options)
        if not self._options.excerpt:
            return WordsView(at)
        self._mark(place.start, place.end, *kinds, ref=ref, remark=remark)
        shown = quoted(self._note, place, self._options, place_too=False)
        where = self._note.place(place.exact[0][0])
        page, box = (None, None) if where is None else (where.page, where.box)
        return WordsView(at, self.target(place.start, place.end), shown, page, box)

    def span(self, ref: Ref, start: int, end: int, *kinds: str) -> WordsView:
        """As ``words``, of the stretch from ``start`` to ``end``."""
        return self.words(ref, Evidence(start, end, self._note.text[start:end]), *kinds)

    def target(self, start: int, end: int) -> str:
        """The id of the words from ``start`` to ``end``."""
        return f"{self._prefix}-w{start}-{end}"

    def marks(self) -> list[Mark]:
        """The collected places, each with all that was said of it."""
        return [
            Mark(*place, tuple(kinds), tuple(self._refs[place]), "; ".join(self._remarks[place]))
            for place, kinds in self._kinds.items()
        ]

    def _mark(self, start: int, end: int, *kinds: str, ref: Ref | None = None, remark: str = "") -> None:
        if not self._options.excerpt:
            return
        place = (start, end)
        self._kinds.setdefault(place, {}).update(dict.fromkeys(kinds))
        self._refs.setdefault(place, {}).update({ref: None} if ref else {})
        self._remarks.setdefault(place, {}).update({remark: None} if remark else {})
