"""What can be done about a finding: draft a query, acknowledge it with a coded reason, open its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from notelint.lsp.diagnostics import diagnostic
from notelint.packs.acknowledgement_reasons import acknowledgement_reasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.lsp.diagnostics import Page
    from notelint.lsp.model import Checked, Shown

QUERY, ACKNOWLEDGE, RULE = "notelint.draftQuery", "notelint.acknowledge", "notelint.openRule"
"""The commands. Each takes one object: ``uri``, and of a finding ``finding`` (its fingerprint) or ``rule``."""


def actions(
    checked: Checked, place: types.Range, only: Sequence[types.CodeActionKind | str] | None, page: Page
) -> list[types.CodeAction]:
    """The actions at a place: those about the findings that touch it, and the query about the whole note."""
    start, end = checked.lines.offsets(place)
    found = [shown for shown in checked.shown if shown.finding.start <= end and shown.finding.end >= start]
    return [action for action in _all(checked, found, page) if _is_wanted(_name(action.kind), only)]


def _all(checked: Checked, found: Sequence[Shown], page: Page) -> Iterator[types.CodeAction]:
    if checked.report is not None and checked.shown:
        kind = types.CodeActionKind.QuickFix if found else types.CodeActionKind.Source
        yield _action("Draft a query to the surgeon about this note", QUERY, {"uri": checked.uri}, kind)
    for shown in found:
        about = [diagnostic(checked, shown, page, related=False)]
        name, rule = shown.name, shown.finding.rule
        if shown.finding.acknowledged is None:
            for code in acknowledgement_reasons():
                arguments = {"uri": checked.uri, "finding": name, "code": code}
                yield _action(f"Acknowledge {rule}: {code}", ACKNOWLEDGE, arguments, types.CodeActionKind.QuickFix, about)
        yield _action(f"Open the rule {rule}", RULE, {"rule": rule, "uri": checked.uri}, types.CodeActionKind.QuickFix, about)


def _action(
    title: str, command: str, argument: dict[str, str], kind: types.CodeActionKind, about: list[types.Diagnostic] | None = None
) -> types.CodeAction:
    return types.CodeAction(title, kind, diagnostics=about, command=types.Command(title, command, arguments=[argument]))


def _name(kind: types.CodeActionKind | str | None) -> str:
    return str(kind.value) if isinstance(kind, types.CodeActionKind) else kind or ""


def _is_wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a client that asks for these kinds alone, each with those below it, wants this one."""
    names = [_name(one) for one in only or ()]
    return only is None or any(not name or kind == name or kind.startswith(f"{name}.") for name in names)
