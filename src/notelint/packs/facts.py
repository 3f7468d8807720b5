"""The record of a fact of a pack, which its decision asks about, its reports give and its labels label."""

from __future__ import annotations

from typing import Literal

from notelint.packs.record import Record

Value = str | int | None


class FactInfo(Record):
    """One fact: its id, its title and the ``values`` that it can have.

    Where none are listed, they are the answers of the question that asks for it; any, where no question does. ``default`` is its
    value where a note documents nothing of the family. ``otherwise`` is what reports and labels give for an answer of the
    decision that is not among ``values``. A fact that is not ``labelled`` only serves the decision.
    """

    id: str
    title: str
    kind: Literal["text", "integer"] = "text"
    values: tuple[str | int, ...] = ()
    default: str | int | None = None
    otherwise: str | None = None
    labelled: bool = True

    def labelled_value(self, answer: Value) -> Value:
        """The value that reports and labels give for the ``answer`` of a note."""
        return answer if self.otherwise is None or answer is None or answer in self.values else self.otherwise
