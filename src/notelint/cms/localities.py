"""Find the payment locality that a user names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.cms.errors import UnknownLocality
from notelint.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.cms.records import Locality

_KEY = re.compile(r"(?P<state>[A-Z]{2})[-\s]?(?P<number>[0-9]{1,2})")
_LISTED = 5


def find_locality(key: str, localities: Sequence[Locality]) -> Locality:
    """The locality with this key (``FL-04``), or the only one whose name is or contains ``key``.

    Raises ``UnknownLocality``, with suggestions, if there is none or more than one.
    """
    asked = " ".join(key.upper().split())
    found = _by_key(asked, localities) or [one for one in localities if one.name.upper() == asked]
    found = found or [one for one in localities if asked and asked in one.name.upper()]
    if not found:
        raise UnknownLocality(f"no locality is called {key!r}; {_hint(asked, localities)}")
    if len(found) > 1:
        raise UnknownLocality(f"more than one locality is called {key!r}; use one of: {_listing(found)}")
    return found[0]


def _by_key(asked: str, localities: Sequence[Locality]) -> list[Locality]:
    match = _KEY.fullmatch(asked)
    wanted = f"{match['state']}-{match['number']:0>2}" if match else asked
    return [one for one in localities if one.key == wanted]


def _hint(asked: str, localities: Sequence[Locality]) -> str:
    same_state = [one for one in localities if one.state == asked[:2]] if _KEY.fullmatch(asked) else []
    if same_state:
        return f"of {asked[:2]} there are: {_listing(same_state)}"
    names = {one.name.upper(): one for one in localities}
    near = nearest(asked, [*names, *(one.key for one in localities)])
    if near:
        meant = names.get(near[0]) or next(one for one in localities if one.key == near[0])
        return f"did you mean {_listing([meant])}?"
    return "give a state and a number (FL-04) or a part of the locality's name"


def _listing(localities: Sequence[Locality]) -> str:
    listed = ", ".join(f"{one.key} ({one.name})" for one in localities[:_LISTED])
    return listed if len(localities) <= _LISTED else f"{listed} and {len(localities) - _LISTED} more"
