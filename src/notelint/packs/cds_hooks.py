"""``cds_hooks.yaml``: the services offered over CDS Hooks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from notelint.packs.decode import decode
from notelint.packs.record import Record


class Service(Record):
    """One service: its hook, and the searches whose results the EHR is asked to send, by their keys."""

    id: str
    hook: str
    title: str
    description: str
    usage: str
    prefetch: dict[str, str]


class HookBook(Record):
    """The file. ``override_reasons`` are codes of acknowledgements, ``query_days`` how long ``query-sent`` holds, in days."""

    source: str
    services: tuple[Service, ...]
    override_reasons: tuple[str, ...]
    query_days: int

    def service(self, name: str) -> Service | None:
        """The service with this id; ``None`` where there is none."""
        return next((one for one in self.services if one.id == name), None)


@cache
def hook_book() -> HookBook:
    """The services. Raises ``PackError`` if the file is not valid."""
    path = files("notelint.patterns") / "shared" / "cds_hooks.yaml"
    return decode(path.read_text("utf8"), HookBook, path.name)
