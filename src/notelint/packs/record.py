"""What every record of a pack builds on."""

from __future__ import annotations

from typing import Literal, dataclass_transform

import msgspec

Severity = Literal["error", "warning", "info"]


@dataclass_transform(frozen_default=True)
class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of every record of a pack. It refuses keys that it does not know."""
