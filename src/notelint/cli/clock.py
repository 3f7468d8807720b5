"""The time of this machine."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, with the time zone of the machine."""
    return datetime.now().astimezone()


def utc(moment: datetime) -> datetime:
    """The moment in UTC, to the second, as records have it."""
    return moment.astimezone(UTC).replace(microsecond=0)
