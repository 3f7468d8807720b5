"""Load the catalogue of a pack from its folder: codes, elements, rules, and how facts decide the code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from notelint.packs.checks import check
from notelint.packs.decode import Document, decode, parse
from notelint.packs.errors import PackError
from notelint.packs.fees import read_fees
from notelint.packs.files import shown, text_of
from notelint.packs.schema import Catalogue, Code, DecisionTable, ElementInfo, PackInfo, Range, Rule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Catalogue", "builtin_packs", "decode", "load_catalogue"]

T = TypeVar("T")


@cache
def builtin_packs() -> tuple[Traversable, ...]:
    """The folders of the packs that ship with notelint, in the order of their names."""
    folders = (folder for folder in files("notelint.patterns").iterdir() if (folder / "pack.yaml").is_file())
    return tuple(sorted(folders, key=lambda folder: folder.name))


def load_catalogue(folder: Traversable) -> Catalogue:
    """The catalogue in ``folder`` (a ``Path`` or a resource), with every reference checked.

    ``pack.yaml``, ``codes.yaml``, ``elements.yaml``, ``rules.yaml`` and ``decision.yaml`` must be there; ``ranges.yaml`` and
    ``fees.csv`` may be. Shipped packs are read once, because they do not change while notelint runs. Raises ``PackError``.
    """
    shipped = builtin_packs()
    return _shipped(shipped.index(folder)) if folder in shipped else _load(folder)


@cache
def _shipped(index: int) -> Catalogue:
    return _load(builtin_packs()[index])


def _load(folder: Traversable) -> Catalogue:
    if not folder.is_dir():
        raise PackError(str(folder), "there is no such folder", "give the folder that holds the pack's pack.yaml")
    info = _document(folder, "pack.yaml", PackInfo)
    codes = _document(folder, "codes.yaml", tuple[Code, ...])
    elements = _document(folder, "elements.yaml", tuple[ElementInfo, ...])
    rules = _document(folder, "rules.yaml", tuple[Rule, ...])
    decision = _document(folder, "decision.yaml", DecisionTable)
    ranges = _document(folder, "ranges.yaml", tuple[Range, ...]) if (folder / "ranges.yaml").is_file() else None
    check(info, codes, elements, rules, decision, ranges)
    return Catalogue(
        info=info.value,
        codes={code.code: code for code in codes.value},
        fees=_fees(folder, info, codes),
        elements={element.id: element for element in elements.value},
        rules={rule.name: rule for rule in rules.value},
        decision=decision.value,
        ranges={bounds.id: bounds for bounds in ranges.value} if ranges else {},
    )


def _document(folder: Traversable, name: str, kind: type[T]) -> Document[T]:
    return parse(text_of(folder, name), kind, shown(folder, name))


def _fees(folder: Traversable, info: Document[PackInfo], codes: Document[tuple[Code, ...]]) -> Any:
    if not (folder / "fees.csv").is_file():
        return {}
    basis = info.value.fee_basis
    if basis is None:
        raise info.error(("fee_basis",), "fees.csv has no basis", "add fee_basis with its source and conversion_factor")
    known = {code.code for code in codes.value}
    return read_fees(text_of(folder, "fees.csv"), shown(folder, "fees.csv"), basis, known)
