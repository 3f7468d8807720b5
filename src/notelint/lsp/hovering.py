"""What a finding says when the pointer rests on it: the rule, why it matters, and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from notelint.lsp.diagnostics import message_of
from notelint.outputs.markdown_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.lsp.diagnostics import Page
    from notelint.lsp.model import Checked, Shown
    from notelint.packs.schema import Rule


def hover(checked: Checked, position: types.Position, page: Page, *, markdown: bool) -> types.Hover | None:
    """The findings at a position, which are those that begin before it and end behind it; ``None`` if there is none."""
    offset = checked.lines.offset(position)
    found = [shown for shown in checked.shown if shown.finding.start <= offset <= shown.finding.end]
    if not found:
        return None
    value = ("\n\n---\n\n" if markdown else "\n\n").join(explained(checked, shown, page, markdown=markdown) for shown in found)
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    first = min(found, key=lambda shown: shown.finding.end - shown.finding.start).finding
    return types.Hover(types.MarkupContent(kind, value), checked.lines.range(first.start, first.end))


def explained(checked: Checked, shown: Shown, page: Page, *, markdown: bool) -> str:
    """One finding in full."""
    finding = shown.finding
    title = f"**{finding.severity}: {finding.rule}**" if markdown else f"{finding.severity}: {finding.rule}"
    show = escaped if markdown else str
    parts = [title, show(message_of(finding)), *(show(part) for part in _reasons(checked, finding.rule))]
    parts.append(f"Source: {show(finding.source)}" if finding.source else "")
    href = page(finding.rule)
    parts.append(f"[{finding.rule}]({href})" if href and markdown else href or "")
    return "\n\n".join(filter(None, parts))


def rule_of(checked: Checked, name: str) -> Rule | None:
    """The rule of this name."""
    return next((pack.rules[name] for pack in checked.catalogues if name in pack.rules), None)


def _reasons(checked: Checked, name: str) -> Iterator[str]:
    rule = rule_of(checked, name)
    if rule is None:
        return
    yield f"Why it matters: {rule.why}"
    yield f"An example without this finding: {rule.silent}"
