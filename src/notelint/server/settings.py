"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from notelint.inputs.attribute_table import Columns
from notelint.pack_names import ALL_PACKS
from notelint.policy import EVERYTHING
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from notelint.cds_hooks.tokens import Trust
    from notelint.packs.profiles import Profile
    from notelint.policy import Policy

Access = Literal["one person", "users", "proxy"]
PORT = 8017


@dataclass(frozen=True, slots=True)
class Settings:
    """The folder of notes, the folder of the store, where the server listens, who may use it, and its limits.

    ``names`` are the ids of the packs that ship and are used, ``profile`` that of the checklists among them. ``policy`` is what a
    configuration says of rules. ``name`` is the one person's, ``header`` the one in which the proxy names
    the person, ``proxies`` the addresses that it may come from. ``host_names`` are the names by which the server is reached,
    ``secure`` says that it is reached by HTTPS. ``most_bytes`` is the largest request, ``seconds`` the time for receiving one,
    ``notes_table`` says which notes belong to which claim, ``table`` and ``columns`` say whose notes they are, for the
    dashboard, ``per_second`` the requests of one person, ``due_days`` the days after which an open note is overdue,
    ``interval`` the seconds between looks into the folder. ``trust`` are the EHRs whose tokens open CDS Hooks; without it,
    tokens for the API do.
    """

    notes: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = PORT
    access: Access = "one person"
    name: str = ""
    header: str = ""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    host_names: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    secure: bool = False
    packs: tuple[Path, ...] = ()
    names: tuple[str, ...] = ALL_PACKS
    profile: Profile | str | None = None
    policy: Policy = EVERYTHING
    max_seconds: float = MAX_SECONDS
    most_bytes: int = 25_000_000
    seconds: float = 60.0
    per_second: float = 20.0
    due_days: int = 7
    table: Path | None = None
    notes_table: Path | None = None
    columns: Columns = field(default_factory=lambda: Columns("id"))
    interval: float = 2.0
    debug: bool = False
    trust: Trust | None = None
