"""Whether a finding fails a run, or was accepted by a person or the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from notelint.outputs.style import SEVERITY_STYLES

if TYPE_CHECKING:
    from notelint.report import Finding

_RANKS: dict[str, int] = {severity: rank for rank, severity in enumerate(SEVERITY_STYLES)}


def state(finding: Finding) -> Literal["acknowledged", "baseline", ""]:
    """Why a finding does not fail a run, whatever its severity; empty where it may."""
    if finding.acknowledged is not None:
        return "acknowledged"
    return "baseline" if finding.in_baseline else ""


def fails(finding: Finding, fail_on: str) -> bool:
    """Whether a finding fails a run that fails on findings of the severity ``fail_on`` or a higher one (``never``: on none)."""
    return fail_on in _RANKS and not state(finding) and _RANKS[finding.severity] <= _RANKS[fail_on]
