"""What the processes of ``workers.py`` do with documents. Nothing of a note leaves them but the answer."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.cds_hooks.answering import notes_sent
from notelint.failure import described
from notelint.inputs.reading import Unreadable, notes_of, read_notes
from notelint.linter import Linter
from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer, review_renderer
from notelint.pack_names import ALL_PACKS
from notelint.policy import EVERYTHING
from notelint.report import Report
from notelint.server.store.reports import decision_to_json, to_json
from notelint.silence import libraries_silenced
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from notelint.inputs.claim_notes import ClaimNote
    from notelint.inputs.formats.pdf_drawing import DrawnPage
    from notelint.packs.profiles import Profile
    from notelint.policy import Policy
    from notelint.review.review import Reviewer
    from notelint.server.dashboard import Wanted

_DISAGREE = "readers-disagree"


@dataclass(slots=True)
class Tasks:
    """The linter of a process and what is asked of it. ``tool`` names notelint and its packs in reports."""

    packs: tuple[Path, ...] = ()
    names: tuple[str, ...] = ALL_PACKS
    profile: Profile | str | None = None
    max_seconds: float = MAX_SECONDS
    policy: Policy = EVERYTHING
    tool: Tool = field(default_factory=lambda: Tool(""))
    _linters: dict[str, Linter] = field(default_factory=dict)

    def check_file(self, path: str) -> list[tuple[str, str | None]]:
        """For each note in a file its report as JSON and, where the readers disagree, the decision of the rules as JSON."""
        return [self._checked(found) for found in self._found(read_notes([path], stdin=None))]

    def check_hook(self, data: bytes) -> list[tuple[str, str | None]]:
        """As ``check_file``, for the notes that an EHR sent with a call of CDS Hooks."""
        return [self._checked(found) for found in self._found(notes_sent(data))]

    def lint(self, data: bytes, name: str, form: str, *, excerpt: bool) -> tuple[str, bool]:
        """The report on a document in a format, or as an ``outcome`` of FHIR, and whether every note in it could be read."""
        reports = [self._report(found) for found in self._found(notes_of(data, name))]
        options = Options(self.tool, catalogues=self._linter("both").catalogues, excerpt=excerpt)
        answer = _outcome(reports, options) if form == "outcome" else "".join(renderer(form)(reports, options))
        return answer, all(report.error is None for report in reports)

    def render(self, reports: Sequence[str], form: str) -> str:
        """Reports, given as JSON, in a format."""
        from notelint.server.store.reports import from_json

        options = Options(self.tool, catalogues=self._linter("both").catalogues)
        return "".join(renderer(form)(map(from_json, reports), options))

    def review(self, files: Mapping[str, bytes], form: str) -> tuple[str, str]:
        """The review of the claim ``claim.yaml`` in ``files`` with the notes beside it in a format, and what is wrong with it."""
        with tempfile.TemporaryDirectory(prefix="notelint-") as folder:
            for name, data in files.items():
                (Path(folder) / name).write_bytes(data)
            return self._reviewed(Path(folder) / "claim.yaml", form, folder)

    def review_file(self, path: str, form: str) -> tuple[str, str]:
        """The review of a claim in the folder of notes, as ``review``."""
        return self._reviewed(Path(path), form, "")

    def claims_in(self, path: str, folder: str, table: Path | None) -> tuple[list[tuple[int, tuple[ClaimNote, ...]]], str]:
        """The claims of a file for a payer with their notes, and why it could not be read; empty where it could."""
        from notelint.inputs.submitted import ClaimFileError
        from notelint.server.claims import claims_in

        try:
            return claims_in(Path(path), Path(folder), table, self._linter("both").catalogues), ""
        except ClaimFileError as error:
            return [], str(error)

    def review_submitted(self, path: str, number: int, notes: tuple[ClaimNote, ...]) -> list[dict[str, Any]]:
        """The reviews of a claim of a file for a payer, as the JSON report has them."""
        from notelint.outputs.review_json import review_data
        from notelint.server.claims import submitted

        return [review_data(review) for review in submitted(self._reviewer, Path(path), number, notes)]

    def draw(self, path: str, page: int) -> tuple[DrawnPage | None, str]:
        """A page of a PDF file as a picture, and why there is none."""
        from notelint.inputs.formats.model import RefusedError
        from notelint.inputs.formats.pdf_drawing import drawn

        try:
            return drawn(Path(path).read_bytes(), page), ""
        except RefusedError as error:
            return None, str(error)
        except OSError:
            return None, "its file cannot be read"

    def dashboard(self, wanted: Wanted) -> tuple[str, str]:
        """The content of the dashboard as HTML, and what is wrong with a table."""
        from notelint.server.dashboard import dashboard

        deciding = [one for one in self._linter("both").catalogues if one.decides]
        return dashboard(wanted, deciding, self.packs)

    def _reviewed(self, claim: Path, form: str, inside: str) -> tuple[str, str]:
        from notelint.server.claims import reviewed

        review = reviewed(self._reviewer, claim, inside)
        options = Options(self.tool, catalogues=self._linter("both").catalogues)
        return "".join(review_renderer(form)([review], options)), review.error or ""

    def _reviewer(self) -> Reviewer:
        """The reviewer with the tables as they are now. Raises ``PackError`` and ``TableError``."""
        from notelint.review.making import reviewer_of

        return reviewer_of(self._linter("both"), self.packs, self.max_seconds)

    def _found(self, notes: Iterable[Note | Unreadable]) -> list[Note | Unreadable]:
        try:
            return list(notes)
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            return [Unreadable("", described(error, "inputs"))]

    def _checked(self, found: Note | Unreadable) -> tuple[str, str | None]:
        report = self._report(found)
        if not any(finding.rule == _DISAGREE for finding in report.findings):
            return to_json(report), None
        alone = self._report(found, "rules").decision
        return to_json(report), None if alone is None else decision_to_json(alone)

    def _report(self, found: Note | Unreadable, reader: str = "both") -> Report:
        if isinstance(found, Unreadable):
            return Report(note=Note("", found.source), error=found.error)
        try:
            with libraries_silenced():
                return self._linter(reader).lint(found)
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            return Report(note=Note("", found.source, name=found.name), error=described(error))

    def _linter(self, reader: str) -> Linter:
        if reader not in self._linters:
            with libraries_silenced():
                self._linters[reader] = Linter(
                    names=self.names, packs=self.packs, profile=self.profile, policy=self.policy,
                    max_seconds=self.max_seconds, reader=reader,
                )  # fmt: skip
        return self._linters[reader]


def _outcome(reports: Sequence[Report], options: Options) -> str:
    """The OperationOutcome of FHIR about the notes of a document."""
    from notelint.outputs.fhir.bundle import outcome

    return json.dumps(outcome(reports, options), ensure_ascii=False)


NAMES = frozenset(
    {"check_file", "check_hook", "lint", "render", "review", "review_file", "claims_in", "review_submitted", "draw", "dashboard"}
)


def carry_out(tasks: Tasks, name: str, arguments: Sequence[Any]) -> Any:
    """What the task of this name answers."""
    if name not in NAMES:
        raise ValueError("no task has this name")
    return getattr(tasks, name)(*arguments[0], **arguments[1])
