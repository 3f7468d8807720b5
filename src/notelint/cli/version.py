"""The version, which only ``pyproject.toml`` states."""

from __future__ import annotations

from importlib.metadata import version as installed_version


def version() -> str:
    """The version of the installed notelint."""
    return installed_version("notelint")
