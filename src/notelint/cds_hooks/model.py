"""What comes in over CDS Hooks and what is answered: frozen records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notelint.discreet import discreet

if TYPE_CHECKING:
    from datetime import datetime

    from notelint.acknowledgements.model import Acknowledged

Data = dict[str, Any]


class ProtocolError(ValueError):
    """A request that is not answered: its HTTP ``status``, and in one line what is wrong, without a word of the request."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@discreet("service", "hook", "instance")
@dataclass(frozen=True, slots=True)
class HookRequest:
    """A valid request: its service, its hook and hook instance, the user, and the resources that were sent by their keys."""

    service: str
    hook: str
    instance: str
    user: str = ""
    prefetch: Data = field(default_factory=dict)


@discreet("uuid", "service", "rule", "version", "finding")
@dataclass(frozen=True, slots=True)
class CardRecord:
    """A finding that a card was about: to be kept until its feedback comes, and enough to acknowledge the finding.

    ``note``, ``version``, ``note_sha256``, ``words`` and ``finding`` are those of ``Acknowledged``; ``user`` is whom the card
    was shown to (``Practitioner/...``). It holds no word of the note.
    """

    uuid: str
    service: str
    user: str
    note: str
    rule: str
    version: str
    note_sha256: str
    words: str
    finding: str


@discreet("status", "cards", "problems")
@dataclass(frozen=True, slots=True)
class HookAnswer:
    """The answer to a call: HTTP status and body, a record for each finding of a card, and what was not read, for the log."""

    status: int
    body: Data
    cards: tuple[CardRecord, ...] = ()
    problems: tuple[str, ...] = ()


@discreet("card", "outcome", "code", "time")
@dataclass(frozen=True, slots=True)
class Outcome:
    """What a user did with a card: ``accepted`` or ``overridden``, with the code of the reason where one was given."""

    card: str
    outcome: str
    time: datetime
    code: str = ""


@discreet("status")
@dataclass(frozen=True, slots=True)
class FeedbackAnswer:
    """The answer to feedback: HTTP status and body, what users did, and the acknowledgements to be written.

    ``unknown`` counts the cards that nobody knows.
    """

    status: int
    body: Data
    outcomes: tuple[Outcome, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    unknown: int = 0
