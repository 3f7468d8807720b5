"""Records whose ``repr`` and ``str`` show no word of a note and no name, and messages without dates."""

from __future__ import annotations

import re
from collections.abc import Sized
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Class = TypeVar("_Class", bound=type)
_DISCREET: set[type] = set()
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_PLAIN = (bool, int, float, Decimal, date, type(None))


def discreet(*shown: str) -> Callable[[_Class], _Class]:
    """Give a dataclass, ``msgspec.Struct`` or named tuple a ``repr`` that shows lengths where it would show text.

    Numbers, dates and records that are discreet themselves are shown, and so are the fields ``shown``, which hold no text of a
    note. Of any other text the number of characters is shown, of any other collection the number of its items.
    """

    def decorate(cls: _Class) -> _Class:
        names = _fields(cls)

        def shown_discreetly(self: Any) -> str:
            shown_fields = (f"{name}={_representation(getattr(self, name), shown=name in shown)}" for name in names)
            return f"{type(self).__name__}({', '.join(shown_fields)})"

        def shown_by_rich(self: Any) -> Iterator[tuple[str, _Verbatim]]:  # rich would print the fields of a Struct as they are
            return ((name, _Verbatim(_representation(getattr(self, name), shown=name in shown))) for name in names)

        _DISCREET.add(cls)
        attributes = {"__repr__": shown_discreetly, "__rich_repr__": shown_by_rich}
        for name, function in attributes.items():
            setattr(cls, name, function)
        return cls

    return decorate


def without_dates(message: str) -> str:
    """A finding's message without the dates of the claim and of the note.

    >>> without_dates("the claim's date of service is 2026-03-02; the note gives 2026-03-03")
    "the claim's date of service is (withheld); the note gives (withheld)"
    """
    return _DATE.sub("(withheld)", message)


class _Verbatim:
    """A text whose ``repr`` is the text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _fields(cls: type) -> tuple[str, ...]:
    for kind in ("__dataclass_fields__", "__struct_fields__", "_fields"):
        if hasattr(cls, kind):
            return tuple(getattr(cls, kind))
    raise TypeError(f"{cls.__name__} is no record")


def _representation(value: Any, *, shown: bool) -> str:
    if shown or isinstance(value, _PLAIN) or type(value) in _DISCREET:
        return repr(value)
    if isinstance(value, str):
        return f"<{len(value)} characters>"
    if isinstance(value, tuple) and all(isinstance(item, _PLAIN) for item in value):
        return repr(value)
    return f"<{len(value)} items>" if isinstance(value, Sized) else f"<{type(value).__name__}>"
