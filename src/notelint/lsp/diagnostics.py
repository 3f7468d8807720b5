"""Findings to diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.lsp.model import Checked, Shown
    from notelint.report import Finding

    Page = Callable[[str], str | None]

SOURCE = "notelint"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics(checked: Checked, page: Page, *, related: bool) -> list[types.Diagnostic]:
    """The diagnostics of a document; with ``related`` each names the further places of its finding."""
    if checked.problem:
        return [_problem(checked)]
    return [diagnostic(checked, shown, page, related=related) for shown in checked.shown]


def diagnostic(checked: Checked, shown: Shown, page: Page, *, related: bool) -> types.Diagnostic:
    """One finding. ``data`` is what a code action needs to find it again; it has no word of the note."""
    finding, href = shown.finding, page(shown.finding.rule)
    places = [
        types.DiagnosticRelatedInformation(types.Location(checked.uri, checked.lines.range(one.start, one.end)), one.note)
        for one in finding.related
    ]
    return types.Diagnostic(
        range=checked.lines.range(finding.start, finding.end),
        message=message_of(finding),
        severity=severity_of(finding),
        code=finding.rule,
        code_description=types.CodeDescription(href) if href else None,
        source=SOURCE,
        related_information=places or None if related else None,
        data=data_of(shown),
    )


def severity_of(finding: Finding) -> types.DiagnosticSeverity:
    """The severity; a finding that fails no run is a hint."""
    is_settled = finding.acknowledged is not None or finding.in_baseline
    return types.DiagnosticSeverity.Hint if is_settled else _SEVERITIES[finding.severity]


def message_of(finding: Finding) -> str:
    """The message, with who accepted the finding and why."""
    record = finding.acknowledged
    if record is not None:
        until = f", until {record.until}" if record.until is not None else ""
        return f"{finding.message} (acknowledged by {record.by} on {record.time.date()}{until}: {record.code}: {record.reason})"
    return f"{finding.message} (in the baseline)" if finding.in_baseline else finding.message


def data_of(shown: Shown) -> dict[str, Any]:
    """What a diagnostic carries for the code actions."""
    finding = shown.finding
    return {"finding": shown.name, "rule": finding.rule, "element": finding.element, "codes": list(finding.codes)}


def _problem(checked: Checked) -> types.Diagnostic:
    start = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(start, start),
        message=f"not checked: {checked.problem}",
        severity=types.DiagnosticSeverity.Error,
        code="not-checked",
        source=SOURCE,
    )
