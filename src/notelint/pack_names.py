"""The ids of the packs that ship, in the order in which they are at work."""

from __future__ import annotations

CODING_PACKS = ("microvascular-bone",)
"""Those that decide codes: what commands for archives and claims use, and ``Linter``, unless others are named."""
ALL_PACKS = (*CODING_PACKS, "operative-report")
"""All of them: what commands that look at single notes use."""
