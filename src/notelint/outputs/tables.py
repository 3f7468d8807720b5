"""Which of CMS's tables are in use and what an import changed, as data for JSON and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from notelint.cms.records import What
from notelint.cms.shipped import TITLES
from notelint.outputs.excerpt import printable
from notelint.outputs.layout import entries, join, paragraph, section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notelint.cms.changes import Changes, Difference
    from notelint.cms.records import Edition

    Data = dict[str, Any]

_LISTED = 40  # differences that the text lists; JSON has them all
_ABSENT = "none; import CMS's GPCI file: notelint data import fees FILE"


def status_data(editions: Sequence[Edition], folder: str, today: date) -> Data:
    """Each table in use with its age in days, and those that are not there."""
    in_use = {edition.what: edition_data(edition, today) for edition in editions}
    names: tuple[What, ...] = get_args(What)
    return {"schema": "notelint.data/1", "folder": folder, "tables": {what: in_use.get(what) for what in names}}


def status_text(editions: Sequence[Edition], folder: str, today: date, width: int = 80) -> str:
    """As ``status_data``, wrapped at ``width`` columns."""
    in_use = {edition.what: edition for edition in editions}
    blocks = [section(paragraph(title, width), _edition_text(in_use.get(what), today, width)) for what, title in TITLES.items()]
    return join(*blocks, paragraph(f"Data folder: {printable(folder)}", width))


def edition_data(edition: Edition, today: date) -> Data:
    """One edition; ``source`` is a citation, or the names of the files it was imported from."""
    return {
        "title": edition.title,
        "effective": edition.effective.isoformat(),
        "age_days": (today - edition.effective).days,
        "rows": edition.rows,
        "imported": edition.imported,
        "imported_at": edition.imported_at.isoformat() if edition.imported_at else None,
        "source": edition.source,
    }


def changes_data(changes: Sequence[Changes], today: date) -> Data:
    """What an import changed, table by table."""
    return {
        "schema": "notelint.import/1",
        "tables": {
            one.what: {
                "before": edition_data(one.before, today) if one.before else None,
                "after": edition_data(one.after, today),
                "added": one.added,
                "removed": one.removed,
                "changed": one.changed,
                "touching": [{"key": each.key, "before": each.before, "after": each.after} for each in one.touching],
            }
            for one in changes
        },
    }


def changes_text(changes: Sequence[Changes], width: int = 80) -> str:
    """As ``changes_data``; of many differences the first are listed."""
    return join(*(_changes_text(one, width) for one in changes))


def _edition_text(edition: Edition | None, today: date, width: int) -> str:
    if edition is None:
        return paragraph(_ABSENT, width, 2)
    came = "ships with notelint"
    if edition.imported_at:
        came = f"imported on {edition.imported_at.astimezone().date().isoformat()}"
    rows = [
        ("effective", f"{edition.effective.isoformat()}, {_age((today - edition.effective).days)}"),
        ("rows", f"{edition.rows:,}"),
        ("from", f"{printable(edition.source)} ({came})"),
    ]
    return entries(rows, width)


def _age(days: int) -> str:
    if days < 0:
        return "not yet in force"
    return f"{days:,} day{'' if days == 1 else 's'} old"


def _changes_text(one: Changes, width: int) -> str:
    before, after = one.before, one.after
    came = "imported" if before and before.imported else "shipped"
    rows = [
        ("from", printable(after.source)),
        ("effective", after.effective.isoformat() + (f" (before: {before.effective.isoformat()}, {came})" if before else "")),
        ("rows", f"{after.rows:,}" + (f" (before: {before.rows:,})" if before else "")),
        ("changes", f"{one.added:,} added, {one.removed:,} removed, {one.changed:,} changed"),
    ]
    touching = [(each.key, _difference(each)) for each in one.touching[:_LISTED]]
    more = len(one.touching) - len(touching)
    blocks = [section(paragraph(f"{after.title}: imported", width), entries(rows, width))]
    if touching:
        blocks.append(section("  Of the packs' codes", entries(touching, width, 4)))
    if more:
        blocks.append(paragraph(f"and {more:,} more; --format json lists them all", width, 4))
    return "\n".join(blocks)


def _difference(one: Difference) -> str:
    if one.before is None:
        return f"added: {one.after}"
    if one.after is None:
        return f"removed (was {one.before})"
    return f"{one.before} -> {one.after}"
