"""Feedback on cards to acknowledgements of findings. Source: CDS Hooks 2.0, "Feedback"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from notelint.acknowledgements.copied import copied_from
from notelint.acknowledgements.model import Acknowledged
from notelint.cds_hooks.cards import REASON_SYSTEM
from notelint.cds_hooks.model import FeedbackAnswer, Outcome, ProtocolError
from notelint.cds_hooks.requests import text_at
from notelint.outputs.excerpt import printable
from notelint.packs.acknowledgement_reasons import acknowledgement_reasons
from notelint.packs.cds_hooks import hook_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.cds_hooks.model import CardRecord, Data

_OTHER = "other"
_QUERY = "query-sent"
_MOST = 1_000
_LONGEST_REASON = 500
_LONGEST_NAME = 100
_MALFORMED = 400
_NOT_FOUND = 404
_NO_WORDS = "overridden in the EHR"


def feedback(
    service_id: str,
    data: Any,
    cards_of: Callable[[str], Sequence[CardRecord]],
    now: datetime,
    text_of: Callable[[CardRecord], str | None] = lambda _card: None,
) -> FeedbackAnswer:
    """The answer to feedback whose body, parsed JSON, is ``data``. Never raises for what is in it.

    ``cards_of`` gives the records of a card by its uuid, one for each finding. The findings of a card that was overridden with
    a reason or a comment are acknowledged; a card that was merely dismissed acknowledges none. ``text_of`` gives the text of the
    note of a record: a comment is kept only where it is known and repeats none of it, because an acknowledgement holds no word
    of a note. What is valid counts also where something else is not; the status is then 400.
    """
    try:
        items = _items(service_id, data)
    except ProtocolError as error:
        return FeedbackAnswer(error.status, {"error": str(error)})
    outcomes: list[Outcome] = []
    made: list[Acknowledged] = []
    errors: list[str] = []
    unknown = 0
    for number, item in enumerate(items):
        try:
            outcome = _outcome(item, now)
        except ProtocolError as error:
            errors.append(f"feedback[{number}]: {error}")
            continue
        records = [record for record in cards_of(outcome.card) if record.service == service_id]
        if not records:
            unknown += 1
            continue
        outcomes.append(outcome)
        if outcome.code:
            made += [_acknowledged(one, outcome, _reason(item, outcome.code, text_of(one))) for one in records]
    body: Data = {"error": "; ".join(errors[:3])} if errors else {}
    return FeedbackAnswer(_MALFORMED if errors else 200, body, tuple(outcomes), tuple(made), unknown)


def _items(service_id: str, data: Any) -> list[Any]:
    if hook_book().service(service_id) is None:
        raise ProtocolError(_NOT_FOUND, "no service has this id; see the discovery document")
    items = data.get("feedback") if isinstance(data, dict) else None
    if not isinstance(items, list) or not 0 < len(items) <= _MOST:
        raise ProtocolError(_MALFORMED, f"feedback: must be a list of 1 to {_MOST:,} objects")
    return items


def _outcome(item: Any, now: datetime) -> Outcome:
    if not isinstance(item, dict):
        raise ProtocolError(_MALFORMED, "must be an object")
    card, outcome = text_at(item, "card"), text_at(item, "outcome")
    if outcome not in {"accepted", "overridden"}:
        raise ProtocolError(_MALFORMED, "outcome: must be accepted or overridden")
    if outcome == "accepted" and not isinstance(item.get("acceptedSuggestions"), list):
        raise ProtocolError(_MALFORMED, "acceptedSuggestions: must be a list")
    code = _code(item) if outcome == "overridden" else ""
    return Outcome(card, outcome, _time(text_at(item, "outcomeTimestamp"), now), code)


def _code(item: Data) -> str:
    """The code of the reason; ``other`` for one that is not ours or a comment alone, empty where neither was given."""
    given = item.get("overrideReason")
    if given is None:
        return ""
    if not isinstance(given, dict):
        raise ProtocolError(_MALFORMED, "overrideReason: must be an object")
    reason = given.get("reason")
    if reason is None:
        return _OTHER if _comment(item) else ""
    if not isinstance(reason, dict):
        raise ProtocolError(_MALFORMED, "overrideReason.reason: must be an object")
    code = text_at(reason, "code", "overrideReason.reason.")
    return code if reason.get("system") == REASON_SYSTEM and code in acknowledgement_reasons() else _OTHER


def _comment(item: Data) -> str:
    comment = item["overrideReason"].get("userComment")
    if comment is not None and not isinstance(comment, str):
        raise ProtocolError(_MALFORMED, "overrideReason.userComment: must be a text")
    return " ".join(printable(comment or "").encode("utf-8", "replace").decode().split())


def _time(given: str, now: datetime) -> datetime:
    """The moment, to the second, in UTC; that of now where it lies ahead."""
    try:
        time = datetime.fromisoformat(given)
        moment = time.astimezone(UTC) if time.tzinfo is not None else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise ProtocolError(_MALFORMED, "outcomeTimestamp: must be a date and time with time zone (RFC 3339)")
    return min(moment, now.astimezone(UTC)).replace(microsecond=0)


def _reason(item: Data, code: str, text: str | None) -> str:
    """The comment where it may be kept, else what the code says."""
    comment = _comment(item)[:_LONGEST_REASON].strip()
    if comment and text is not None and not copied_from(comment, text):
        return comment
    return f"{_NO_WORDS}: {code.replace('-', ' ')}"


def _acknowledged(card: CardRecord, outcome: Outcome, reason: str) -> Acknowledged:
    until = outcome.time.date() + timedelta(days=hook_book().query_days) if outcome.code == _QUERY else None
    by = " ".join(printable(card.user).split())[:_LONGEST_NAME].strip() or _NO_WORDS
    return Acknowledged(
        note=card.note, rule=card.rule, version=card.version, note_sha256=card.note_sha256, words=card.words,
        finding=card.finding, by=by, time=outcome.time, code=outcome.code, reason=reason, until=until,
    )  # fmt: skip
